#pragma once
// Are the rules of specs/secrets what they say they are? Each must find its own examples, where they stand, and none of its
// near-misses; and among all rules no example may go unseen.

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "discover/secrets/secret_scanner.h"

namespace lp::discover {

// A text whose secrets stand between « and », without the marks.
struct MarkedText {
  std::string text;
  std::vector<Span> spans;
};
MarkedText read_marked(std::string_view source);

// Errors: example_without_mark, example_not_found, example_elsewhere, example_unsure, example_unseen, near_miss_found,
// bad_literal. Each names the rule's place, never the example's value.
void lint_secret_rules(const std::vector<SecretRule>& rules, Diagnostics& out);

}  // namespace lp::discover
