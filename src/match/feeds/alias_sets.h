#pragma once
// Which ids name the same flaw: "CVE-2021-44228", "GHSA-jfh8-c2jp-5v3q" and "CNVD-2021-95919" are one.
//
// A set is of ids of flaws, joined through `Advisory::aliases` (never `related`), however many steps apart. It says nothing of packages: an id
// that names one flaw in two packages is one set, and the findings of both stay two, because the package is part of a finding's identity
// (findings/finding.h) and an advisory's statements are never moved to another package by an alias.
//
// Feeds are wrong at times: an advisory that lists thousands of aliases, or chains of them, would make one flaw of all. A set is
// not let grow above `most_ids`; the join that would is refused, reported once a set, and both stay as they are. So the result may depend on the order of
// joins then, and only then.
//
// Threads: none of its own; const members may be called from several at once.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostics.h"
#include "match/advisory.h"

namespace lp::match {

class AliasSets {
 public:
  explicit AliasSets(std::size_t most_ids = 64) : most_ids_(most_ids) {}

  void add(const Advisory& advisory, Diagnostics& out);          // the id with its aliases; withdrawn ones too: they still name their flaw
  bool join(std::string_view a, std::string_view b);             // false: refused, the set would be too large
  // The one id a set goes by: CVE before GHSA before the lowest; among several of a kind the lowest (a shorter number is lower). An unknown id is its own.
  std::string_view canonical(std::string_view id) const;
  std::vector<std::string_view> members(std::string_view id) const;   // sorted by that order, the canonical one first
  bool same(std::string_view a, std::string_view b) const { return canonical(a) == canonical(b); }

  std::size_t ids() const { return names_.size(); }
  std::size_t sets() const { return sets_; }
  std::uint64_t refused() const { return refused_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::uint32_t index_of(std::string_view id);
  std::uint32_t root_of(std::uint32_t index) const;

  std::size_t most_ids_;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> index_;
  std::vector<std::string_view> names_;         // keys of index_, which do not move
  std::vector<std::uint32_t> parent_, size_, best_, next_;   // next_: the members as a ring
  std::vector<bool> reported_;
  std::size_t sets_ = 0;
  std::uint64_t refused_ = 0;
};

// The order above.
bool is_better_id(std::string_view a, std::string_view b);

}  // namespace lp::match
