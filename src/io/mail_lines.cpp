#include "io/mail_lines.h"

#include <algorithm>
#include <cstring>

namespace lp::io {
namespace {

constexpr std::size_t longest_piece = 16 * 1024;

std::string_view without_line_end(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

Result<std::optional<MailLines::Piece>> MailLines::next() {
  if (std::exchange(again_, false)) return std::optional(last_);
  for (;;) {
    const std::string_view there = std::string_view(buffer_).substr(from_, to_ - from_);
    const std::size_t newline = there.substr(0, longest_piece).find('\n');
    const bool whole = newline != std::string_view::npos;
    if (whole || there.size() >= longest_piece || (end_ && !there.empty())) {
      const std::size_t size = whole ? newline + 1 : std::min(there.size(), longest_piece);
      last_ = {there.substr(0, size), !in_line_, whole};
      in_line_ = !whole;
      from_ += size;
      return std::optional(last_);
    }
    if (end_) return std::optional<Piece>();
    std::memmove(buffer_.data(), buffer_.data() + from_, to_ - from_);
    to_ -= from_;
    from_ = 0;
    LP_TRY(const std::size_t n, bytes_.read(buffer_.data() + to_, buffer_.size() - to_));
    to_ += n;
    end_ = n == 0;
  }
}

Result<std::size_t> BodySource::read(char* out, std::size_t size) {
  while (at_ == ready_.size()) {
    if (ended_) return std::size_t{0};
    LP_CHECK_OK(fill());
  }
  const std::size_t n = std::min(size, ready_.size() - at_);
  std::memcpy(out, ready_.data() + at_, n);
  at_ += n;
  return n;
}

Status BodySource::fill() {
  ready_.clear();
  at_ = 0;
  while (!ended_ && ready_.size() < longest_piece) {
    LP_TRY(const auto piece, lines_.next());
    if (piece && piece->starts_line) end_ = boundary(piece->text);
    ended_ = !piece || end_;
    if (end_) break;  // the held line end is the boundary's
    ready_ += std::exchange(held_, {});
    if (!piece) break;
    const std::string_view text = piece->ends_line ? without_line_end(piece->text) : piece->text;
    ready_ += text;
    held_ = piece->text.substr(text.size());
  }
  return ok_status();
}

std::optional<BodySource::End> BodySource::boundary(std::string_view line) const {
  if (!line.starts_with("--")) return std::nullopt;
  std::string_view name = without_line_end(line).substr(2);
  while (name.ends_with(' ') || name.ends_with('\t')) name.remove_suffix(1);
  for (std::size_t level = boundaries_.size(); level-- > 0;) {
    if (name == boundaries_[level]) return End{level, false};
    if (name.starts_with(boundaries_[level]) && name.substr(boundaries_[level].size()) == "--") return End{level, true};
  }
  return std::nullopt;
}

Status BodySource::drain() {
  while (!ended_) LP_CHECK_OK(fill());
  at_ = ready_.size();
  return ok_status();
}

}  // namespace lp::io
