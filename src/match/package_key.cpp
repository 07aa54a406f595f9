#include "match/package_key.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "match/component.h"
#include "match/distribution.h"

namespace lp::match {
namespace {

struct Ecosystem {
  std::string_view osv;    // lower case
  std::string_view realm;  // purl type where there is one
};
constexpr auto ecosystems = std::to_array<Ecosystem>({
    {"go", "golang"}, {"crates.io", "cargo"}, {"packagist", "composer"}, {"rubygems", "gem"}, {"conancenter", "conan"}, {"swifturl", "swift"},
    {"github actions", "githubactions"}, {"vscode", "vscode-extension"}, {"open-vsx", "vscode-extension"},
});

std::string realm_of(std::string_view ecosystem) {
  const std::string lower = to_lower_ascii(trim(ecosystem.substr(0, ecosystem.find(':'))));
  const auto found = std::ranges::find(ecosystems, std::string_view(lower), &Ecosystem::osv);
  if (found != ecosystems.end()) return std::string(found->realm);
  // Only what a realm may have, so that no stated name can pass for another space's.
  std::string out;
  for (const char c : lower) out += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || static_cast<unsigned char>(c) >= 0x80 ? c : '-';
  return out;
}

// PEP 503
std::string pypi_name(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool sign = c == '-' || c == '_' || c == '.';
    if (!sign) out += c;
    else if (out.empty() || out.back() != '-') out += '-';
  }
  return to_lower_ascii(out);
}

// "github.com/!masterminds/semver" of module caches. Forges do not tell case and tools lower it: case is no difference here.
std::string go_name(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != '!') out += c;
  return to_lower_ascii(out);
}

std::string npm_name(std::string_view text) {
  std::string out(text);
  if (starts_with(out, "%40")) out = '@' + out.substr(3);
  return replace_all(out, "%2f", "/");
}

std::string swift_name(std::string_view text) {
  std::string lower = to_lower_ascii(text);
  for (const std::string_view scheme : {"https://", "http://"})
    if (starts_with(lower, scheme)) lower.erase(0, scheme.size());
  if (lower.ends_with(".git")) lower.resize(lower.size() - 4);
  while (lower.ends_with('/')) lower.pop_back();
  return lower;
}

std::string maven_name(std::string_view text) {
  std::string out(text);
  if (out.find(':') == std::string::npos)
    if (const std::size_t slash = out.rfind('/'); slash != std::string::npos) out[slash] = ':';
  return out;
}

constexpr auto caseless = std::to_array<std::string_view>({"nuget", "composer", "hex", "pub", "bitnami", "github", "githubactions", "bitbucket", "conan", "conda", "vscode-extension", "oci", "oss-fuzz", "brew", "apk", "deb", "alpm"});

std::string name_in(std::string_view realm, std::string_view text) {
  text = trim(text);
  if (realm == "pypi") return pypi_name(text);
  if (realm == "golang") return go_name(text);
  if (realm == "npm") return npm_name(text);
  if (realm == "maven") return maven_name(text);
  if (realm == "swift") return swift_name(text);
  if (realm == "cargo") return replace_all(to_lower_ascii(text), "_", "-");
  if (std::ranges::find(caseless, realm) != caseless.end()) return to_lower_ascii(text);
  return std::string(text);
}

PackageKey ecosystem_key(std::string realm, std::string_view name) {
  std::string normal = name_in(realm, name);
  return {NameSpace::ecosystem, std::move(realm), std::move(normal)};
}

// Names of packages are lower case in Debian and Alpine; those of RPMs keep their case.
std::string package_name(std::string_view distribution, std::string_view name) {
  for (const std::string_view id : {"debian", "ubuntu", "alpine", "wolfi", "chainguard", "deepin", "arch"})
    if (starts_with(distribution, id)) return to_lower_ascii(trim(name));
  return std::string(trim(name));
}

PackageKey distribution_key(std::string_view distribution, std::string_view name) {
  return {NameSpace::distribution, std::string(distribution), package_name(distribution, name)};
}

PackageKey key_of_purl(const Purl& purl) {
  const std::string_view between = purl.type == "maven" ? ":" : "/";
  return ecosystem_key(purl.type, purl.ns.empty() ? purl.name : purl.ns + std::string(between) + purl.name);
}

void add(std::vector<PackageKey>& keys, PackageKey key) {
  if (!key.name.empty() && std::ranges::find(keys, key) == keys.end()) keys.push_back(std::move(key));
}

bool is_system_purl(const Component& component) {
  return component.purl && (component.purl->type == "deb" || component.purl->type == "rpm" || component.purl->type == "apk" || component.purl->type == "alpm");
}

void add_distribution_keys(const Component& component, std::vector<PackageKey>& keys) {
  std::string distribution = component.distribution.empty() ? std::string() : fold_distribution(component.distribution);
  if (distribution.empty() && component.purl) distribution = distribution_of(*component.purl);
  // A library of a language on a Debian host is none of Debian's packages.
  if (distribution.empty() || (component.purl && !is_system_purl(component))) return;
  std::string source = component.source_name;
  if (source.empty() && component.purl) source = source_package_of(*component.purl).name;
  const std::string& binary = component.purl ? component.purl->name : component.name;
  for (const std::string& realm : {distribution, parent_distribution(distribution)}) {
    if (realm.empty()) continue;
    if (!source.empty()) add(keys, distribution_key(realm, source));
    add(keys, distribution_key(realm, binary));
  }
}

// A vendor or product that is any, none or a pattern names nothing: such a name would meet everything or nothing.
bool is_named(const Cpe& cpe) {
  const auto concrete = [](std::string_view value) {
    const auto wild = [](char c) { return c == '*' || c == '?'; };
    if (value.empty() || value == "-" || wild(value.front())) return false;
    return !wild(value.back()) || value[value.size() - 2] == '\\';
  };
  return concrete(cpe[Cpe::vendor]) && concrete(cpe[Cpe::product]) && cpe[Cpe::part] != "*" && cpe[Cpe::part] != "-";
}

}  // namespace

std::string to_string(const PackageKey& key) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  if (key.space == NameSpace::cpe) out = "cpe=";
  if (key.space == NameSpace::product) out = "product=";
  out += key.realm;
  if (key.space != NameSpace::product) out += '/';
  for (const char c : key.name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f && c != '%') {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

PackageKey key_of_osv(std::string_view ecosystem, std::string_view package) {
  if (const std::string distribution = fold_distribution(ecosystem); !distribution.empty()) return distribution_key(distribution, package);
  return ecosystem_key(realm_of(ecosystem), package);
}

PackageKey key_of_cpe(const Cpe& cpe) {
  return {NameSpace::cpe, cpe[Cpe::part], replace_all(cpe[Cpe::vendor], ":", "\\:") + ':' + replace_all(cpe[Cpe::product], ":", "\\:")};
}

PackageKey key_of_product(std::string_view vendor, std::string_view product) {
  const std::string maker = fold_words(vendor);
  std::string name = fold_words(product);
  // "Cisco", "Cisco IOS" and "Cisco", "IOS" are one.
  if (!maker.empty() && name.size() > maker.size() + 1 && name.starts_with(maker) && name[maker.size()] == ' ') name.erase(0, maker.size() + 1);
  return {NameSpace::product, {}, maker + ':' + name};
}

std::vector<PackageKey> keys_of(const Component& component) {
  std::vector<PackageKey> keys;
  add_distribution_keys(component, keys);
  if (component.purl && !is_system_purl(component)) add(keys, key_of_purl(*component.purl));
  for (const Cpe& cpe : component.cpes)
    if (is_named(cpe)) add(keys, key_of_cpe(cpe));
  // A package that is exactly named needs no words; a device or program of a list has nothing else.
  if (!component.purl) {
    for (const std::string& product : {component.name, component.model})
      if (!trim(product).empty()) add(keys, key_of_product(component.vendor, product));
  }
  return keys;
}

}  // namespace lp::match
