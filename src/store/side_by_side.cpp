#include "store/side_by_side.h"

#include <algorithm>
#include <thread>

namespace lp::store {

std::size_t worker_count() { return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4); }

Status side_by_side(const Connections& connections, const std::function<Status(std::size_t, db::Connection&)>& work) {
  std::vector<Status> results(connections.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < connections.size(); ++i) threads.emplace_back([&, i] { results[i] = work(i, *connections[i]); });
    if (!connections.empty()) results[0] = work(0, *connections[0]);
  }
  for (Status& s : results) {
    if (!s) return std::move(s);
  }
  return {};
}

}  // namespace lp::store
