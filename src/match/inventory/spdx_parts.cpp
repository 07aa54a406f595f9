#include "match/inventory/spdx_parts.h"

#include "base/text.h"

namespace lp::match {
namespace {

// "built package from: openssl 1.1.1n-0+deb11u3" of Trivy
void read_source(std::string_view info, Component& component) {
  constexpr std::string_view words = "built package from: ";
  if (!info.starts_with(words)) return;
  info.remove_prefix(words.size());
  const std::size_t blank = info.find(' ');
  component.source_name = info.substr(0, blank);
  if (blank != std::string_view::npos) component.source_version = trim(info.substr(blank + 1));
}

}  // namespace

void SpdxPackage::reference(std::string_view type, std::string_view locator) {
  if (const std::size_t slash = type.find_last_of("/#"); slash != std::string_view::npos) type.remove_prefix(slash + 1);
  if (type == "purl") purls.emplace_back(locator);
  else if (type == "cpe22Type" || type == "cpe23Type") cpes.emplace_back(locator);
}

void SpdxPackages::take(SpdxPackage&& package, std::string where) {
  Component component;
  component.name = std::move(package.name);
  component.version = stated(package.version);
  component.location = std::move(package.id);
  component.vendor = organisation_of(package.supplier);
  if (component.vendor.empty()) component.vendor = organisation_of(package.originator);
  for (const std::string& cpe : package.cpes) add_cpe(component, cpe, where, sink_);
  for (const std::string& purl : package.purls)
    if (!component.purl) add_purl(component, purl, where, sink_);
  read_source(package.source_info, component);
  component.type = component_type(package.purpose);
  // Trivy before SPDX 2.3 said it in the identifier alone.
  if (component.location.starts_with("SPDXRef-OperatingSystem")) component.type = ComponentType::operating_system;
  const bool named = !trim(component.name).empty();
  if (!complete_name(component)) return sink_.refuse(where, "no_name", "a package without a name");
  if (!named) sink_.drop_part(where, "no_name", "a package without a name is called '" + truncate(component.name, 100) + "' by its identifier");
  component.where = std::move(where);
  if (component.type == ComponentType::operating_system) packages_.operating_system(component.name, component.version);
  packages_.take(std::move(component));
}

}  // namespace lp::match
