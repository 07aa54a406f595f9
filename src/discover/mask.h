#pragma once
// A value found, made fit to be shown. What leaves a scan has been through here.

#include <string>
#include <string_view>

#include "discover/rules.h"

namespace lp::discover {

// Keeps the first and last characters the identifier allows, stars between; at least a third of the value and at least
// three characters are always hidden. UTF-8.
std::string mask(std::string_view value, int first, int last);
std::string mask(std::string_view value, const Kind& kind);

}  // namespace lp::discover
