#include "match/feeds/collections.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lp::match {
namespace {

struct Named {
  std::string_view from, to;
};

constexpr auto hosts = std::to_array<Named>({
    {"pypi.org", "PyPI"}, {"pypi.python.org", "PyPI"}, {"registry.npmjs.org", "npm"}, {"www.npmjs.com", "npm"}, {"npmjs.com", "npm"}, {"npmjs.org", "npm"}, {"repo.maven.apache.org", "Maven"},
    {"repo1.maven.org", "Maven"}, {"central.sonatype.com", "Maven"}, {"mvnrepository.com", "Maven"}, {"search.maven.org", "Maven"}, {"rubygems.org", "RubyGems"}, {"crates.io", "crates.io"}, {"packagist.org", "Packagist"},
    {"repo.packagist.org", "Packagist"}, {"nuget.org", "NuGet"}, {"www.nuget.org", "NuGet"}, {"api.nuget.org", "NuGet"}, {"pkg.go.dev", "Go"}, {"proxy.golang.org", "Go"}, {"hackage.haskell.org", "Hackage"}, {"hex.pm", "Hex"},
    {"repo.hex.pm", "Hex"}, {"pub.dev", "Pub"}, {"cran.r-project.org", "CRAN"}, {"metacpan.org", "CPAN"}, {"www.cpan.org", "CPAN"}, {"cpan.org", "CPAN"}, {"conan.io", "ConanCenter"},
});

constexpr auto version_types = std::to_array<Named>({
    {"semver", "semver"}, {"sem", "semver"}, {"rpm", "rpm"}, {"deb", "deb"}, {"dpkg", "deb"}, {"debian", "deb"}, {"apk", "apk"}, {"maven", "maven"}, {"python", "pypi"}, {"pypi", "pypi"}, {"pep440", "pypi"}, {"npm", "npm"},
    {"gem", "gem"}, {"ruby", "gem"}, {"nuget", "nuget"}, {"composer", "composer"}, {"cargo", "cargo"}, {"go", "golang"}, {"golang", "golang"}, {"openssl", "openssl"}, {"date", "datetime"}, {"hackage", "hackage"},
});

}  // namespace

std::string_view ecosystem_of_collection(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://"})
    if (url.starts_with(scheme)) url.remove_prefix(scheme.size());
  const std::string host = to_lower_ascii(url.substr(0, url.find_first_of("/:?")));
  const auto found = std::ranges::find(hosts, std::string_view(host), &Named::from);
  return found == hosts.end() ? std::string_view() : found->to;
}

std::string_view scheme_of_version_type(std::string_view type) {
  if (type.empty() || type == "custom") return {};
  const std::string lower = to_lower_ascii(trim(type));
  const auto found = std::ranges::find(version_types, std::string_view(lower), &Named::from);
  return found == version_types.end() ? std::string_view() : found->to;
}

}  // namespace lp::match
