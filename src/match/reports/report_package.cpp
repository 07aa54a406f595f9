#include "match/reports/report_package.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "match/component.h"
#include "match/distribution.h"
#include "match/package_key.h"

namespace lp::match {
namespace {

struct Type { std::string_view scanner, ecosystem; };
constexpr auto types = std::to_array<Type>({
    {"pip", "PyPI"}, {"pipenv", "PyPI"}, {"poetry", "PyPI"}, {"uv", "PyPI"}, {"python", "PyPI"}, {"python-pkg", "PyPI"}, {"conda-pkg", "Conda"}, {"npm", "npm"}, {"yarn", "npm"}, {"pnpm", "npm"}, {"bun", "npm"}, {"node-pkg", "npm"},
    {"javascript", "npm"}, {"composer", "Packagist"}, {"composer-vendor", "Packagist"}, {"php-composer", "Packagist"}, {"bundler", "RubyGems"}, {"gemspec", "RubyGems"}, {"gem", "RubyGems"}, {"ruby", "RubyGems"}, {"jar", "Maven"}, {"pom", "Maven"},
    {"gradle", "Maven"}, {"gradle-lockfile", "Maven"}, {"sbt", "Maven"}, {"java-archive", "Maven"}, {"java", "Maven"}, {"gomod", "Go"}, {"gobinary", "Go"}, {"go-module", "Go"}, {"golang", "Go"}, {"cargo", "crates.io"}, {"rust-binary", "crates.io"},
    {"rust-crate", "crates.io"}, {"nuget", "NuGet"}, {"dotnet-core", "NuGet"}, {"dotnet", "NuGet"}, {"packages-props", "NuGet"}, {"conan", "ConanCenter"}, {"pub", "Pub"}, {"hex", "Hex"}, {"mix-lock", "Hex"}, {"cocoapods", "CocoaPods"}, {"swift", "SwiftURL"},
});

}  // namespace

std::string package_component(const ReportedPackage& package) {
  Component component;
  component.name = std::string(package.name);
  component.source_name = std::string(package.source_name);
  component.distribution = std::string(package.distribution);
  if (auto purl = parse_purl(package.purl)) component.purl = *std::move(purl);
  const std::string distribution = fold_distribution(package.distribution);
  if (component.purl || !distribution.empty()) {
    const std::vector<PackageKey> keys = keys_of(component);
    if (!keys.empty() && keys.front().space != NameSpace::product) return to_string(keys.front());
  }
  if (trim(package.name).empty()) return {};
  const std::string type = to_lower_ascii(trim(package.type));
  const auto found = std::ranges::find(types, std::string_view(type), &Type::scanner);
  return to_string(key_of_osv(found == types.end() ? std::string_view(type) : found->ecosystem, package.name));
}

}  // namespace lp::match
