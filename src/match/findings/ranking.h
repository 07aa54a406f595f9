#pragma once
// Many findings by priority, kept right when signals change: a new EPSS file touches every flaw, a KEV addition only its findings.
// Findings are numbers of the caller's (their place in FindingBook::findings()). 17 bytes a finding. Adding after an
// update sorts all once more at the next.
// Not thread-safe.

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "match/findings/priority.h"

namespace lp::match {

class FindingRanking {
 public:
  explicit FindingRanking(PriorityRules rules);
  ~FindingRanking();
  FindingRanking(FindingRanking&&) noexcept;
  FindingRanking& operator=(FindingRanking&&) noexcept;

  // `finding` counts up from 0 without gaps. ids: all of the flaw.
  void add(std::span<const std::string> ids, std::string_view severity, const AssetFacts& asset);
  // Closed: it is passed over by top() and counts().
  void remove(std::uint32_t finding);
  // Re-ranks what the signals are about. Returns how many findings have another level or rank.
  std::uint64_t update(std::span<const Signal> signals);
  void kev_is_complete();                                   // re-ranks all

  std::size_t size() const;
  PriorityLevel level(std::uint32_t finding) const;
  std::uint32_t rank(std::uint32_t finding) const;
  // The most urgent first; equal ranks by number.
  std::vector<std::uint32_t> top(std::size_t most) const;
  std::array<std::uint64_t, 4> counts() const;              // by level
  const SignalTable& signals() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lp::match
