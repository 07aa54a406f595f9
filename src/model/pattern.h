#pragma once
// A field's `pattern`: ECMAScript regular expression over code points, matched against the whole
// value. The only place in the module where a library's exceptions (std::regex) are met; they
// stop here. Immutable after compile; thread-safe.

#include <memory>
#include <regex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::model {

class Pattern {
 public:
  // invalid: not a regular expression, or longer than 300 code points.
  static Result<Pattern> compile(std::string_view expression);
  // Values over 2,000 code points never match: the matcher's stack grows with the value.
  bool matches(std::string_view value) const;

 private:
  explicit Pattern(std::shared_ptr<const std::wregex> expression) : expression_(std::move(expression)) {}
  std::shared_ptr<const std::wregex> expression_;  // shared: copies of a Pattern are cheap
};

}  // namespace lp::model
