#include "model/uscc.h"

#include "base/check.h"
#include "base/text.h"
#include "model/value_error.h"

namespace lp::model {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::size_t code_length = 18;

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

char uscc_check_character(std::string_view first17) {
  LP_CHECK(first17.size() == code_length - 1);
  std::size_t sum = 0;
  std::size_t weight = 1;  // 3^i mod 31
  for (const char c : first17) {
    const std::size_t value = alphabet.find(c);
    LP_CHECK(value != std::string_view::npos, "a character of the USCC alphabet");
    sum += value * weight;
    weight = weight * 3 % 31;
  }
  return alphabet[(31 - sum % 31) % 31];
}

UsccFault check_uscc(std::string_view code) {
  if (code.size() != code_length) return UsccFault::length;
  for (const char c : code) {
    if (alphabet.find(c) == std::string_view::npos) return UsccFault::character;
  }
  return uscc_check_character(code.substr(0, code_length - 1)) == code.back() ? UsccFault::none : UsccFault::check_digit;
}

Result<std::string> parse_uscc(std::string_view text) {
  std::string code;
  for (const char c : to_half_width(text)) {
    if (c != ' ' && c != '-' && c != '\t') code.push_back(upper(c));
  }
  switch (check_uscc(code)) {
    case UsccFault::none: return code;
    case UsccFault::length:
      return value_error("uscc_length", "统一社会信用代码应为18位，现为" + std::to_string(count_codepoints(code)) + "位",
                         "a unified social credit code has 18 characters, this has " + std::to_string(count_codepoints(code)));
    case UsccFault::character:
      return value_error("uscc_character", "统一社会信用代码只能含数字和除I、O、S、V、Z外的大写字母",
                         "a unified social credit code holds digits and letters except I, O, S, V, Z");
    case UsccFault::check_digit: break;
  }
  return value_error("uscc_check_digit", "统一社会信用代码末位校验码不符，请核对是否录错",
                     "the last character of the unified social credit code does not match the others; look for a typing error");
}

}  // namespace lp::model
