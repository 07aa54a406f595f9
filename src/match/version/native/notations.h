#pragma once
// Ranges as ecosystems write them. A notation reads the whole text or refuses it and names the place; what it returns need not be
// in normal form, but every bound is a version of the scheme.

#include "base/result.h"
#include "match/version/interval_set.h"

namespace lp::match {

using Notation = Result<Intervals> (*)(const Scheme& scheme, std::string_view text);
// parse_comparisons where a scheme has no notation of its own.
Notation notation_of(std::string_view scheme_id);

Result<Intervals> parse_comparisons(const Scheme& scheme, std::string_view text);  // ">= 1.2, < 2 || 3.0"
Result<Intervals> parse_npm(const Scheme& scheme, std::string_view text);          // "^1.2 || ~2 || 1.x || 1 - 2"
Result<Intervals> parse_cargo(const Scheme& scheme, std::string_view text);        // "1.2, <1.5", "~1.2", "1.*"
Result<Intervals> parse_pypi(const Scheme& scheme, std::string_view text);         // "~=1.4, !=1.5.*"
Result<Intervals> parse_gem(const Scheme& scheme, std::string_view text);          // "~> 1.2, != 1.3"
Result<Intervals> parse_composer(const Scheme& scheme, std::string_view text);     // "^1.2 | 2.0.* | 3 - 4"
Result<Intervals> parse_conan(const Scheme& scheme, std::string_view text);        // "[>=1 <2 || ^3]"
Result<Intervals> parse_maven(const Scheme& scheme, std::string_view text);        // "[1.0,2.0),[3.0]"
Result<Intervals> parse_nuget(const Scheme& scheme, std::string_view text);        // "[1.0,2.0)", "1.0" (and later)
Result<Intervals> parse_nginx(const Scheme& scheme, std::string_view text);        // "1.5.0+, 1.4.1+", "0.7.52-0.8.39"
Result<Intervals> parse_openssl(const Scheme& scheme, std::string_view text);      // "3.0.0, 1.0.1b"

}  // namespace lp::match
