#include "store/count_cache.h"

namespace lp::store {

std::optional<std::int64_t> CountCache::find(const std::string& key) const {
  const std::scoped_lock lock(mutex_);
  const auto found = counts_.find(key);
  if (found == counts_.end()) return std::nullopt;
  return found->second;
}

void CountCache::put(std::string key, std::int64_t count) {
  const std::scoped_lock lock(mutex_);
  if (counts_.size() >= limit) counts_.clear();
  counts_.insert_or_assign(std::move(key), count);
}

std::shared_ptr<const BoardSummary> CountCache::find_board(const std::string& key) const {
  const std::scoped_lock lock(mutex_);
  const auto found = boards_.find(key);
  return found == boards_.end() ? nullptr : found->second;
}

void CountCache::put_board(std::string key, std::shared_ptr<const BoardSummary> board) {
  const std::scoped_lock lock(mutex_);
  if (boards_.size() >= board_limit) boards_.clear();
  boards_.insert_or_assign(std::move(key), std::move(board));
}

std::string CountCache::key_of(std::string_view sql, const db::Params& params, std::int64_t counter, std::int64_t org_counter) {
  std::string key = std::to_string(counter) + '/' + std::to_string(org_counter) + '/' + std::string(sql);
  for (const auto& p : params) {
    const auto& v = p.value.variant();
    key += '\0';
    key += static_cast<char>('0' + v.index());
    if (const auto* i = std::get_if<std::int64_t>(&v)) key += std::to_string(*i);
    else if (const auto* d = std::get_if<double>(&v)) key.append(reinterpret_cast<const char*>(d), sizeof *d);
    else if (const auto* t = std::get_if<std::string>(&v)) key.append(std::to_string(t->size())).append(":").append(*t);
  }
  return key;
}

}  // namespace lp::store
