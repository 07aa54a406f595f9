#include "match/inventory/cyclonedx_parts.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "match/distribution.h"

namespace lp::match {
namespace {

// Types whose components no vulnerability is of, unless they are named exactly.
std::string_view left_out_as(std::string_view type) {
  if (type == "file") return "file";
  if (type == "data") return "data";
  return type == "cryptographic-asset" ? "cryptographic_asset" : std::string_view{};
}

constexpr auto known_types = std::to_array<std::string_view>({"library", "application", "framework", "container", "platform", "operating-system", "device", "device-driver", "firmware", "file", "machine-learning-model", "data", "cryptographic-asset", "service"});

void set_source(const CycloneDxProperties& p, Component& component) {
  if (p.source_name.empty()) return;
  component.source_name = p.source_name;
  component.source_version = p.source_version;
  // "sed-4.5-2.el8.src.rpm" of syft:metadata:sourceRpm
  if (p.source_name.ends_with(".rpm")) {
    SourcePackage source = source_package_of_rpm(p.source_name);
    component.source_name = std::move(source.name);
    if (component.source_version.empty()) component.source_version = std::move(source.version);
  }
  if (!p.source_release.empty()) component.source_version.append(1, '-').append(p.source_release);
  if (!p.source_epoch.empty() && p.source_epoch != "0") component.source_version = std::string(p.source_epoch) + ':' + component.source_version;
}

}  // namespace

void CycloneDxProperties::take(std::string_view name, std::string_view value) {
  if (value.empty() || (!name.starts_with("syft:") && !name.starts_with("aquasecurity:trivy:"))) return;
  if (name.starts_with("syft:")) {
    name.remove_prefix(5);
    if (name == "cpe23") cpes.emplace_back(value);
    else if (name == "location:0:path") path = value;
    else if (name == "metadata:source" || name == "metadata:sourceRpm" || name == "metadata:originPackage") source_name = value;
    else if (name == "metadata:sourceVersion") source_version = value;
    return;
  }
  name.remove_prefix(std::string_view("aquasecurity:trivy:").size());
  if (name == "SrcName") source_name = value;
  else if (name == "SrcVersion") source_version = value;
  else if (name == "SrcRelease") source_release = value;
  else if (name == "SrcEpoch") source_epoch = value;
  else if (name == "FilePath") path = value;
}

void take_cyclonedx(CycloneDxComponent&& stated, std::string where, InventorySink& sink, SystemPackages& packages) {
  Component& component = stated.component;
  if (!stated.purl.empty()) add_purl(component, stated.purl, where, sink);
  if (!stated.cpe.empty()) add_cpe(component, stated.cpe, where, sink);
  for (const std::string_view cpe : stated.properties.cpes) add_cpe(component, cpe, where, sink);
  const std::string_view reason = left_out_as(stated.type);
  if (!reason.empty() && !component.purl && component.cpes.empty()) return sink.leave_out(std::string(reason));
  const bool named = !trim(component.name).empty();
  if (!complete_name(component)) return sink.refuse(where, "no_name", "a component without a name");
  if (!named) sink.drop_part(where, "no_name", "a component without a name is called '" + truncate(component.name, 100) + "' by its identifier");
  component.type = component_type(stated.type);
  if (std::ranges::find(known_types, stated.type) == known_types.end())
    sink.drop_part(where, "unknown_type", stated.type.empty() ? "a component without a type" : "a component of no known type: " + truncate(stated.type, 60));
  if (component.vendor.empty()) component.vendor = stated.group;
  if (const std::string_view version = match::stated(component.version); version.size() != component.version.size()) component.version = std::string(version);
  set_source(stated.properties, component);
  component.location = stated.properties.path.empty() ? stated.bom_ref : stated.properties.path;
  component.where = std::move(where);
  if (component.type == ComponentType::operating_system) packages.operating_system(component.name, component.version);
  packages.take(std::move(component));
}

void note_cyclonedx_version(std::string_view version, InventorySink& sink) {
  constexpr auto known = std::to_array<std::string_view>({"1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"});
  if (std::ranges::find(known, version) == known.end()) sink.remark("/specVersion", "unknown_version", "version '" + truncate(version, 20) + "' of CycloneDX is not known", "it is read as far as it is like the known ones");
}

}  // namespace lp::match
