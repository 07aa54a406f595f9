#pragma once
// What npm, crates, Go, pub and their like have in common: SemVer 2.0 as feeds write it. A leading "v" is no part of it, missing
// parts are 0, and parts after the third, which SemVer does not have, go on counting.

#include <string>
#include <string_view>

namespace lp::match {

enum class BuildMetadata { ignored, ordered };

bool append_semver_key(std::string_view version, std::string& key, BuildMetadata build = BuildMetadata::ignored);

}  // namespace lp::match
