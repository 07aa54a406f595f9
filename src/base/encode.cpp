#include "base/hash.h"

#include <array>
#include <cstdint>

namespace lp {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::uint8_t, 256> hex_values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(0xff);
  for (std::uint8_t c = 0; c < 10; ++c) table[static_cast<std::size_t>('0' + c)] = c;
  for (std::uint8_t c = 0; c < 6; ++c) table[static_cast<std::size_t>('a' + c)] = table[static_cast<std::size_t>('A' + c)] = static_cast<std::uint8_t>(10 + c);
  return table;
}();

}  // namespace

std::string to_hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (unsigned char c : bytes) {
    out += hex_digits[c >> 4];
    out += hex_digits[c & 15];
  }
  return out;
}

std::string to_hex(const Digest& d) {
  return to_hex(std::string_view(reinterpret_cast<const char*>(d.data()), d.size()));
}

bool from_hex(std::string_view hex, std::string& out) {
  out.clear();
  if (hex.size() % 2 != 0) return false;
  out.resize(hex.size() / 2);
  unsigned seen = 0;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const unsigned high = hex_values[static_cast<unsigned char>(hex[i])], low = hex_values[static_cast<unsigned char>(hex[i + 1])];
    seen |= high | low;
    out[i / 2] = static_cast<char>(high << 4 | low);
  }
  return seen < 16;
}

std::string to_base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto at = [&](std::size_t k) {
      return i + k < bytes.size() ? static_cast<unsigned>(static_cast<unsigned char>(bytes[i + k])) : 0u;
    };
    const unsigned group = at(0) << 16 | at(1) << 8 | at(2);
    out += base64_digits[group >> 18 & 63];
    out += base64_digits[group >> 12 & 63];
    out += i + 1 < bytes.size() ? base64_digits[group >> 6 & 63] : '=';
    out += i + 2 < bytes.size() ? base64_digits[group & 63] : '=';
  }
  return out;
}

bool from_base64(std::string_view text, std::string& out) {
  out.clear();
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  unsigned group = 0;
  int bits = 0;
  for (char c : text) {
    const auto value = base64_digits.find(c);
    if (value == std::string_view::npos) return false;
    group = (group << 6 | static_cast<unsigned>(value)) & 0xFFFFFFu;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>(group >> bits & 0xFFu);
    }
  }
  return bits < 6;
}

std::string random_token(std::size_t bytes) {
  std::string text = to_base64(random_bytes(bytes));
  while (!text.empty() && text.back() == '=') text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

}  // namespace lp
