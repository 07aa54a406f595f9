#pragma once
// Versions of which parts may be missing or a wildcard ("1", "1.x", "1.2.*-beta"): what "^", "~" and x-ranges are made of.

#include <string>
#include <vector>

#include "match/version/interval_set.h"
#include "match/version/native/scanner.h"

namespace lp::match {

struct Partial {
  std::vector<std::string> numbers;  // as written, without leading zeros
  bool wildcard = false;             // ended by "x", "X" or "*"
  std::string pre;                   // "beta.1"

  // The numbers up to `count`, missing ones 0, and what the version is called beyond them.
  std::string text(std::size_t count) const;
  // The first `count` numbers with the last of them one higher, then zeros up to `width`.
  std::string next(std::size_t count, std::size_t width) const;
};

// At most `width` numbers; a leading "v" is left out, build metadata too.
Result<Partial> read_partial(Scanner& in, std::size_t width, std::string_view stops);

// What npm and Cargo make of partial versions. Upper bounds they make up end with "-0", below every pre-release of that version.
Intervals semver_caret(const Partial& partial);
Intervals semver_tilde(const Partial& partial);
Intervals semver_exactly(const Partial& partial);  // "1.2.3", or "1.2" for every 1.2.x
Intervals semver_compared(Comparator comparator, const Partial& partial);

}  // namespace lp::match
