#pragma once
// Scores and severities as feeds state them.

#include <string>
#include <string_view>

#include "match/advisory.h"

namespace lp::match {

// critical, high, medium, low, none from what makers and languages say ("Important", "MODERATE", "高"); "" = nothing of these.
std::string_view severity_of(std::string_view stated);

// A vector with its kind by its own prefix ("CVSS:3.1/AV:N/…", "AV:N/AC:L/Au:N/…"); `base` -1: computed where the kind is 2 or 3.
Score score_of_vector(std::string_view vector, double base = -1);

}  // namespace lp::match
