#include "io/transfer_source.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace lp::io {
namespace {

constexpr std::array<std::int8_t, 256> base64_values = [] {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  std::int8_t value = 0;
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")) table[static_cast<unsigned char>(c)] = value++;
  table[static_cast<unsigned char>('-')] = 62;  // the alphabet of URLs
  table[static_cast<unsigned char>('_')] = 63;
  return table;
}();

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

template <class Transfer>
class TransferSource final : public ByteSource {
 public:
  explicit TransferSource(ByteSource& encoded) : encoded_(encoded) {}
  Result<std::size_t> read(char* out, std::size_t size) override {
    while (at_ == ready_.size() && !end_) {
      LP_TRY(const std::size_t n, encoded_.read(buffer_.data(), buffer_.size()));
      ready_.clear();
      at_ = 0;
      end_ = n == 0;
      decoder_.decode({buffer_.data(), n}, ready_);
      if constexpr (requires { decoder_.finish(ready_); }) {
        if (end_) decoder_.finish(ready_);
      }
    }
    const std::size_t n = std::min(size, ready_.size() - at_);
    std::memcpy(out, ready_.data() + at_, n);
    at_ += n;
    return n;
  }

 private:
  ByteSource& encoded_;
  Transfer decoder_;
  std::string buffer_ = std::string(16 * 1024, '\0'), ready_;
  std::size_t at_ = 0;
  bool end_ = false;
};

}  // namespace

void Base64Decoder::decode(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '=') bits_ = 0;  // the end of one run; another may follow
    const int value = base64_values[static_cast<unsigned char>(c)];
    if (value < 0) continue;
    group_ = (group_ << 6 | static_cast<std::uint32_t>(value)) & 0xFFFFFFu;
    bits_ += 6;
    if (bits_ < 8) continue;
    bits_ -= 8;
    out += static_cast<char>(group_ >> bits_ & 0xFFu);
  }
}

void QuotedPrintableDecoder::decode(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (open_.empty()) {
      if (c == '=') {
        open_ = "=";
      } else {
        out += c;
      }
      continue;
    }
    open_ += c;
    if (c == '\n') {  // soft line break
      open_.clear();
    } else if (open_.size() == 2 && (hex_value(c) >= 0 || c == '\r' || c == ' ' || c == '\t')) {
      continue;
    } else if (open_.size() == 3 && hex_value(open_[1]) >= 0 && hex_value(c) >= 0) {
      out += static_cast<char>(hex_value(open_[1]) * 16 + hex_value(c));
      open_.clear();
    } else {
      finish(out);
    }
  }
}

void QuotedPrintableDecoder::finish(std::string& out) {
  out += open_;
  open_.clear();
}

std::unique_ptr<ByteSource> make_transfer_source(ByteSource& encoded, std::string_view encoding) {
  if (encoding == "base64") return std::make_unique<TransferSource<Base64Decoder>>(encoded);
  if (encoding == "quoted-printable") return std::make_unique<TransferSource<QuotedPrintableDecoder>>(encoded);
  return nullptr;
}

}  // namespace lp::io
