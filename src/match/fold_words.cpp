#include <algorithm>
#include <array>

#include "base/text.h"
#include "match/package_key.h"

namespace lp::match {
namespace {

// At the end of a Chinese name, longest first.
constexpr auto chinese_suffixes = std::to_array<std::string_view>({"股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "集团公司", "总公司", "分公司", "公司", "集团"});
constexpr auto english_suffixes = std::to_array<std::string_view>({"inc", "incorporated", "ltd", "limited", "co", "company", "corp", "corporation", "llc", "gmbh", "ag", "kg", "bv", "pty", "pte", "oy", "ab", "srl", "sas"});

bool is_chinese(char32_t c) { return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF); }
bool is_other_sign(char32_t c) { return (c >= 0x80 && c <= 0xBF) || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x206F) || (c >= 0x2190 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFE10 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFFEF) || c == 0xFEFF || c == 0xFFFD; }
// "C++" and "C#" are other products than "C".
bool is_word(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '#';
  return !is_other_sign(c);
}

bool drop_chinese_suffix(std::string& text) {
  for (const std::string_view suffix : chinese_suffixes)
    if (text.size() > suffix.size() && text.ends_with(suffix)) {
      text.resize(text.size() - suffix.size());
      while (text.ends_with(' ')) text.pop_back();
      return !text.empty();
    }
  return false;
}

bool drop_english_suffix(std::string& text) {
  const std::size_t blank = text.rfind(' ');
  if (blank == std::string::npos || std::ranges::find(english_suffixes, std::string_view(text).substr(blank + 1)) == english_suffixes.end()) return false;
  text.resize(blank);
  return true;
}

// 0: what parts words.
constexpr std::array<char, 128> folded_ascii = [] {
  std::array<char, 128> out{};
  for (std::size_t c = 0; c < out.size(); ++c) {
    const char lower = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') || lower == '+' || lower == '#') out[c] = lower;
  }
  return out;
}();

// Most names are: the same as below, at a tenth of the cost.
std::string fold_ascii(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool blank = false;
  for (const char c : text) {
    const char folded = folded_ascii[static_cast<unsigned char>(c)];
    if (folded == 0) {
      blank = true;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    out += folded;
  }
  while (drop_english_suffix(out)) {}
  return out;
}

}  // namespace

std::string fold_words(std::string_view text) {
  if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return fold_ascii(text);
  std::string out;
  bool blank = false, chinese = false;
  for (char32_t c : to_codepoints(to_half_width(text))) {
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    if (!is_word(c)) {
      blank = true;
      continue;
    }
    // "华为AR2220" and "华为 AR2220" are one.
    if (!out.empty() && (blank || is_chinese(c) != chinese)) out += ' ';
    blank = false;
    chinese = is_chinese(c);
    append_utf8(out, c);
  }
  while (drop_chinese_suffix(out) || drop_english_suffix(out)) {}
  return out;
}

}  // namespace lp::match
