#pragma once
// Lines of columns under a header: which column is wanted for what, and how a line of CSV comes apart.

#include <string>
#include <string_view>
#include <vector>

#include "detect/event_builder.h"

namespace lp::detect {

struct Column {
  std::string name, type;            // type: of Zeek; otherwise empty
  const Wanted* wanted = nullptr;    // nullptr: skipped
};

inline constexpr std::size_t column_limit = 4096;

// Splits one line of CSV: values in quotes may hold the delimiter and "" for a quote. False: a quote is left open.
// Values are views into the line, or are kept by `builder` when quotes had to be taken out. `values` is cleared first.
bool split_csv(std::string_view line, char delimiter, EventBuilder* builder, std::vector<std::string_view>& values);
// The delimiter of a header: the one of , ; tab | that it holds most of; '\0': none.
char guess_delimiter(std::string_view header);

}  // namespace lp::detect
