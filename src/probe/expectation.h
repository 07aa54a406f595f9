#pragma once
// The parsed form of an expectation; retest.h states its language.

#include <memory>
#include <string>

#include "probe/retest.h"

namespace lp::probe {

enum class Compare : std::uint8_t { equal, not_equal, contains, starts, less, less_equal, greater, greater_equal, accepted, open };

struct Expectation::Node {
  enum class Kind : std::uint8_t { all, any, negation, comparison };
  Kind kind = Kind::comparison;
  std::shared_ptr<const Node> left{}, right{};  // right: of all and any
  std::string fact{};
  Compare compare = Compare::equal;
  std::string value{};
};

// One comparison alone.
Expectation::Judgement judge_comparison(const Expectation::Node& node, const Observation& observation);

}  // namespace lp::probe
