// crates.io: SemVer 2.0.
#include "match/version/scheme.h"
#include "match/version/semver.h"

namespace lp::match {
namespace {

constexpr std::string_view ecosystems[] = {"crates.io"};
constexpr std::string_view purl_types[] = {"cargo"};

}  // namespace

Scheme scheme_cargo() {
  return {"cargo", "Cargo 版本", "Cargo version", ecosystems, purl_types,
          [](std::string_view version, std::string& key) { return append_semver_key(version, key); }};
}

}  // namespace lp::match
