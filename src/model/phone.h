#pragma once
// Telephone numbers of mainland China: mobile (11 digits from 1[3-9]), fixed line with area
// code and extension, 400/800, and short service numbers (95xxx, 96xxx, 10xxx, 12xxx).

#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::model {

enum class PhoneKind { mobile, fixed, service };

struct Phone {
  PhoneKind kind = PhoneKind::mobile;
  std::string text;  // 13800000000 · 025-83220000-801 · 400-800-0000 · 95598
};

// Accepts +86 / 0086, full-width digits, white space, ( ) and dashes. Error code: phone.
Result<Phone> parse_phone(std::string_view text);

}  // namespace lp::model
