#include "match/index/component_names.h"

#include <algorithm>
#include <array>

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

// Tools make CPEs of packages out of their names; of other things people state them.
bool is_from_ecosystem(const Component& component) {
  static constexpr std::array<std::string_view, 7> others{"generic", "bitnami", "github", "docker", "oci", "swid", "bitbucket"};
  return component.purl && std::ranges::find(others, component.purl->type) == others.end();
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

// Without epoch, revision and marks of repackaging.
std::string upstream_version(std::string version) {
  if (has_epoch(version)) version.erase(0, version.find(':') + 1);
  version = version.substr(0, version.rfind('-'));
  for (const std::string_view mark : {"+dfsg", "+ds", "+repack", "+really"}) version = version.substr(0, version.find(mark));
  return version;
}

// "libssl1.1", "nodejs-libs", "python3.9-minimal", "rubygem-bigdecimal": what a package of a system may have been made of.
std::vector<std::string> stems_of(std::string_view name) {
  std::vector<std::string> out{std::string(name)};
  const auto add = [&](std::string_view stem) {
    while (!stem.empty() && ((stem.back() >= '0' && stem.back() <= '9') || stem.back() == '.' || stem.back() == '-')) stem.remove_suffix(1);
    if (stem.size() > 2 && std::ranges::find(out, stem) == out.end()) out.emplace_back(stem);
  };
  for (const std::string_view prefix : {"rubygem-", "python3-", "python-", "perl-", "php-", "golang-", "node-", "lib"})
    if (name.starts_with(prefix)) add(name.substr(prefix.size()));
  add(name);
  add(name.substr(0, name.find('-')));
  return out;
}

void add_guessed_names(const Component& component, const Source& source, const std::string& version, bool packaged, std::vector<ComponentName>& names) {
  std::vector<std::string> products;
  const std::string& own = component.purl ? component.purl->name : component.name;
  if (packaged) {
    for (const std::string& from : {source.name, own})
      for (std::string& stem : stems_of(from)) products.push_back(std::move(stem));
  } else {
    products.push_back(own.substr(own.rfind('/') + 1));
  }
  for (const std::string& product : products) {
    ComponentName name;
    name.package = guessed_product_named(product);
    name.version = packaged ? upstream_version(version) : version;
    name.flags = static_cast<std::uint8_t>(name_guessed | (packaged ? name_upstream : 0));
    if (!name.package.empty() && std::ranges::find(names, name.package, &ComponentName::package) == names.end()) names.push_back(std::move(name));
  }
}

}  // namespace

std::vector<ComponentName> names_of(const Component& component, bool guess) {
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
    if (is_from_ecosystem(component)) name.flags |= name_guessed;
    if (const Cpe* const cpe = cpe_of(component, key)) set_cpe(name, *cpe);
  }
  if (guess) add_guessed_names(component, source, version, packaged, names);
  return names;
}

}  // namespace lp::match
