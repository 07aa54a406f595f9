#pragma once
// Runs a program of others under limits and takes its output; for child engines.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "probe/child_engine.h"

namespace lp::probe {

struct ChildRun {
  std::vector<std::string_view> programs{};        // the first one that is installed
  std::vector<std::string> arguments{};            // without the program; "{home}" is its own folder
  std::uint64_t memory_bytes = std::uint64_t{2} << 30;
};
// Standard output, at most 32 MiB. cancelled: stopped; timeout; too_large; not_found; invalid: it ended badly.
Result<std::string> run_child(const ChildRun& run, const ChildContext& context);

// The same observation for every endpoint of a step: when a program could not be asked.
std::vector<Observation> all_failed(const PlanStep& step, const ChildContext& context, const Error& error);
// One filled as far as a child engine knows: endpoint, time, the command as the request, hash and size of the whole output.
Observation child_observation(const Endpoint& endpoint, const ChildContext& context, const std::vector<std::string>& arguments, std::string_view output);
// Text of a foreign program for an excerpt or a fact: printable, cut.
std::string one_line(std::string_view text, std::size_t most);

}  // namespace lp::probe
