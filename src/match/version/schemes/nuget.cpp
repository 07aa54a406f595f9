// NuGet: SemVer 2.0 with a fourth number ("1.0.0.0" is "1.0"), whatever the case.
#include "match/version/scheme.h"
#include "match/version/semver.h"

namespace lp::match {
namespace {

constexpr std::string_view ecosystems[] = {"NuGet"};
constexpr std::string_view purl_types[] = {"nuget"};

}  // namespace

Scheme scheme_nuget() {
  return {"nuget", "NuGet 版本", "NuGet version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_semver_key(version, key, {.fold_case = true}); }};
}

}  // namespace lp::match
