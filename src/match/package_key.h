#pragma once
// One name for one package, whoever names it: advisories and components meet in these keys. Normalisation is the ecosystem's
// (PEP 503, NuGet and Composer without case, Go's case escapes undone, Maven "group:artifact", npm scopes, Debian source names).

#include <string>
#include <string_view>
#include <vector>

#include "match/cpe.h"
#include "match/purl.h"

namespace lp::match {

struct Component;

// Where a name is meant. Names of different spaces never meet.
enum class NameSpace : unsigned char {
  ecosystem,     // OSV ecosystem or purl type: "pypi", "npm", "maven", "golang", "cargo", "bitnami" …
  distribution,  // a distribution and its release: "debian:12", "almalinux:8", "alpine:v3.18"; the name is the source package where known
  cpe,           // "vendor:product" of a CPE
  product,       // vendor and product in words, folded (fold_words)
};

struct PackageKey {
  NameSpace space = NameSpace::product;
  std::string realm;    // "pypi", "debian:12", "a" (CPE part), "" (product)
  std::string name;     // normalised
  bool operator==(const PackageKey&) const = default;
};
std::string to_string(const PackageKey& key);  // "pypi/requests": unique, printable, stable

PackageKey key_of_osv(std::string_view ecosystem, std::string_view package);
PackageKey key_of_cpe(const Cpe& cpe);
PackageKey key_of_product(std::string_view vendor, std::string_view product);
// All keys a component answers to, the most exact first: distribution (source package, then binary), ecosystem, CPEs, words.
std::vector<PackageKey> keys_of(const Component& component);

// Lower case, full width to half width, punctuation to one blank, company suffixes ("Inc.", "有限公司") dropped.
std::string fold_words(std::string_view text);

}  // namespace lp::match
