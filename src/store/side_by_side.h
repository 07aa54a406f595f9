#pragma once
// Work over one database cut into parts, each on a thread and a connection of its own.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "store/db/connection.h"

namespace lp::store {

using Connections = std::vector<std::unique_ptr<db::Connection>>;

std::size_t worker_count();  // processors, at most four
// Where part i of n things ends before and begins; for any n, however large.
constexpr std::int64_t part_of(std::int64_t n, std::int64_t i, std::int64_t parts) { return n / parts * i + n % parts * i / parts; }

// Runs work(i, *connections[i]) for each; the first on this thread. Returns when all have ended,
// with the first error by number. `work` throws nothing.
Status side_by_side(const Connections& connections, const std::function<Status(std::size_t, db::Connection&)>& work);

}  // namespace lp::store
