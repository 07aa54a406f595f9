#pragma once
// Where CVE records say a package is from.

#include <string_view>

namespace lp::match {

// The OSV ecosystem of a `collectionURL` ("https://pypi.org" → "PyPI"); "" = none that is known.
std::string_view ecosystem_of_collection(std::string_view url);
// The scheme (Scheme::id) a `versionType` of a CVE record names ("semver", "rpm", "python"); "" = "custom", none, or unknown here.
std::string_view scheme_of_version_type(std::string_view type);

}  // namespace lp::match
