#pragma once
// Package URL (ECMA-427, package-url/purl-spec): "pkg:deb/debian/openssl@3.0.11-1?arch=amd64&distro=debian-12".

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::match {

struct Purl {
  std::string type;        // lower case
  std::string ns;          // decoded; "" = none; segments by '/'
  std::string name;        // decoded, normalised as the type asks (PEP 503, lower case for github …)
  std::string version;
  std::map<std::string, std::string> qualifiers;
  std::string subpath;
  bool operator==(const Purl&) const = default;
};

// invalid: not a purl; the message says where.
Result<Purl> parse_purl(std::string_view text);
std::string to_string(const Purl& purl);  // canonical

}  // namespace lp::match
