#pragma once
// What CycloneDX says in JSON and XML alike.

#include <string>
#include <string_view>

#include "match/inventory/component_parts.h"

namespace lp::match {

// Properties of syft and Trivy: source package, language, place in the image, further CPEs.
struct CycloneDxProperties {
  std::string_view source_name{}, source_version{}, source_release{}, source_epoch{}, path{};
  std::vector<std::string_view> cpes{};
  void take(std::string_view name, std::string_view value);
};

// A component as it is stated, before it is completed. The views must last until it is taken.
struct CycloneDxComponent {
  Component component{};
  std::string_view type{}, group{}, bom_ref{}, purl{}, cpe{};
  CycloneDxProperties properties{};
};

// Takes, refuses or leaves out one component.
void take_cyclonedx(CycloneDxComponent&& stated, std::string where, InventorySink& sink, SystemPackages& packages);
// "1.2" … "1.7"; other versions are read as well, but said so.
void note_cyclonedx_version(std::string_view version, InventorySink& sink);

}  // namespace lp::match
