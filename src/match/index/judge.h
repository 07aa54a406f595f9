#pragma once
// From what the tables found for one component to its matches: what else a statement asks for, doubts and tiers, what suppresses what.
// The one place where this is decided, for matching, retro-matching and explaining. Internal to match/index.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "match/index/advisory_layers.h"
#include "match/index/component_names.h"
#include "match/index/flaws.h"
#include "match/index/match.h"

namespace lp::match {

// A statement whose versions hold for a name of the component.
struct Hit {
  static constexpr std::uint8_t unknown_version = 128;
  std::uint32_t statement = 0;
  std::uint16_t doubts = 0;              // beside those of the statement
  std::uint8_t layer = 0;
  std::uint8_t flags = 0;                // NameFlag of the name, unknown_version
  const NameDetail* detail = nullptr;    // never null
};

// The CPE names of everything on an asset.
struct Platforms {
  unsigned parts = 0;                    // part_bit of each
  std::vector<const ComponentName*> names;
  void add(const ComponentName& name);
};

// A package of the component's distribution, where some advisory names it.
struct DistributionPackage {
  std::uint8_t layer = 0;
  std::uint32_t package = 0;
};

enum class Answer : std::uint8_t { no, unknown, yes };
// Each condition has a platform that fits; unknown: nothing of its kind is on the asset.
Answer check_conditions(const Affected& affected, const Platforms& platforms);
Answer check_attributes(const IndexTables& tables, const IndexStatement& statement, const NameDetail& detail);

class Judge {
 public:
  explicit Judge(const AdvisoryLayers& layers);

  // Appends the matches, one an advisory, in no order. `platforms` null: nothing is known.
  void judge(std::uint32_t component, std::span<const Hit> hits, std::span<const DistributionPackage> distribution, const Platforms* platforms,
             std::vector<Match>& out);
  // What is asked beside versions. False: the statement does not hold. Adds doubts.
  bool passes(const Hit& hit, const Platforms* platforms, Doubts& doubts);
  // The last advisory asked for is kept.
  const Advisory& advisory(AdvisoryRef ref);

 private:
  struct Mark { std::uint32_t epoch, place; };
  struct Suppressor {
    Match match;
    std::vector<std::uint64_t> names;
  };
  const IndexTables& tables(unsigned layer) const { return *tables_[layer]; }
  const Affected& entry(const IndexStatement& statement, unsigned layer);
  void add(const Match& match, std::vector<Match>& out, std::size_t first);
  void check_modules(const Hit& hit, const IndexStatement& statement, Doubts& doubts, bool& holds);
  void suppress(std::vector<Match>& out, std::size_t first);
  void suppress_upstream(std::span<const DistributionPackage> distribution, std::vector<Match>& out, std::size_t first);
  bool is_settled(const Match& match, std::span<const DistributionPackage> distribution, std::span<const Match> matches, Match& by) const;

  const AdvisoryLayers* layers_;
  std::vector<const IndexTables*> tables_;
  Flaws flaws_;
  std::vector<std::vector<Mark>> marks_;     // of each layer, by advisory; made when a component first has many hits
  bool marking_ = false;
  std::uint32_t epoch_ = 0;
  std::vector<Suppressor> suppressors_;
  std::optional<AdvisoryRef> kept_ref_;
  Advisory kept_;
};

}  // namespace lp::match
