#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "match/package_key.h"

namespace lp::match {

// A package URL as what a statement is about.
struct PurlSubject {
  PackageKey package;
  std::string name{};        // "curl"
  std::string type{};        // purl type
  std::string scheme{};      // Scheme::id; "" = none is known for the type
  std::string version{};     // with the epoch of the qualifiers ("1:1.1.1k-7"); "" = all
};
// nullopt: no package URL, or none that names a package.
std::optional<PurlSubject> subject_of_purl(std::string_view text);

}  // namespace lp::match
