// MAC address: six pairs of hexadecimal digits, one kind of separator; not broadcast, not all zero.
#include <array>

#include "discover/validator.h"

namespace lp::discover {
namespace {

constexpr auto hex_value = [] {
  std::array<unsigned char, 256> all{};
  for (unsigned char& v : all) v = 0x80;
  for (int i = 0; i < 16; ++i) {
    all[static_cast<unsigned char>("0123456789abcdef"[i])] = static_cast<unsigned char>(i);
    all[static_cast<unsigned char>("0123456789ABCDEF"[i])] = static_cast<unsigned char>(i);
  }
  return all;
}();

Evidence check(std::string_view s) {
  if (s.size() != 17 || (s[2] != ':' && s[2] != '-')) return {};
  const auto value = [&](std::size_t i) { return hex_value[static_cast<unsigned char>(s[i])]; };
  unsigned all = 0, every = 0xF, wrong = 0;
  for (std::size_t i = 0; i < 17; i += 3) {
    all |= value(i) | value(i + 1);
    every &= value(i) & value(i + 1);
  }
  for (std::size_t i = 2; i < 17; i += 3) wrong |= static_cast<unsigned>(s[i] ^ s[2]);
  if (wrong != 0 || (all & 0x80) != 0 || all == 0 || every == 0xF) return {};
  return evidence(Evidence::format);
}

}  // namespace

Validator validator_mac() { return {"mac", check, {Mark::pairs}}; }

}  // namespace lp::discover
