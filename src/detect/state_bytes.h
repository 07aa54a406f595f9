#pragma once
// Numbers and texts as bytes, for the state of a run between two of its lives: the same values give the same bytes. Reading
// damaged bytes gives zeros and good() == false, never more memory than the bytes themselves.

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace lp::detect {

class StateWriter {
 public:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(value | 0x80);
    out_ += static_cast<char>(value);
  }
  void signed_number(std::int64_t value) { number(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63)); }
  void real(double value) {
    for (std::uint64_t bits = std::bit_cast<std::uint64_t>(value), i = 0; i < 8; ++i, bits >>= 8) out_ += static_cast<char>(bits);
  }
  void flag(bool value) { out_ += value ? '\1' : '\0'; }
  void text(std::string_view value) {
    number(value.size());
    out_ += value;
  }
  const std::string& bytes() const { return out_; }

 private:
  std::string out_;
};

class StateReader {
 public:
  explicit StateReader(std::string_view bytes) : rest_(bytes) {}
  bool good() const { return good_; }
  bool done() const { return rest_.empty(); }
  void fail() { good_ = false, rest_ = {}; }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(next());
      value |= std::uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return value;
    }
    fail();
    return 0;
  }
  std::int64_t signed_number() {
    const std::uint64_t value = number();
    return static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1));
  }
  double real() {
    std::uint64_t bits = 0;
    for (int i = 0; i < 8; ++i) bits |= std::uint64_t{static_cast<unsigned char>(next())} << (8 * i);
    return std::bit_cast<double>(bits);
  }
  bool flag() { return next() != '\0'; }
  std::string text() {
    const std::uint64_t size = number();
    if (size > rest_.size()) fail();
    const std::string out(rest_.substr(0, good_ ? size : 0));
    rest_.remove_prefix(out.size());
    return out;
  }
  // How many things follow; each takes at least a byte.
  std::size_t count() {
    const std::uint64_t n = number();
    if (n > rest_.size()) fail();
    return good_ ? static_cast<std::size_t>(n) : 0;
  }

 private:
  char next() {
    if (rest_.empty()) {
      fail();
      return '\0';
    }
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace lp::detect
