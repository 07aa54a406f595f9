#pragma once
// Exact counts already made, valid as long as the kinds they read have not changed.
// Thread-safe. The key holds the kinds' change counters, so old entries are never hit.

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "store/db/connection.h"

namespace lp::store {

class CountCache {
 public:
  std::optional<std::int64_t> find(const std::string& key) const;
  void put(std::string key, std::int64_t count);
  static std::string key_of(std::string_view sql, const db::Params& params, std::int64_t counter, std::int64_t org_counter);

 private:
  static constexpr std::size_t limit = 8192;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::int64_t> counts_;
};

}  // namespace lp::store
