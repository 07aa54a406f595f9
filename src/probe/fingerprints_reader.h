#pragma once
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "probe/fingerprints.h"

namespace lp::probe {

// One file's text → fingerprints, as written: patterns are not compiled, groups are not checked.
std::vector<Fingerprint> read_fingerprints(std::string_view file, std::string_view text, Diagnostics& out);

}  // namespace lp::probe
