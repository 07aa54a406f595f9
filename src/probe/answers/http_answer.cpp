#include "probe/answers/http_answer.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/hash.h"
#include "base/text.h"
#include "probe/answers/html_text.h"
#include "probe/exchange.h"

namespace lp::probe {
namespace {

constexpr std::size_t head_limit = 64u << 10;
constexpr std::size_t headers_limit = 200;
constexpr std::size_t value_limit = 512, text_limit = 1024;

// Which headers say what a server is or how it is set up.
constexpr std::array<std::string_view, 22> told_headers{
    "server", "x-powered-by", "location", "www-authenticate", "content-type", "via", "x-generator", "x-aspnet-version",
    "x-aspnetmvc-version", "x-runtime", "x-jenkins", "x-drupal-cache", "x-frame-options", "x-content-type-options",
    "strict-transport-security", "content-security-policy", "access-control-allow-origin", "public", "allow", "x-application-context",
    "liferay-portal", "date"};

bool parse_number(std::string_view text, std::uint64_t& out, int base) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), out, base);
  return !text.empty() && parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

// "HTTP/1.1 200 OK"; the reason may be missing.
bool parse_status_line(std::string_view line, HttpAnswer& answer) {
  if (!line.starts_with("HTTP/")) return false;
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos || blank > 8) return false;
  const std::string_view rest = trim(line.substr(blank));
  std::uint64_t status = 0;
  if (!parse_number(rest.substr(0, 3), status, 10) || status < 100 || status > 999) return false;
  answer.status = static_cast<int>(status);
  answer.version = printable(line.substr(5, blank - 5));
  answer.reason = printable(trim(rest.substr(3)), 128);
  return true;
}

std::string cookie_names(const HttpAnswer& answer) {
  std::string names;
  for (const auto& [name, value] : answer.headers) {
    if (name != "set-cookie") continue;
    const std::string_view cookie = trim(std::string_view(value).substr(0, value.find('=')));
    if (!cookie.empty() && names.size() < value_limit) names += (names.empty() ? "" : ", ") + printable(cookie, 64);
  }
  return names;
}

}  // namespace

void HttpAnswerReader::feed(std::string_view bytes) {
  if (done()) return;
  pending_ += bytes;
  while (!done() && step()) {
  }
}

void HttpAnswerReader::end() {
  if (state_ != State::until_close) return;
  answer_.whole = true;
  state_ = State::done;
}

// One step of what is pending; false when more bytes are needed.
bool HttpAnswerReader::step() {
  switch (state_) {
    case State::head: return take_head();
    case State::counted:
    case State::chunk:
    case State::until_close: {
      if (pending_.empty()) return false;
      const std::uint64_t wanted = state_ == State::until_close ? pending_.size() : left_;
      take_body(static_cast<std::size_t>(std::min<std::uint64_t>(wanted, pending_.size())));
      return true;
    }
    case State::chunk_size: return take_chunk_size();
    case State::chunk_end: {
      const std::size_t line_end = pending_.find('\n');
      if (std::min(line_end, pending_.size()) > 2) state_ = State::broken;
      if (line_end == std::string::npos || state_ == State::broken) return false;
      pending_.erase(0, line_end + 1);
      state_ = State::chunk_size;
      return true;
    }
    case State::done:
    case State::broken: break;
  }
  return false;
}

// True when a whole head was taken: an interim one is followed by another.
bool HttpAnswerReader::take_head() {
  // "HTTP/" at the very start, or it is something else.
  const std::string_view start = std::string_view("HTTP/").substr(0, pending_.size());
  if (!std::string_view(pending_).starts_with(start)) {
    state_ = State::broken;
    return false;
  }
  std::size_t end = std::string::npos, after = 0;
  for (std::size_t i = searched_; i < pending_.size(); ++i) {
    if (pending_[i] != '\n') continue;
    std::size_t next = i + 1;
    if (next < pending_.size() && pending_[next] == '\r') ++next;
    if (next >= pending_.size() || pending_[next] != '\n') continue;
    end = i;
    after = next + 1;
    break;
  }
  searched_ = pending_.size() > 3 ? pending_.size() - 3 : 0;
  if (std::min(end, pending_.size()) > head_limit) state_ = State::broken;
  if (end == std::string::npos || state_ == State::broken) return false;
  answer_ = {};
  const std::string head = pending_.substr(0, end);
  pending_.erase(0, after);
  searched_ = 0;
  bool first = true;
  for (const std::string_view raw : split(head, '\n')) {
    const std::string_view line = raw.ends_with('\r') ? raw.substr(0, raw.size() - 1) : raw;
    if (std::exchange(first, false)) {
      if (!parse_status_line(line, answer_)) {
        state_ = State::broken;
        return false;
      }
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || answer_.headers.size() >= headers_limit) continue;
    answer_.headers.emplace_back(to_lower_ascii(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1))));
  }
  choose_body();
  return true;
}

void HttpAnswerReader::choose_body() {
  const int status = answer_.status;
  if (status < 200 && status != 101) {  // an interim answer: the real one follows
    answer_ = {};
    return;
  }
  if (bodiless_ || status == 101 || status == 204 || status == 304) {
    answer_.whole = true;
    state_ = State::done;
  } else if (to_lower_ascii(header(answer_, "transfer-encoding")).find("chunked") != std::string::npos) {
    state_ = State::chunk_size;
  } else if (const std::string_view length = header(answer_, "content-length"); !length.empty()) {
    state_ = parse_number(length, left_, 10) ? State::counted : State::until_close;
    if (state_ == State::counted && left_ == 0) {
      answer_.whole = true;
      state_ = State::done;
    }
  } else {
    state_ = State::until_close;
  }
}

bool HttpAnswerReader::take_chunk_size() {
  const std::size_t line_end = pending_.find('\n');
  if (std::min(line_end, pending_.size()) > 1024) state_ = State::broken;
  if (line_end == std::string::npos || state_ == State::broken) return false;
  std::string_view line = trim(std::string_view(pending_).substr(0, line_end));
  line = trim(line.substr(0, line.find(';')));
  if (!parse_number(line, left_, 16)) {
    state_ = State::broken;
    return false;
  }
  pending_.erase(0, line_end + 1);
  if (left_ == 0) {
    answer_.whole = true;
    state_ = State::done;
  } else {
    state_ = State::chunk;
  }
  return true;
}

void HttpAnswerReader::take_body(std::size_t n) {
  const std::size_t room = body_limit_ - answer_.body.size();
  answer_.body.append(pending_, 0, std::min(n, room));
  pending_.erase(0, n);
  if (state_ != State::until_close) left_ -= n;
  if (n > room) {
    state_ = State::done;  // over the limit: not whole
  } else if (left_ == 0 && state_ == State::counted) {
    answer_.whole = true;
    state_ = State::done;
  } else if (left_ == 0 && state_ == State::chunk) {
    state_ = State::chunk_end;
  }
}

std::string_view header(const HttpAnswer& answer, std::string_view name) {
  const auto found = std::find_if(answer.headers.begin(), answer.headers.end(), [&](const auto& h) { return h.first == name; });
  return found == answer.headers.end() ? std::string_view() : std::string_view(found->second);
}

void add_http_facts(const HttpAnswer& answer, std::map<std::string, std::string>& facts) {
  const auto add = [&](const std::string& name, std::string value) {
    if (!value.empty()) facts["http." + name] = std::move(value);
  };
  add("status", std::to_string(answer.status));
  add("version", answer.version);
  add("reason", answer.reason);
  for (const std::string_view name : told_headers) add(replace_all(name, "-", "_"), printable(header(answer, name), value_limit));
  add("cookies", cookie_names(answer));
  // Interfaces answer in JSON or plain text: its beginning is worth a look, pages are told by their title.
  if (!contains(to_lower_ascii(answer.body.substr(0, 256)), "<")) add("text", printable(trim(answer.body), text_limit));
  const HtmlText html = read_html(answer.body, header(answer, "content-type"));
  add("title", html.title);
  add("generator", html.generator);
  add("body_bytes", std::to_string(answer.body.size()));
  add("body_sha256", to_hex(sha256(answer.body)));
  if (!answer.whole) add("truncated", "yes");
}

}  // namespace lp::probe
