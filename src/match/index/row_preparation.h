#pragma once
// Names of components as rows of ranks, and what the tables find for them. Internal to match/index.

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "match/index/component_names.h"
#include "match/index/judge.h"

namespace lp::match {

// One name of a component in one table of one layer. Rows of a component stand together.
struct PreparedRow {
  enum Kind : std::uint8_t {
    at_place,    // where: table, place
    unknown,     // where: package
    listed,      // where: first in `listed`, place: end: versions that are none of the scheme were looked at when prepared
    present,     // where: package of a distribution, for what is said of it
  };
  std::uint32_t where = 0, place = 0, component = 0;
  std::uint32_t detail = 0;
  std::uint8_t layer = 0, kind = at_place, flags = 0, unused = 0;
};
static_assert(sizeof(PreparedRow) <= 24);

struct ListedHit {
  std::uint32_t statement;
  std::uint16_t doubts;
};

struct PreparedRows {
  std::vector<PreparedRow> rows;
  std::vector<NameDetail> details{NameDetail{}};   // 0: nothing
  std::vector<ListedHit> listed;
  std::vector<std::uint32_t> asset_of;             // by component; empty: each alone, without platforms
  std::vector<Platforms> platforms;                // by asset
  std::deque<ComponentName> platform_names;
  std::uint32_t components = 0;
};

class RowPreparation {
 public:
  RowPreparation(const AdvisoryLayers& layers, PreparedRows& out) : layers_(&layers), out_(&out) {}
  void add(std::uint32_t component, std::span<const ComponentName> names);

 private:
  void add(std::uint32_t component, const ComponentName& name, std::uint32_t detail, std::uint8_t layer, std::uint32_t package);
  std::uint32_t detail(const NameDetail& detail);
  void list(const ComponentName& name, std::uint8_t layer, std::uint32_t package, const Scheme& scheme);

  const AdvisoryLayers* layers_;
  PreparedRows* out_;
  std::string key_;
};

// Appends what the rows of one component hit.
void collect_hits(const AdvisoryLayers& layers, const PreparedRows& prepared, std::span<const PreparedRow> rows, std::vector<Hit>& hits,
                  std::vector<DistributionPackage>& distribution);

}  // namespace lp::match
