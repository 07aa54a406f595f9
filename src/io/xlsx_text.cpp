#include "io/xlsx_text.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lp::io {
namespace {

constexpr std::size_t max_units = 32'767;  // UTF-16 units in one cell

std::size_t utf16_units(std::string_view s) {
  std::size_t n = 0;
  for (const char c : s) {
    const auto b = static_cast<unsigned char>(c);
    if ((b & 0xC0) != 0x80) n += b >= 0xF0 ? 2 : 1;
  }
  return n;
}

bool is_control(char32_t c) { return c < 0x20 && c != '\t' && c != '\n' && c != '\r'; }

// XML 1.0 has no control characters but tab and line ends, nor U+FFFE and U+FFFF (EF BF BE, EF BF BF).
bool needs_cleaning(std::string_view s) {
  bool ascii = true;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto b = static_cast<unsigned char>(s[i]);
    if (b < 0x20 && is_control(b)) return true;
    if (b < 0x80) continue;
    ascii = false;
    if (b == 0xEF && i + 2 < s.size() && s[i + 1] == '\xBF' && static_cast<unsigned char>(s[i + 2]) >= 0xBE) return true;
  }
  return !ascii && !is_valid_utf8(s);
}

std::string clean(std::string_view s) {
  std::string out;
  for (const char32_t c : to_codepoints(s)) append_utf8(out, is_control(c) || c == 0xFFFE || c == 0xFFFF ? U'\uFFFD' : c);
  return out;
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool looks_like_escape(std::string_view at) {
  return at.size() >= 7 && at[1] == 'x' && at[6] == '_' && std::all_of(at.begin() + 2, at.begin() + 6, is_hex);
}

// What stands for the character at the front of `at`; empty = itself.
std::string_view escape(std::string_view at) {
  switch (at.front()) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '\r': return "_x000D_";
    case '_': return looks_like_escape(at) ? "_x005F_" : "";
    default: return {};
  }
}

constexpr std::array<bool, 256> special = [] {
  std::array<bool, 256> table{};
  for (const unsigned char c : {'&', '<', '>', '\r', '_'}) table[c] = true;
  return table;
}();

std::string shorten(const std::string& name, std::size_t characters) {
  return count_codepoints(name) <= characters ? name : truncate(name, characters - 1);  // "…" counts too
}

}  // namespace

std::string_view CellText::fit(std::string_view value) {
  const bool dirty = needs_cleaning(value);
  if (!dirty && value.size() <= max_units) return value;
  buffer_ = dirty ? clean(value) : std::string(value);
  if (buffer_.size() > max_units && utf16_units(buffer_) > max_units) {
    ++truncated_;
    buffer_ = truncate(buffer_, max_units / 2);  // at most two units each
  }
  return buffer_;
}

void append_cell_text(std::string& out, std::string_view text) {
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!special[static_cast<unsigned char>(text[i])]) continue;
    const std::string_view stands = escape(text.substr(i));
    if (stands.empty()) continue;
    out.append(text, copied, i - copied);
    out += stands;
    copied = i + 1;
  }
  out.append(text, copied);
}

std::string unique_sheet_name(std::string_view wanted, std::set<std::string>& used) {
  std::string name;
  for (const char c : wanted) name += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : '_';
  if (name.empty()) name = "Sheet";
  std::string candidate = shorten(name, 31);
  for (int n = 2; !used.insert(to_lower_ascii(candidate)).second; ++n) {
    const std::string suffix = " (" + std::to_string(n) + ")";
    candidate = shorten(name, 31 - suffix.size()) + suffix;
  }
  return candidate;
}

}  // namespace lp::io
