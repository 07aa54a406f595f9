#include "model/phone.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "model/value_error.h"

namespace lp::model {
namespace {

bool is_digits(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Error bad(std::string_view text) {
  const std::string shown = truncate(text, 40);
  return value_error("phone", "电话号码“" + shown + "”不正确，手机为11位，固定电话带区号如025-83220000",
                     "\"" + shown + "\" is not a telephone number; write 13800000000 or 025-83220000");
}

// Digits and single dashes only; brackets and white space act as separators.
std::string tidy(std::string_view text) {
  std::string out;
  for (char c : to_half_width(trim(text))) {
    if (c == '(' || c == ')' || c == ' ' || c == '\t') c = '-';
    if (c == '-' && (out.empty() || out.back() == '-')) continue;
    out.push_back(c);
  }
  if (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

std::string_view without_country(std::string_view s) {
  for (const std::string_view prefix : {"+86", "0086"}) {
    if (starts_with(s, prefix)) s.remove_prefix(prefix.size());
  }
  if (s.size() == 13 && starts_with(s, "861")) s.remove_prefix(2);
  while (!s.empty() && s.front() == '-') s.remove_prefix(1);
  return s;
}

// 10, 021-029 have three digits; all other area codes four.
std::size_t area_length(std::string_view digits) {
  return digits.size() > 2 && (digits[1] == '1' || digits[1] == '2') ? 3 : 4;
}

std::string with_area(std::string_view digits) {
  const std::size_t area = area_length(digits);
  const std::size_t rest = digits.size() - std::min(area, digits.size());
  if (rest < 7 || rest > 8) return {};
  return std::string(digits.substr(0, area)) + "-" + std::string(digits.substr(area));
}

// Area code and number are split again: people put the dash anywhere or nowhere.
std::string fixed_line(std::string_view s) {
  std::string extension;
  std::string digits(s);
  const auto parts = split(s, '-');
  if (parts.size() == 3 || (parts.size() == 2 && parts[0].size() > 4)) {
    extension = std::string(parts.back());
    digits = std::string(s.substr(0, s.size() - extension.size() - 1));
  }
  digits = replace_all(digits, "-", "");
  if (!is_digits(digits) || digits[0] != '0' || (!extension.empty() && (!is_digits(extension) || extension.size() > 6))) return {};
  const std::string number = with_area(digits);
  return number.empty() || extension.empty() ? number : number + "-" + extension;
}

}  // namespace

Result<Phone> parse_phone(std::string_view text) {
  if (text.size() > 80) return bad(text);
  const std::string clean = tidy(text);
  const std::string_view s = without_country(clean);
  const std::string digits = replace_all(s, "-", "");
  if (!is_digits(digits)) return bad(text);
  if (digits.size() == 11 && digits[0] == '1' && digits[1] >= '3') return Phone{PhoneKind::mobile, digits};
  if (digits.size() == 10 && (starts_with(digits, "400") || starts_with(digits, "800"))) {
    return Phone{PhoneKind::service, digits.substr(0, 3) + "-" + digits.substr(3, 3) + "-" + digits.substr(6)};
  }
  const bool is_short = digits.size() >= 5 && digits.size() <= 6 && (starts_with(digits, "9") || starts_with(digits, "1"));
  if (is_short) return Phone{PhoneKind::service, digits};
  std::string fixed = fixed_line(s);
  if (fixed.empty()) return bad(text);
  return Phone{PhoneKind::fixed, std::move(fixed)};
}

}  // namespace lp::model
