#pragma once
// The examples of a rule as lines of a log, and whether the rules tell something of them: how every rule of ours is tested.

#include <string>
#include <vector>

#include "base/result.h"
#include "detect/run/detector.h"

namespace lp::detect {

// The lines of one sequence, with {n}, {n4}, {time}, {epoch} and {syslog} filled in; time begins at 2026-07-01 08:00 in China.
struct ExampleText {
  std::string format, lines;
};
std::vector<ExampleText> example_texts(const std::vector<ExampleLine>& sequence);

// The ids of the rules, correlations and signatures that tell something about a sequence, each once, sorted. not_found: no
// such format; invalid: a line is none of its format.
Result<std::vector<std::string>> run_examples(const std::shared_ptr<const Detector>& detector, const std::vector<ExampleLine>& sequence);

}  // namespace lp::detect
