#pragma once
#include <string_view>

namespace lp::match {
// "CVE-2021-44228": a year and four or more digits.
bool is_cve_id(std::string_view text);
}  // namespace lp::match
