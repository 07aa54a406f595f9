#include "model/pattern.h"

#include "base/text.h"

namespace lp::model {
namespace {

// wchar_t holds a code point on every system we build for; `[一-龥]` and `.{2,4}` then mean characters.
std::wstring to_wide(std::string_view text) {
  static_assert(sizeof(wchar_t) == sizeof(char32_t));
  std::wstring wide;
  for (const char32_t c : to_codepoints(text)) wide.push_back(static_cast<wchar_t>(c));
  return wide;
}

}  // namespace

Result<Pattern> Pattern::compile(std::string_view expression) {
  if (count_codepoints(expression) > 300) {
    return make_error(Errc::invalid, "pattern of " + std::to_string(count_codepoints(expression)) + " characters, the limit is 300");
  }
  try {
    return Pattern(std::make_shared<const std::wregex>(to_wide(expression), std::regex::ECMAScript | std::regex::optimize));
  } catch (const std::regex_error& e) {
    return make_error(Errc::invalid, "pattern \"" + std::string(expression) + "\" is not a regular expression: " + e.what());
  }
}

bool Pattern::matches(std::string_view value) const {
  const std::wstring wide = to_wide(value);
  if (wide.size() > 2'000) return false;
  try {
    return std::regex_match(wide, *expression_);
  } catch (const std::regex_error&) {
    return false;  // too complex for this value
  }
}

}  // namespace lp::model
