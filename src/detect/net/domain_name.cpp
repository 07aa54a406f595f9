#include "detect/net/domain_name.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lp::detect {
namespace {

constexpr std::array<char, 256> make_lower_table() {
  std::array<char, 256> table{};  // 0 = no character of a name
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = static_cast<char>(c);
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = static_cast<char>(c + 32);
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = static_cast<char>(c);
  table['-'] = '-';
  table['_'] = '_';
  table['.'] = '.';
  return table;
}
constexpr std::array<char, 256> lower_table = make_lower_table();

bool has_good_labels(std::string_view name) {
  if (name.empty() || name.size() > 253) return false;
  std::size_t length = 0;
  for (const char c : name) {
    if (c != '.') {
      ++length;
      continue;
    }
    if (length == 0 || length > 63) return false;
    length = 0;
  }
  return length > 0 && length <= 63;
}

// Small letters of the scripts that have two cases and are seen in names; the rest of Unicode's folding is not needed to tell names apart.
char32_t to_small(char32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F)) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  if (c >= 0x100 && c <= 0x17F && c != 0x130 && c != 0x131 && c != 0x138 && c != 0x149 && c != 0x178 && c != 0x17F) {
    const bool odd_capitals = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    return (c % 2 == 1) == odd_capitals ? c + 1 : c;
  }
  return c;
}

bool append_label(const std::u32string& label, std::string& out) {
  const bool ascii = std::ranges::all_of(label, [](char32_t c) { return c < 0x80; });
  if (!ascii) {
    out += "xn--" + to_punycode(label);
    return true;
  }
  for (const char32_t c : label) {
    const char lower = lower_table[c];
    if (lower == 0) return false;
    out += lower;
  }
  return true;
}

bool normalise_unicode(std::string_view text, std::string& out) {
  if (text.size() > 1024 || !is_valid_utf8(text)) return false;
  out.clear();
  std::u32string label;
  for (const char32_t c : to_codepoints(to_half_width(text))) {
    if (c == '.' || c == 0x3002 || c == 0xFF61) {
      if (!append_label(label, out)) return false;
      out += '.';
      label.clear();
      continue;
    }
    if (c < 0x21 || c == 0xA0 || c == 0xFFFD || (c >= 0x2000 && c <= 0x206F)) return false;
    label += to_small(c);
  }
  if (!append_label(label, out)) return false;
  if (!out.empty() && out.back() == '.') out.pop_back();
  return has_good_labels(out);
}

}  // namespace

std::string to_punycode(std::u32string_view label) {
  constexpr std::uint64_t base = 36, t_min = 1, t_max = 26, skew = 38, damp = 700;
  const auto digit = [](std::uint64_t d) { return static_cast<char>(d < 26 ? 'a' + d : '0' + (d - 26)); };
  std::string out;
  for (const char32_t c : label)
    if (c < 0x80) out += static_cast<char>(c);
  const std::uint64_t basic = out.size();
  std::uint64_t handled = basic, n = 0x80, delta = 0, bias = 72;
  if (basic > 0) out += '-';
  while (handled < label.size()) {
    std::uint64_t next = 0x110000;
    for (const char32_t c : label)
      if (c >= n && c < next) next = c;
    delta += (next - n) * (handled + 1);
    n = next;
    for (const char32_t c : label) {
      if (c < n) ++delta;
      if (c != n) continue;
      std::uint64_t q = delta;
      for (std::uint64_t k = base;; k += base) {
        const std::uint64_t t = k <= bias ? t_min : std::min(t_max, k - bias);
        if (q < t) break;
        out += digit(t + (q - t) % (base - t));
        q = (q - t) / (base - t);
      }
      out += digit(q);
      std::uint64_t d = (handled == basic ? delta / damp : delta / 2);
      d += d / (handled + 1);
      std::uint64_t k = 0;
      for (; d > (base - t_min) * t_max / 2; k += base) d /= base - t_min;
      bias = k + (base - t_min + 1) * d / (d + skew);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
  return out;
}

bool normalise_domain(std::string_view text, std::string& out) {
  if (text.size() > 1024) return false;
  out.resize(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const char lower = lower_table[byte];
    if (lower == 0) return byte >= 0x80 && normalise_unicode(text, out);
    out[i] = lower;
  }
  if (!out.empty() && out.back() == '.') out.pop_back();
  return has_good_labels(out);
}

}  // namespace lp::detect
