#include "io/utf8_source.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "io/error.h"

namespace lp::io {
namespace {

constexpr std::size_t block = 256 * 1024;

bool is_ascii(std::string_view s) {
  return std::none_of(s.begin(), s.end(), [](char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; });
}

// Chinese text in UTF-8 has three-byte characters; GB text that happens to be valid UTF-8 has two-byte ones.
bool has_three_byte_characters(std::string_view s) {
  return std::any_of(s.begin(), s.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xF0) == 0xE0; });
}

}  // namespace

Utf8Source::Utf8Source(std::unique_ptr<ByteSource> raw, Utf8Options options)
    : raw_(std::move(raw)), options_(std::move(options)) {}

Utf8Source::~Utf8Source() = default;

Result<std::size_t> Utf8Source::read(char* out, std::size_t size) {
  while (ready_at_ == ready_.size()) {
    if (raw_end_ && pending_.empty() && detected_) return std::size_t{0};
    LP_CHECK_OK(fill());
  }
  const std::size_t n = std::min(size, ready_.size() - ready_at_);
  std::memcpy(out, ready_.data() + ready_at_, n);
  ready_at_ += n;
  return n;
}

Status Utf8Source::fill() {
  ready_.clear();
  ready_at_ = 0;
  LP_CHECK_OK(read_raw(pending_.size() + block));
  if (!detected_) detect();
  if (unit_size(encoding_) > 1) {
    convert_wide();
    return ok_status();
  }
  return convert_lines();
}

Status Utf8Source::read_raw(std::size_t at_least) {
  while (!raw_end_ && pending_.size() < at_least) {
    const std::size_t old = pending_.size();
    pending_.resize(old + block);
    auto n = raw_->read(pending_.data() + old, block);
    if (!n) return std::move(n).error();
    pending_.resize(old + *n);
    raw_end_ = *n == 0;
  }
  return ok_status();
}

void Utf8Source::detect() {
  detected_ = true;
  encoding_ = options_.encoding.value_or(detect_encoding(pending_));
  pending_offset_ = bom_length(encoding_, pending_);
  pending_.erase(0, pending_offset_);
  decoder_ = std::make_unique<Decoder>(encoding_);
  gb_ = std::make_unique<Decoder>(Encoding::gb18030);
  utf8_ = std::make_unique<Decoder>(Encoding::utf8);
}

void Utf8Source::convert_wide() {
  const std::size_t done = decoder_->decode(pending_, ready_, raw_end_, [&](std::size_t offset, std::size_t length) {
    report_bad(pending_offset_ + offset, length);
  });
  pending_.erase(0, done);
  pending_offset_ += done;
}

Status Utf8Source::convert_lines() {
  std::size_t end = pending_.size();
  if (!raw_end_) {  // whole lines only; the line breaks are never the second byte of a GB character
    const std::size_t newline = pending_.find_last_of("\r\n");
    end = newline == std::string::npos ? 0 : newline + 1;
    if (end == 0 && pending_.size() > options_.max_line_bytes) {
      return fail(Errc::too_large,
                  "line " + std::to_string(line_) + " is longer than " + std::to_string(options_.max_line_bytes) + " bytes",
                  "第 " + std::to_string(line_) + " 行超过上限 " + std::to_string(options_.max_line_bytes) + " 字节",
                  "check that the file is a text file");
    }
  }
  std::string_view whole = std::string_view(pending_).substr(0, end);
  if (encoding_ != Encoding::gb18030 && is_valid_utf8(whole)) {
    ready_.append(whole);
    line_ += std::count(whole.begin(), whole.end(), '\n');
  } else {
    while (!whole.empty()) {
      const std::size_t newline = whole.find('\n');
      const std::size_t length = newline == std::string_view::npos ? whole.size() : newline + 1;
      convert_line(whole.substr(0, length));
      pending_offset_ += length;
      whole.remove_prefix(length);
      ++line_;
    }
    pending_offset_ -= end;
  }
  pending_.erase(0, end);
  pending_offset_ += end;
  return ok_status();
}

Encoding Utf8Source::encoding_of_line(std::string_view line) const {
  if (encoding_ != Encoding::gb18030) return is_valid_utf8(line) ? Encoding::utf8 : Encoding::gb18030;
  return is_valid_utf8(line) && has_three_byte_characters(line) ? Encoding::utf8 : Encoding::gb18030;
}

void Utf8Source::convert_line(std::string_view line) {
  if (is_ascii(line)) {
    ready_.append(line);
    return;
  }
  const Encoding actual = encoding_of_line(line);
  const bool foreign = (actual == Encoding::gb18030) != (encoding_ == Encoding::gb18030);
  bool clean = true;
  std::string converted;
  (actual == Encoding::gb18030 ? gb_ : utf8_)->decode(line, converted, true, [&](std::size_t, std::size_t) { clean = false; });
  if (foreign && clean) {
    ++foreign_lines_;
    diagnostics_.warning({options_.file, static_cast<int>(line_), 0}, "mixed_encoding",
                         "this line is " + std::string(to_string(actual)) + ", the file is " + std::string(to_string(encoding_)),
                         "it was converted by itself / 该行编码与文件其余部分不同，已单独转换", "save the file in one encoding, best UTF-8");
    ready_.append(converted);
    return;
  }
  // neither: keep the file's encoding and mark the bad bytes
  (encoding_ == Encoding::gb18030 ? gb_ : utf8_)->decode(line, ready_, true, [&](std::size_t offset, std::size_t length) {
    report_bad(pending_offset_ + offset, length);
  });
}

void Utf8Source::report_bad(std::size_t offset, std::size_t length) {
  diagnostics_.error({options_.file, static_cast<int>(line_), 0}, "bad_bytes",
                     std::to_string(length) + " bytes at offset " + std::to_string(offset) + " are not " + std::string(to_string(encoding_)),
                     "they were replaced by U+FFFD / 无法识别的字节已替换", "save the file as UTF-8");
}

}  // namespace lp::io
