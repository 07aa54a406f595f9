#include "detect/json_repair.h"

#include <cstdint>

#include "base/text.h"

namespace lp::detect {
namespace {

// Length of the broken part at the start of `s`: the lead byte and the continuation bytes that could have followed it.
std::size_t broken_length(std::string_view s) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const unsigned char lead = at(0);
  const std::size_t want = lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc2 && lead < 0xe0 ? 2 : 1;
  std::size_t n = 1;
  while (n < want && n < s.size() && (at(n) & 0xc0) == 0x80) ++n;
  if (n < 2) return 1;
  const unsigned char second = at(1);
  const bool second_fits = !(lead == 0xe0 && second < 0xa0) && !(lead == 0xed && second > 0x9f) && !(lead == 0xf0 && second < 0x90) &&
                           !(lead == 0xf4 && second > 0x8f);
  return second_fits ? n : 1;
}

// Value of the escape \uXXXX at `at`, -1 when there is none.
int escape_at(std::string_view s, std::size_t at) {
  if (at + 6 > s.size() || s[at] != '\\' || s[at + 1] != 'u') return -1;
  int value = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const char c = s[i];
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

bool is_high(int unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool is_low(int unit) { return unit >= 0xdc00 && unit < 0xe000; }

}  // namespace

std::string mend_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  while (!text.empty()) {
    const std::size_t sound = valid_utf8_prefix(text);
    out.append(text.substr(0, sound));
    text.remove_prefix(sound);
    if (text.empty()) break;
    out += "\xef\xbf\xbd";
    text.remove_prefix(broken_length(text));
  }
  return out;
}

bool mend_surrogates(std::string_view text, std::string& out) {
  std::string mended;
  std::size_t copied = 0;
  for (std::size_t i = text.find('\\'); i != text.npos && i + 1 < text.size(); i = text.find('\\', i)) {
    const int unit = escape_at(text, i);
    if (unit < 0) {
      i += 2;
    } else if (is_high(unit) && is_low(escape_at(text, i + 6))) {
      i += 12;
    } else if (is_high(unit) || is_low(unit)) {
      mended.append(text.substr(copied, i - copied)).append("\\ufffd");
      copied = i += 6;
    } else {
      i += 6;
    }
  }
  if (copied == 0) return false;
  out = mended.append(text.substr(copied));
  return true;
}

std::string_view why_not_json(std::string_view text) {
  std::int64_t depth = 0;
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inside) {
      if (c == '\\') ++i;
      if (c == '"') inside = false;
    } else if (c == '"') {
      inside = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth < 0) {
      return "not_json";
    }
  }
  return inside || depth > 0 ? "truncated" : "not_json";
}

}  // namespace lp::detect
