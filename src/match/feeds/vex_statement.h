#pragma once
#include <optional>
#include <string_view>

#include "match/feeds/feed_format.h"

namespace lp::match {

// "not_affected", "affected", "fixed", "under_investigation".
std::optional<AffectedStatus> vex_status(std::string_view text);
// A statement about what `name` is: a package URL or a CPE name. With a version only of that one. nullopt: neither of both.
std::optional<Affected> vex_statement(std::string_view name, AffectedStatus status);

}  // namespace lp::match
