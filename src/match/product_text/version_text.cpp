#include "match/product_text/version_text.h"

#include <algorithm>
#include <array>

namespace lp::match {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

struct Sign {
  std::string_view wide, ascii;
};
constexpr auto signs = std::to_array<Sign>({
    {"＜", "<"}, {"＞", ">"}, {"＝", "="}, {"≤", "<="}, {"≥", ">="}, {"≦", "<="}, {"≧", ">="}, {"⩽", "<="}, {"⩾", ">="}, {"，", ","}, {"；", ";"}, {"：", ":"}, {"、", ","}, {"（", "("}, {"）", ")"},
    {"【", "("}, {"】", ")"}, {"～", "~"}, {"〜", "~"}, {"–", "-"}, {"—", "-"}, {"−", "-"}, {"－", "-"}, {"　", " "}, {"．", "."}, {"。", "."}, {"／", "/"}, {"｜", "|"}, {"＊", "*"}, {"“", "\""}, {"”", "\""},
    {"‘", "'"}, {"’", "'"}, {"＋", "+"}, {"＿", "_"}, {"＆", "&"}, {"\xC2\xA0", " "}, {"\xE2\x80\x8B", ""}, {"\xEF\xBB\xBF", ""},
});

// Bytes of the character at the start of `text`.
std::size_t length_of(unsigned char first) { return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4; }

bool equals(std::string_view word, std::string_view lower_case) {
  return word.size() == lower_case.size() && std::equal(word.begin(), word.end(), lower_case.begin(), [](char a, char b) { return lower(a) == b; });
}

}  // namespace

void fold_signs(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first < 0x80) {
      std::size_t end = i;
      while (end < text.size() && static_cast<unsigned char>(text[end]) < 0x80 && static_cast<unsigned char>(text[end]) >= 0x20) ++end;
      out.append(text, i, end - i);
      if (end == i) out += ' ', ++end;
      i = end;
      continue;
    }
    const std::string_view one = text.substr(i, length_of(first));
    i += one.size();
    // Full-width letters and digits: U+FF10 … U+FF5A.
    if (one.size() == 3 && first == 0xEF && (static_cast<unsigned char>(one[1]) & 0xFE) == 0xBC) {
      const unsigned code = 0xF000U + ((static_cast<unsigned char>(one[1]) & 0x3FU) << 6) + (static_cast<unsigned char>(one[2]) & 0x3FU);
      const char ascii = static_cast<char>(code - 0xFEE0);
      if (code >= 0xFF10 && code <= 0xFF5A && (is_digit(ascii) || is_letter(ascii))) {
        out += ascii;
        continue;
      }
    }
    // Han characters, the most of such text, begin with E4 … E9.
    const auto* sign = first >= 0xE4 && first <= 0xE9 ? signs.end() : std::ranges::find(signs, one, &Sign::wide);
    out += sign == signs.end() ? one : sign->ascii;
  }
}

VersionLook look_of(std::string_view word) {
  if (word.empty() || word.size() > 80) return VersionLook::none;
  std::size_t letters = 0;
  while (letters < word.size() && is_letter(word[letters])) ++letters;
  if (letters == word.size()) return VersionLook::none;
  bool digits = false, all_digits = letters == 0;
  for (const char c : word.substr(letters)) {
    if (static_cast<unsigned char>(c) >= 0x80 || c == '"' || c == '\'' || c == '&' || c == '@') return VersionLook::none;
    digits = digits || is_digit(c);
    all_digits = all_digits && is_digit(c);
  }
  if (!digits) return VersionLook::none;
  if (all_digits) return VersionLook::number;
  // "820A", "6P", "21H2": as likely a model.
  if (letters == 0 && word.size() <= 5 && std::ranges::all_of(word, [](char c) { return is_digit(c) || is_letter(c); })) return VersionLook::number;
  if (letters == 0) return is_digit(word[0]) ? VersionLook::clear : VersionLook::none;
  if (letters == 1 && lower(word[0]) == 'v' && is_digit(word[1])) return VersionLook::clear;
  if (equals(word.substr(0, letters), "ver") || equals(word.substr(0, letters), "version")) return VersionLook::clear;
  constexpr auto months = std::to_array<std::string_view>({"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"});
  if (letters >= 3 && std::ranges::any_of(months, [&](std::string_view month) { return equals(word.substr(0, 3), month); }) && word[letters] == '-') return VersionLook::none;
  return letters <= 8 ? VersionLook::lettered : VersionLook::none;
}

bool is_qualifier(std::string_view word) {
  std::size_t letters = 0;
  while (letters < word.size() && is_letter(word[letters])) ++letters;
  if (!std::ranges::all_of(word.substr(letters), [](char c) { return is_digit(c) || c == '.' || c == '_' || c == '-'; })) return false;
  const std::string_view name = word.substr(0, letters);
  constexpr auto names = std::to_array<std::string_view>({"sp", "update", "upd", "patch", "p", "hf", "hotfix", "build", "rev", "revision", "rc", "beta", "alpha", "cu", "mp", "fp", "ifix", "fix", "qu", "ga", "pack", "service", "cumulative", "release", "ap", "sr", "u", "r"});
  return std::ranges::any_of(names, [&](std::string_view n) { return equals(name, n); }) && (letters > 1 || letters < word.size());
}

bool is_commit(std::string_view word) {
  return word.size() >= 12 && std::ranges::all_of(word, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }) && std::ranges::any_of(word, is_letter);
}

std::string_view without_v(std::string_view version) {
  std::size_t skip = 0;
  if (version.size() > 1 && lower(version[0]) == 'v' && is_digit(version[1])) skip = 1;
  if (version.size() > 3 && equals(version.substr(0, 3), "ver") && (is_digit(version[3]) || version[3] == '.')) skip = version[3] == '.' ? 4 : 3;
  const std::string_view rest = version.substr(skip);
  std::size_t digits = 0;
  while (digits < rest.size() && is_digit(rest[digits])) ++digits;
  const bool huawei = digits == 3 && rest.size() > 4 && lower(rest[3]) == 'r' && is_digit(rest[4]);
  return huawei || rest.empty() ? version : rest;
}

std::string_view wildcard_stem(std::string_view version) {
  std::size_t size = version.size();
  while (size >= 2 && (version[size - 1] == '*' || lower(version[size - 1]) == 'x') && version[size - 2] == '.') size -= 2;
  return size == version.size() || size == 0 ? std::string_view() : version.substr(0, size);
}

std::string next_stem(std::string_view stem) {
  std::string next(stem);
  std::size_t i = next.size();
  if (i == 0 || !is_digit(next[i - 1])) return {};
  while (i > 0 && next[i - 1] == '9') next[--i] = '0';
  if (i > 0 && is_digit(next[i - 1])) ++next[i - 1];
  else next.insert(i, 1, '1');
  return next;
}

}  // namespace lp::match
