#pragma once
// What a rule cannot match without.

#include <optional>
#include <vector>

#include "detect/sigma/rule_program.h"

namespace lp::detect::sigma {

// How many of the events that have the field a test may hold for: a guess from the kind and length of its patterns.
double guess_frequency(const Test& test);

// Tests of which at least one holds whenever the node does, as rare ones as can be had; nullopt when none is certain.
std::optional<std::vector<TestIndex>> find_witnesses(const std::vector<RuleProgram::Node>& nodes, const std::vector<RuleProgram::UniqueTest>& tests, std::uint32_t node);

}  // namespace lp::detect::sigma
