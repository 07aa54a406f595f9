// SemVer 2.0 where an ecosystem has no rules of its own: Bitnami, Hex, Swift, GitHub Actions, the Linux kernel ("6.1-rc3").
#include "match/version/scheme.h"
#include "match/version/semver.h"

namespace lp::match {
namespace {

constexpr std::string_view ecosystems[] = {"Bitnami", "Hex", "SwiftURL", "GitHub Actions", "Linux", "Kernel", "Kubernetes", "Julia"};
constexpr std::string_view purl_types[] = {"bitnami", "hex", "swift", "githubactions", "julia"};

}  // namespace

Scheme scheme_semver() {
  return {"semver", "语义化版本", "Semantic version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_semver_key(version, key); }};
}

}  // namespace lp::match
