// Dart pub: SemVer 2.0, and build metadata are ordered as pre-releases are: 1.0.0 < 1.0.0+1 < 1.0.0+a.
#include "match/version/scheme.h"
#include "match/version/semver.h"

namespace lp::match {
namespace {

constexpr std::string_view ecosystems[] = {"Pub"};
constexpr std::string_view purl_types[] = {"pub"};

}  // namespace

Scheme scheme_pub() {
  return {"pub", "Dart pub 版本", "Dart pub version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_semver_key(version, key, {.order_build = true}); }};
}

}  // namespace lp::match
