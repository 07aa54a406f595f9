#pragma once
// Common Platform Enumeration 2.3 (NISTIR 7695): formatted string ("cpe:2.3:a:vendor:product:1.0:*:…") and URI ("cpe:/a:vendor:product:1.0").

#include <array>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::match {

// Attribute values are unescaped and lower case; "*" = ANY; "-" = NA (a value that is a literal star or hyphen keeps its backslash).
struct Cpe {
  enum Attribute { part, vendor, product, version, update, edition, language, sw_edition, target_sw, target_hw, other, attributes };
  std::array<std::string, attributes> values;
  const std::string& operator[](Attribute a) const { return values[a]; }
  bool operator==(const Cpe&) const = default;
};

Result<Cpe> parse_cpe(std::string_view text);   // both notations
std::string to_string(const Cpe& cpe);          // formatted string 2.3
std::string to_uri(const Cpe& cpe);             // URI 2.2, with the packed edition of 2.3 where it is needed

enum class CpeRelation { disjoint, subset, superset, equal, undefined };
// Name matching of NISTIR 7696 for one attribute: `source` may hold wildcards.
CpeRelation compare_attribute(std::string_view source, std::string_view target);
// Every attribute of `source` is equal to or a superset of the target's; the version is left out (ranges decide it).
bool names_match(const Cpe& source, const Cpe& target);

}  // namespace lp::match
