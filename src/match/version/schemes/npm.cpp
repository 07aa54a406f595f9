// npm: SemVer 2.0. What npm adds is in its ranges.
#include "match/version/scheme.h"
#include "match/version/semver.h"

namespace lp::match {
namespace {

constexpr std::string_view ecosystems[] = {"npm", "VSCode"};
constexpr std::string_view purl_types[] = {"npm", "vscode-extension"};

}  // namespace

Scheme scheme_npm() {
  return {"npm", "npm 版本", "npm version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_semver_key(version, key); }};
}

}  // namespace lp::match
