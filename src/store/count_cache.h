#pragma once
// Exact counts already made, valid as long as the kinds they read have not changed.
// Thread-safe. The key holds the kinds' change counters, so old entries are never hit.
// A board is kept as its sums and the order of its organisations; its rows are read page by page.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/db/connection.h"

namespace lp::store {

struct BoardSummary {
  std::vector<std::array<std::int64_t, 8>> totals;               // by task, then state
  std::map<std::string, std::array<std::int64_t, 8>> by_region;
  std::vector<std::int64_t> orgs;                                // in order
};

class CountCache {
 public:
  std::optional<std::int64_t> find(const std::string& key) const;
  void put(std::string key, std::int64_t count);
  std::shared_ptr<const BoardSummary> find_board(const std::string& key) const;
  void put_board(std::string key, std::shared_ptr<const BoardSummary> board);
  static std::string key_of(std::string_view sql, const db::Params& params, std::int64_t counter, std::int64_t org_counter);

 private:
  static constexpr std::size_t limit = 8192, board_limit = 64;  // a board of 10,000 organisations is 80 KB
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::int64_t> counts_;
  // Shared: a reader may still page through a board another has replaced.
  std::unordered_map<std::string, std::shared_ptr<const BoardSummary>> boards_;
};

}  // namespace lp::store
