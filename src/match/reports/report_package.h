#pragma once
// The component of a finding in a package: the same name the match engine gives it, so that both meet in one finding.

#include <string>
#include <string_view>

namespace lp::match {

struct ReportedPackage {
  std::string_view purl{};
  std::string_view type{};          // as the scanner calls it: "pip", "node-pkg", "Packagist", "gomod"
  std::string_view name{};
  std::string_view source_name{};   // of deb, rpm, apk
  std::string_view distribution{};  // "debian 10.13"
};
// to_string(PackageKey); "type/name" for ecosystems that have none.
std::string package_component(const ReportedPackage& package);

}  // namespace lp::match
