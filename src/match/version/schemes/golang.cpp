// Go modules: SemVer 2.0 with a "v"; pseudo-versions (v0.0.0-20200101000000-abcdef) are pre-releases and "+incompatible" is build
// metadata, so neither needs more. The tool chain and the standard library call themselves "go1.21rc2", which is 1.21.0-rc.2.
#include "match/version/key.h"
#include "match/version/scheme.h"
#include "match/version/semver.h"

namespace lp::match {
namespace {

bool append_toolchain_key(std::string_view version, std::string& key) {
  const std::size_t word = version.find_first_not_of("0123456789.");
  if (word == version.npos) return append_semver_key(version, key);
  const std::size_t number = version.find_first_of("0123456789", word);
  const std::string_view name = version.substr(word, number - word);
  if (number == version.npos || (name != "rc" && name != "beta")) return append_semver_key(version, key);
  return append_semver_key(std::string(version.substr(0, word)) + "-" + std::string(name) + "." + std::string(version.substr(number)), key);
}

constexpr std::string_view ecosystems[] = {"Go"};
constexpr std::string_view purl_types[] = {"golang"};

}  // namespace

Scheme scheme_golang() {
  return {"golang", "Go 模块版本", "Go module version", ecosystems, purl_types, [](std::string_view version, std::string& key) {
            version = trim_spaces(version);
            if (version.starts_with("go")) return append_toolchain_key(version.substr(2), key);
            return append_semver_key(version, key);
          }};
}

}  // namespace lp::match
