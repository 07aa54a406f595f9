#include "detect/net/ip_address.h"

#include <array>
#include <charconv>

namespace lp::detect {
namespace {

// Reads "a.b.c.d" from the front of `p`; null when it does not stand there.
const char* read_v4(const char* p, const char* end, std::uint32_t& out) {
  std::uint32_t value = 0;
  for (int part = 0; part < 4; ++part) {
    if (part > 0 && (p == end || *p++ != '.')) return nullptr;
    const char* const begin = p;
    std::uint32_t number = 0;
    while (p != end && static_cast<unsigned char>(*p - '0') < 10 && p - begin < 4) number = number * 10 + static_cast<std::uint32_t>(*p++ - '0');
    const bool leading_zero = p - begin > 1 && *begin == '0';
    if (p == begin || number > 255 || leading_zero) return nullptr;
    value = value << 8 | number;
  }
  out = value;
  return p;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

struct Groups {
  std::array<std::uint16_t, 8> value{};
  int count = 0, gap = -1;  // gap: where "::" stands
  bool add(std::uint32_t group) {
    if (count == 8) return false;
    value[static_cast<std::size_t>(count++)] = static_cast<std::uint16_t>(group);
    return true;
  }
};

bool read_groups(const char* p, const char* end, Groups& out) {
  if (end - p >= 2 && p[0] == ':' && p[1] == ':') {
    out.gap = 0;
    p += 2;
  }
  while (p != end) {
    std::uint32_t v4 = 0;
    if (read_v4(p, end, v4) == end) return out.add(v4 >> 16) && out.add(v4 & 0xFFFF);
    std::uint32_t group = 0;
    const char* const begin = p;
    for (int digit; p != end && p - begin < 4 && (digit = hex_digit(*p)) >= 0; ++p) group = group << 4 | static_cast<std::uint32_t>(digit);
    if (p == begin || !out.add(group)) return false;
    if (p == end) return true;
    if (*p++ != ':' || p == end) return false;
    if (*p == ':') {
      if (out.gap >= 0) return false;
      out.gap = out.count;
      ++p;
    }
  }
  return true;
}

std::optional<Ip> parse_v6(std::string_view text) {
  Groups groups;
  if (!read_groups(text.data(), text.data() + text.size(), groups)) return std::nullopt;
  if (groups.gap < 0 ? groups.count != 8 : groups.count > 7) return std::nullopt;
  std::array<std::uint16_t, 8> all{};
  const int gap = groups.gap < 0 ? 8 : groups.gap;
  for (int i = 0; i < groups.count; ++i)
    all[static_cast<std::size_t>(i < gap ? i : 8 - groups.count + i)] = groups.value[static_cast<std::size_t>(i)];
  Ip ip{.v6 = true};
  for (std::size_t i = 0; i < 4; ++i) ip.high = ip.high << 16 | all[i];
  for (std::size_t i = 4; i < 8; ++i) ip.low = ip.low << 16 | all[i];
  if (ip.high == 0 && ip.low >> 32 == 0xFFFF) return Ip{.low = ip.low & 0xFFFFFFFF};
  return ip;
}

std::string v4_text(std::uint64_t v) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) {
    if (!out.empty()) out += '.';
    out += std::to_string(v >> shift & 255);
  }
  return out;
}

std::uint64_t mask64(int bits) { return bits <= 0 ? 0 : bits >= 64 ? ~std::uint64_t{0} : ~std::uint64_t{0} << (64 - bits); }

}  // namespace

std::optional<Ip> parse_ip(std::string_view text) {
  if (text.size() < 2 || text.size() > 45) return std::nullopt;
  std::uint32_t v4 = 0;
  const char* const end = text.data() + text.size();
  if (read_v4(text.data(), end, v4) == end) return Ip{.low = v4};
  if (text.find(':') == std::string_view::npos) return std::nullopt;
  return parse_v6(text);
}

std::string to_string(const Ip& ip) {
  if (!ip.v6) return v4_text(ip.low);
  std::array<unsigned, 8> groups{};
  for (std::size_t i = 0; i < 8; ++i) groups[i] = static_cast<unsigned>((i < 4 ? ip.high : ip.low) >> (48 - 16 * (i % 4)) & 0xFFFF);
  std::size_t best = 8, best_length = 1;  // the first longest run of two or more zero groups
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t n = 0;
    while (i + n < 8 && groups[i + n] == 0) ++n;
    if (n > best_length) best = i, best_length = n;
  }
  std::string out;
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == best) {
      out += "::";
      i += best_length - 1;
      continue;
    }
    if (!out.empty() && out.back() != ':') out += ':';
    std::array<char, 4> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + 4, groups[i], 16).ptr;
    out.append(digits.data(), end);
  }
  return out;
}

std::optional<Prefix> parse_prefix(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  const auto ip = parse_ip(address);
  if (!ip) return std::nullopt;
  const int most = ip->v6 ? 128 : 32;
  int bits = most;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc{} || end != digits.data() + digits.size() || digits.size() > 3) return std::nullopt;
    // "::ffff:192.0.2.0/120" names an IPv4 prefix.
    if (!ip->v6 && address.find(':') != std::string_view::npos) bits -= 96;
    if (bits < 0 || bits > most) return std::nullopt;
  }
  Prefix out{.base = *ip, .bits = static_cast<std::uint8_t>(bits)};
  if (ip->v6) {
    out.base.high &= mask64(bits);
    out.base.low &= mask64(bits - 64);
  } else {
    out.base.low &= mask64(bits + 32) & 0xFFFFFFFF;
  }
  return out;
}

std::string to_string(const Prefix& prefix) { return to_string(prefix.base) + "/" + std::to_string(prefix.bits); }

Ip last_of(const Prefix& prefix) {
  Ip out = prefix.base;
  if (out.v6) {
    out.high |= ~mask64(prefix.bits);
    out.low |= ~mask64(prefix.bits - 64);
  } else {
    out.low |= ~mask64(prefix.bits + 32) & 0xFFFFFFFF;
  }
  return out;
}

bool holds(const Prefix& prefix, const Ip& ip) { return prefix.base.v6 == ip.v6 && prefix.base <= ip && ip <= last_of(prefix); }
bool holds(const Prefix& outer, const Prefix& inner) { return outer.bits <= inner.bits && holds(outer, inner.base); }

bool is_internal(const Ip& ip) {
  if (ip.v6) return ip.high >> 57 == 0xFC >> 1 || ip.high >> 54 == 0xFE80 >> 6 || (ip.high == 0 && ip.low <= 1);
  const auto in = [&](std::uint64_t base, int bits) { return ip.low >> (32 - bits) == base >> (32 - bits); };
  return in(0x0A000000, 8) || in(0xAC100000, 12) || in(0xC0A80000, 16) || in(0x7F000000, 8) || in(0xA9FE0000, 16) || in(0x64400000, 10) ||
         in(0x00000000, 8);
}

std::size_t to_bytes(const Ip& ip, char* out) {
  if (!ip.v6) {
    for (int i = 0; i < 4; ++i) out[i] = static_cast<char>(ip.low >> (24 - 8 * i));
    return 4;
  }
  for (int i = 0; i < 8; ++i) {
    out[i] = static_cast<char>(ip.high >> (56 - 8 * i));
    out[8 + i] = static_cast<char>(ip.low >> (56 - 8 * i));
  }
  return 16;
}

}  // namespace lp::detect
