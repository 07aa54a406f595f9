#pragma once
// One table of the index from its raw intervals. Internal to match/index.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "match/index/index_tables.h"

namespace lp::match {

// A key in an arena.
struct RawKey {
  std::uint32_t offset = 0, bytes = 0;
};
// An interval between keys of an arena; `none` = no bound.
struct RawInterval {
  static constexpr std::uint32_t none = 0xFFFFFFFF;
  std::uint32_t table = 0, statement = 0;
  std::uint32_t from = none, to = none;  // places in the list of keys
  bool from_included = true, to_included = false;
};

class TableBuilder {
 public:
  // The sections tables are appended to.
  std::vector<std::uint32_t> key_places, centres;
  std::string keys;
  std::vector<IndexBound> by_low, by_high;

  // `intervals`: with their final statements.
  IndexTable add(std::span<const RawInterval> intervals, std::span<const RawKey> bounds, std::string_view arena);

 private:
  struct Key {
    std::uint64_t prefix;  // first 8 bytes, big-endian, so that most comparisons are of one number
    RawKey raw;
    std::uint32_t bound;
  };
  struct Stretch {
    std::uint32_t statement, low, high;
  };
  void rank(std::span<const RawInterval> intervals, std::span<const RawKey> bounds);
  void place(std::span<const RawInterval> intervals);
  void unite();
  void drop_unused();
  void write_centres(IndexTable& table);

  std::string_view arena_;
  std::vector<Key> sorted_;
  std::vector<RawKey> unique_;
  std::vector<std::uint32_t> rank_of_;  // bound → rank; of other tables' bounds something else
  std::vector<Stretch> stretches_;
  std::vector<std::uint32_t> counts_;
};

}  // namespace lp::match
