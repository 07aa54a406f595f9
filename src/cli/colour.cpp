#include "cli/colour.h"

#include <array>

namespace lp::cli {

std::string paint(const Context& context, Colour colour, std::string_view text) {
  if (!context.colour) return std::string(text);
  constexpr std::array<std::string_view, 5> codes{"\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[32m", "\x1b[90m"};
  return std::string(codes.at(static_cast<std::size_t>(colour))).append(text).append("\x1b[0m");
}

}  // namespace lp::cli
