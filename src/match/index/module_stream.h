#pragma once
// What versions and names say beside their order: streams of modular RPM packages, minor streams of a distribution, kinds of CPEs.
// Internal to match/index.

#include <string>
#include <string_view>

#include "match/component.h"

namespace lp::match {

// "1:18.14.2-2.module_el8.7.0+3483+c4b9d3a1"
bool is_modular(std::string_view version);
// "nodejs:18" of purl qualifier rpmmod=nodejs:18:8070020230306:b4b9d3a1; "" = not stated.
std::string stream_of(const Component& component);
// The first number of the version, without epoch: what streams are usually named after. "" = none.
std::string_view major_of(std::string_view version);
// 4 of "….el8_4.2"; -1 = none.
int minor_stream(std::string_view version);
// Distributions whose minor releases are mended apart from each other, so that an erratum of one says nothing of another.
bool has_minor_streams(std::string_view realm);
// 1 = a, 2 = o, 4 = h, 0 = any other.
inline unsigned part_bit(const Cpe& cpe) {
  const std::string& part = cpe[Cpe::part];
  return part == "a" ? 1 : part == "o" ? 2 : part == "h" ? 4 : 0;
}

}  // namespace lp::match
