#include "discover/json_text.h"

#include <charconv>

#include "base/text.h"

namespace lp::discover {
namespace {

constexpr std::size_t escape_size = 6;   // \uXXXX
constexpr char32_t none = 0xFFFFFFFF;

char32_t unit_at(std::string_view text, std::size_t at) {
  if (text.size() - at < escape_size || text[at] != '\\' || text[at + 1] != 'u') return none;
  std::uint32_t unit = 0;
  const char* const from = text.data() + at + 2;
  const auto [end, error] = std::from_chars(from, from + 4, unit, 16);
  return error == std::errc() && end == from + 4 ? char32_t{unit} : none;
}

}  // namespace

std::string resolve_unicode_escapes(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '\\') {
      out += text[at++];
      continue;
    }
    char32_t c = unit_at(text, at);
    std::size_t size = c == none ? 2 : escape_size;   // of any other escape: the backslash and what it protects
    if (c >= 0xD800 && c < 0xDC00) {
      const char32_t low = unit_at(text, at + escape_size);
      const bool pair = low >= 0xDC00 && low < 0xE000;
      c = pair ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00) : none;
      if (pair) size *= 2;
    } else if (c < 0xA0 || (c >= 0xDC00 && c < 0xE000)) {
      c = none;
    }
    if (c == none) out += text.substr(at, size);
    else append_utf8(out, c);
    at += size;
  }
  return out;
}

}  // namespace lp::discover
