#pragma once
#include <string>
#include <string_view>

#include "cli/context.h"

namespace lp::cli {

enum class Colour { bold, red, yellow, green, grey };
// The text in colour when context.colour (a terminal, and NO_COLOR is not set).
std::string paint(const Context& context, Colour colour, std::string_view text);

}  // namespace lp::cli
