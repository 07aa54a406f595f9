#pragma once
// Version order. A scheme turns a version into a key whose bytes compare (memcmp, shorter first) as the scheme orders
// versions: each version is read once, when it is imported, and never again. Equal versions ("1.0" and "1.0.0" in PEP 440)
// have equal keys.
//
// "Before everything" is no version: a range without lower bound has none (it is not "0"; 0.0.0-2022… is below 0).
// One scheme is one file under match/version/schemes/, collected by lp_builtins (`Scheme scheme_<name>()`).
// Threads: everything here is pure.

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lp::match {

struct Scheme {
  std::string_view id;                              // VERS name where there is one: "deb", "npm", "pypi", "generic"
  std::string_view zh, en;                          // for people
  std::span<const std::string_view> ecosystems;     // OSV ecosystems without ":release": "Debian", "PyPI"
  std::span<const std::string_view> purl_types;     // "deb", "pypi"
  // Appends the key of `version` to `key`; false: no version of this scheme, and `key` is as it was. Any bytes, any length;
  // linear in the length.
  bool (*encode)(std::string_view version, std::string& key);
};

const std::vector<Scheme>& builtin_schemes();       // generated
const Scheme* find_scheme(std::string_view id);     // nullptr: unknown
const Scheme* scheme_of_ecosystem(std::string_view ecosystem);  // "Debian:12" too; nullptr: none
const Scheme* scheme_of_purl_type(std::string_view type);       // nullptr: none
// The order of what no scheme is known for: digits and letters in turn. A match by it has a lower confidence.
const Scheme& generic_scheme();

std::optional<std::string> version_key(const Scheme& scheme, std::string_view version);
// nullopt: one of both is no version of the scheme
std::optional<std::strong_ordering> compare_versions(const Scheme& scheme, std::string_view a, std::string_view b);

}  // namespace lp::match
