#include "server/ingest/syslog_framing.h"

#include <algorithm>

namespace lp::server {
namespace {

constexpr std::uint64_t most_digits_value = 1'000'000'000;

bool is_end(char c) { return c == '\n' || c == '\r' || c == '\0'; }

}  // namespace

void append_line(std::string_view message, std::string& lines) {
  while (!message.empty() && (is_end(message.back()) || message.back() == ' ')) message.remove_suffix(1);
  while (!message.empty() && is_end(message.front())) message.remove_prefix(1);
  if (message.empty()) return;
  const std::size_t from = lines.size();
  lines += message;
  std::replace_if(lines.begin() + static_cast<std::ptrdiff_t>(from), lines.end(), is_end, ' ');
  lines += '\n';
}

void SyslogFraming::end_message(std::string& lines) {
  const std::size_t before = lines.size();
  append_line(held_, lines);
  messages_ += lines.size() > before ? 1 : 0;
  held_.clear();
  state_ = State::begin;
}

// Returns how many bytes were used.
std::size_t SyslogFraming::take(std::string_view bytes, std::string& lines) {
  switch (state_) {
    case State::begin:
      if (is_end(bytes[0]) || bytes[0] == ' ') return 1;
      wanted_ = 0;
      state_ = bytes[0] >= '1' && bytes[0] <= '9' ? State::length : State::line;
      return 0;
    case State::length: {
      const char c = bytes[0];
      held_ += c;
      if (c >= '0' && c <= '9' && wanted_ < most_digits_value) {
        wanted_ = wanted_ * 10 + static_cast<std::uint64_t>(c - '0');
      } else if (c == ' ' && wanted_ < most_digits_value) {
        held_.clear();
        state_ = wanted_ > longest_ ? State::dropping_counted : State::counted;
        too_long_ += wanted_ > longest_ ? 1 : 0;
      } else {
        state_ = State::line;   // a line that begins with digits: a bare message
        if (is_end(c)) end_message(lines);
      }
      return 1;
    }
    case State::counted: {
      const std::size_t n = static_cast<std::size_t>(std::min<std::uint64_t>(wanted_, bytes.size()));
      held_ += bytes.substr(0, n);
      wanted_ -= n;
      if (wanted_ == 0) end_message(lines);
      return n;
    }
    case State::dropping_counted: {
      const std::size_t n = static_cast<std::size_t>(std::min<std::uint64_t>(wanted_, bytes.size()));
      wanted_ -= n;
      if (wanted_ == 0) state_ = State::begin;
      return n;
    }
    case State::line: {
      const std::size_t end = bytes.find_first_of(std::string_view("\n\0", 2));
      const std::size_t n = std::min(end, bytes.size());
      if (held_.size() + n > longest_) {
        ++too_long_;
        held_.clear();
        state_ = State::dropping_line;
        return 0;
      }
      held_ += bytes.substr(0, n);
      if (end == bytes.npos) return n;
      end_message(lines);
      return n + 1;
    }
    case State::dropping_line: {
      const std::size_t end = bytes.find_first_of(std::string_view("\n\0", 2));
      if (end != bytes.npos) state_ = State::begin;
      return end == bytes.npos ? bytes.size() : end + 1;
    }
  }
  return bytes.size();
}

void SyslogFraming::feed(std::string_view bytes, std::string& lines) {
  while (!bytes.empty()) bytes.remove_prefix(take(bytes, lines));
}

void SyslogFraming::finish(std::string& lines) {
  if (state_ == State::line || state_ == State::length) end_message(lines);
  else if (state_ == State::counted) ++cut_short_;
  held_.clear();
  state_ = State::begin;
}

}  // namespace lp::server
