#pragma once
// Sets of versions in people's words, English and Chinese: "<10", ">=4.0，<=4.9", "8.x(<8.0.7)", "V200R019及以前版本", "prior to 2.1",
// "5.0.0 through 5.10.0", "9.1.3 and earlier", "all versions", "vers:all/<V2.0". What is not understood is said so, never guessed.

#include <string>
#include <string_view>
#include <vector>

#include "match/version/range.h"

namespace lp::match {

struct VersionPhrase {
  std::vector<Interval> intervals{};   // empty: not understood
  std::string scheme = "generic";
  double confidence = 0;               // 0 … 1
  std::string_view why{};              // "operators", "words", "span", "exact", "all", "vers"; or why not: "unknown_words", "no_version"
};

VersionPhrase parse_version_phrase(std::string_view text);

// The same of text whose signs are folded already.
VersionPhrase parse_folded_phrase(std::string_view folded);

}  // namespace lp::match
