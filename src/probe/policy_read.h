#pragma once
#include <string_view>

#include "probe/authorisation.h"

namespace lp::probe {

// The text of a policy file, see load_policy().
Result<Policy> read_policy(std::string_view text);

}  // namespace lp::probe
