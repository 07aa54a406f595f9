#pragma once
// "Did you mean …?" by edit distance.

#include <string>
#include <string_view>
#include <vector>

namespace lp::spec {

// Levenshtein with transpositions of neighbours as one step, on bytes (names are ASCII).
// Counts up to `limit` and returns limit + 1 beyond it.
int edit_distance(std::string_view a, std::string_view b, int limit);

// The nearest of `known` within a third of the word's length (at least 1, at most 3), else empty.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

// "did you mean \"x\"?", or "known: a, b, c" when nothing is near (the first twelve).
std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace lp::spec
