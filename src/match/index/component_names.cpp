#include "match/index/component_names.h"

#include <algorithm>

#include "match/distribution.h"
#include "match/index/module_stream.h"
#include "match/package_key.h"

namespace lp::match {
namespace {

bool is_system_purl(const Component& component) {
  if (!component.purl) return false;
  const std::string& type = component.purl->type;
  return type == "deb" || type == "rpm" || type == "apk" || type == "alpm";
}

bool has_epoch(std::string_view version) {
  const std::size_t colon = version.find(':');
  return colon != std::string_view::npos && colon > 0 && std::ranges::all_of(version.substr(0, colon), [](char c) { return c >= '0' && c <= '9'; });
}

// Package URLs of RPMs have the epoch apart.
std::string binary_version(const Component& component) {
  std::string version = component.version.empty() && component.purl ? component.purl->version : component.version;
  if (version.empty() || !component.purl || has_epoch(version)) return version;
  const auto epoch = component.purl->qualifiers.find("epoch");
  if (epoch != component.purl->qualifiers.end() && !epoch->second.empty() && epoch->second != "0") version = epoch->second + ':' + version;
  return version;
}

struct Source {
  std::string name, version;
};

// File names of source RPMs leave out the epoch, which is the binary's nearly always.
Source source_of(const Component& component, const std::string& binary) {
  Source source{component.source_name, component.source_version};
  if (component.purl && is_system_purl(component)) {
    const SourcePackage stated = source_package_of(*component.purl);
    if (source.name.empty()) source.name = stated.name;
    if (source.version.empty() && source.name == stated.name) source.version = stated.version;
  }
  if (!source.version.empty() && !has_epoch(source.version) && has_epoch(binary)) source.version = binary.substr(0, binary.find(':') + 1) + source.version;
  return source;
}

const Cpe* cpe_of(const Component& component, const PackageKey& key) {
  for (const Cpe& cpe : component.cpes)
    if (key_of_cpe(cpe) == key) return &cpe;
  return nullptr;
}

void set_cpe(ComponentName& name, const Cpe& cpe) {
  const std::string& version = cpe[Cpe::version];
  if (version != "*" && version != "-" && !version.empty()) name.version = version;
  for (std::size_t i = 0; i < IndexConstraint::attributes; ++i) {
    const std::string& value = cpe.values[Cpe::update + i];
    if (value != "*") name.detail.attributes[i] = value;
  }
}

void add_rpm_detail(const Component& component, ComponentName& name) {
  name.detail.modular = is_modular(name.version);
  name.detail.minor = minor_stream(name.version);
  name.detail.stream = stream_of(component);
  if (name.detail.modular || name.detail.minor >= 0) name.detail.version = name.version;
}

}  // namespace

std::vector<ComponentName> names_of(const Component& component) {
  std::vector<ComponentName> names;
  const std::string version = binary_version(component);
  const Source source = source_of(component, version);
  const std::string& binary = component.purl ? component.purl->name : component.name;
  const std::vector<PackageKey> keys = keys_of(component);
  const bool packaged = is_system_purl(component) || std::ranges::find(keys, NameSpace::distribution, &PackageKey::space) != keys.end();
  for (const PackageKey& key : keys) {
    ComponentName& name = names.emplace_back();
    append_package_text(key, name.package);
    name.version = version;
    if (key.space == NameSpace::distribution) {
      name.flags = name_distribution;
      if (!source.version.empty() && key.name == source.name && key.name != binary) name.version = source.version;
      add_rpm_detail(component, name);
      continue;
    }
    if (packaged) name.flags = name_upstream;
    if (key.space != NameSpace::cpe) continue;
    name.flags |= name_cpe;
    if (const Cpe* const cpe = cpe_of(component, key)) set_cpe(name, *cpe);
  }
  return names;
}

}  // namespace lp::match
