#pragma once
// Why the bytes at a place were, or were not, taken for an identifier: every kind asked, with its answer.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "discover/hit.h"

namespace lp::discover {

struct KindAnswer {
  std::string kind;
  Evidence evidence{};       // none: the validator refused the value
  bool speaks = false;       // the field's name speaks for it
  bool appearance = false;   // the scanner asks it about values of this form
};

struct Explanation {
  std::uint64_t offset = 0;          // of the value
  std::string value;                 // masked
  std::size_t length = 0;
  std::string field;                 // where it stands
  std::optional<Hit> hit;            // what the scanner made of it
  std::string hit_kind;
  std::vector<std::string> reasons;  // stable codes, in order: "too_short", "no_validator_accepts", "weak_without_name", "name_of_other", "part_of_longer", "hit"
  std::vector<KindAnswer> answers;   // kinds that accept the value, and those its field speaks for
};

// The value around `at` of a UTF-8 text; the whole text is given so that context is the same as in a scan.
Explanation explain(const std::shared_ptr<const Rules>& rules, std::string_view text, std::size_t at);

}  // namespace lp::discover
