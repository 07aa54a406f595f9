#pragma once
// What people write as a target, taken apart: an address, a range, a name; with a port or as a URL.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/ip_range.h"

namespace lp::probe {

struct TargetText {
  std::optional<model::IpRange> range{};  // one address, or several
  std::string name{};                     // canonical; "" for a range
  std::uint16_t port = 0;                 // 0 = not given
};

// invalid, code "odd_address" or "odd_target": forms two programs may read as two addresses are refused, not guessed.
Result<TargetText> parse_target(std::string_view text);

}  // namespace lp::probe
