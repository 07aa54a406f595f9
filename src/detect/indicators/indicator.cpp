#include "detect/indicators/indicator.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/hash.h"
#include "base/text.h"
#include "detect/indicators/url_key.h"
#include "detect/net/domain_name.h"
#include "detect/net/ip_address.h"

namespace lp::detect {
namespace {

constexpr std::array<std::string_view, indicator_kinds> kind_names{"ip", "prefix", "domain", "url", "md5", "sha1", "sha256", "email", "ja3", "ja4"};
constexpr std::array<std::string_view, 6> tlp_names{"", "TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"};

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

bool hex_key(std::string_view text, std::size_t digits, std::string& out) { return text.size() == digits && from_hex(text, out); }

bool email_key(std::string_view text, std::string& out) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.find_first_of(" \t<>\"") != std::string_view::npos) return false;
  std::string domain;
  if (!normalise_domain(text.substr(at + 1), domain)) return false;
  out = to_lower_ascii(text.substr(0, at)) + "@" + domain;
  return true;
}

// "t13d1516h2_8daaf6152771_b186095e22b6"
bool ja4_key(std::string_view text, std::string& out) {
  if (text.size() != 36 || text[10] != '_' || text[23] != '_') return false;
  out = to_lower_ascii(text);
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return std::ranges::all_of(out, good) && (out[0] == 't' || out[0] == 'q' || out[0] == 'd');
}

__extension__ using Wide = unsigned __int128;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t read8(const char* p) {
  std::uint64_t v;
  std::memcpy(&v, p, 8);
  return v;
}

std::uint64_t read4(const char* p) {
  std::uint32_t v;
  std::memcpy(&v, p, 4);
  return v;
}

}  // namespace

std::string_view to_string(IndicatorKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<IndicatorKind> parse_indicator_kind(std::string_view text) {
  for (std::size_t i = 0; i < indicator_kinds; ++i)
    if (text == kind_names[i]) return static_cast<IndicatorKind>(i);
  return std::nullopt;
}

std::string_view to_string(Tlp tlp) { return tlp_names[static_cast<std::size_t>(tlp)]; }

Tlp parse_tlp(std::string_view text) {
  std::string word = to_lower_ascii(trim(text));
  if (word.starts_with("tlp:")) word.erase(0, 4);
  if (word == "white" || word == "clear") return Tlp::clear;
  if (word == "green") return Tlp::green;
  if (word == "amber") return Tlp::amber;
  if (word == "amber+strict") return Tlp::amber_strict;
  return word == "red" ? Tlp::red : Tlp::none;
}

bool to_key(IndicatorKind kind, std::string_view text, std::string& out) {
  switch (kind) {
    case IndicatorKind::ip: {
      const auto ip = parse_ip(text);
      if (!ip) return false;
      out.resize(16);
      out.resize(to_bytes(*ip, out.data()));
      return true;
    }
    case IndicatorKind::prefix: {
      const auto prefix = parse_prefix(text);
      if (prefix) out = to_string(*prefix);
      return prefix.has_value();
    }
    case IndicatorKind::domain: {
      const std::string_view name = text.starts_with("*.") ? text.substr(2) : text.starts_with('.') ? text.substr(1) : text;
      return normalise_domain(name, out) && !parse_ip(out);
    }
    case IndicatorKind::url: return to_url_key(text, out);
    case IndicatorKind::md5:
    case IndicatorKind::ja3: return hex_key(text, 32, out);
    case IndicatorKind::sha1: return hex_key(text, 40, out);
    case IndicatorKind::sha256: return hex_key(text, 64, out);
    case IndicatorKind::email: return email_key(text, out);
    case IndicatorKind::ja4: return ja4_key(text, out);
  }
  return false;
}

Ip ip_of_key(std::string_view key) {
  Ip ip{.v6 = key.size() == 16};
  for (std::size_t i = 0; i < key.size(); ++i) {
    auto& half = ip.v6 && i < 8 ? ip.high : ip.low;
    half = half << 8 | static_cast<unsigned char>(key[i]);
  }
  return ip;
}

std::string key_text(IndicatorKind kind, std::string_view key) {
  switch (kind) {
    case IndicatorKind::ip: return to_string(ip_of_key(key));
    case IndicatorKind::md5:
    case IndicatorKind::ja3:
    case IndicatorKind::sha1:
    case IndicatorKind::sha256: return to_hex(key);
    default: return std::string(key);
  }
}

std::optional<IndicatorKind> guess_kind(std::string_view text) {
  if (is_hex(text, 32)) return IndicatorKind::md5;
  if (is_hex(text, 40)) return IndicatorKind::sha1;
  if (is_hex(text, 64)) return IndicatorKind::sha256;
  if (parse_ip(text)) return IndicatorKind::ip;
  std::string key;
  if (text.find('/') != std::string_view::npos && parse_prefix(text)) return IndicatorKind::prefix;
  if (ja4_key(text, key)) return IndicatorKind::ja4;
  if (text.find("://") != std::string_view::npos) return to_url_key(text, key) ? std::optional(IndicatorKind::url) : std::nullopt;
  if (email_key(text, key)) return IndicatorKind::email;
  // One label alone is a word more often than a name.
  if (text.find('.') == std::string_view::npos) return std::nullopt;
  if (to_key(IndicatorKind::domain, text, key)) return IndicatorKind::domain;
  if (to_url_key(text, key)) return IndicatorKind::url;
  return std::nullopt;
}

std::uint64_t hash_key(IndicatorKind kind, std::string_view key) {
  constexpr std::uint64_t s0 = 0xa0761d6478bd642fULL, s1 = 0xe7037ed1a0b428dbULL;
  std::uint64_t seed = mix(static_cast<std::uint64_t>(kind) + 1, s0);
  const char* p = key.data();
  std::size_t n = key.size();
  while (n > 16) {
    seed = mix(read8(p) ^ s1, read8(p + 8) ^ seed);
    p += 16;
    n -= 16;
  }
  std::uint64_t a = 0, b = 0;
  if (n >= 8) {
    a = read8(p);
    b = read8(p + n - 8);
  } else if (n >= 4) {
    a = read4(p);
    b = read4(p + n - 4);
  } else if (n > 0) {
    a = static_cast<unsigned char>(p[0]) | std::uint64_t{static_cast<unsigned char>(p[n / 2])} << 8 | std::uint64_t{static_cast<unsigned char>(p[n - 1])} << 16;
  }
  return mix(s1 ^ key.size(), mix(a ^ s1, b ^ seed));
}

std::string refang(std::string_view text) {
  std::string out(text);
  if (out.size() > 4 && (out[0] | 0x20) == 'h' && (out[1] | 0x20) == 'x' && (out[2] | 0x20) == 'x' && (out[3] | 0x20) == 'p') out[1] = out[2] = 't';
  if (out.find_first_of("[({\\") == std::string::npos) return out;
  struct Pair { std::string_view from, to; };
  static constexpr std::array<Pair, 13> pairs{{{"[.]", "."}, {"(.)", "."}, {"{.}", "."}, {"[dot]", "."}, {"(dot)", "."}, {"[.", "."}, {".]", "."}, {"\\.", "."},
                                               {"[:]", ":"}, {"[://]", "://"}, {"[@]", "@"}, {"[at]", "@"}, {"(at)", "@"}}};
  for (const Pair& pair : pairs)
    if (out.find(pair.from) != std::string::npos) out = replace_all(out, pair.from, pair.to);
  return out;
}

}  // namespace lp::detect
