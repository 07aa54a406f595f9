#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lp::probe {

// One word of an expectation.
struct ExpectToken {
  enum class Kind : std::uint8_t { word, text, comparison, open, close, end };
  Kind kind = Kind::end;
  std::string value{};      // quotes and escapes resolved
  std::size_t at = 0;       // where it stands, in bytes from 1
};

// The words of `text`, `end` last. invalid: quotes that are not closed, an unknown character.
Result<std::vector<ExpectToken>> split_expectation(std::string_view text);

}  // namespace lp::probe
