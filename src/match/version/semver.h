#pragma once
// What npm, crates, Go, pub and their like have in common: SemVer 2.0 as feeds write it. A leading "v" is no part of it, missing
// parts are 0, and parts after the third, which SemVer does not have, go on counting.

#include <string>
#include <string_view>

namespace lp::match {

struct SemverTraits {
  bool order_build = false;  // build metadata count, as pub has it
  bool fold_case = false;    // "1.0-RC" is "1.0-rc", as NuGet has it
};

bool append_semver_key(std::string_view version, std::string& key, SemverTraits traits = {});

}  // namespace lp::match
