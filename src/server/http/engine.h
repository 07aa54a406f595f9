#pragma once
// Internal to this folder: what the connections of one server share.

#include <atomic>
#include <unordered_set>

#include "server/http/http_server.h"
#include "server/http/transport.h"
#include "server/http/worker_pool.h"

namespace lp::server {

class Connection;

struct Counters {
  std::atomic<std::size_t> connections{0}, event_streams{0};
  std::atomic<std::uint64_t> accepted{0}, refused{0}, timed_out{0};
};

struct Engine {
  Engine(const HttpOptions& o, HttpHandler& h) : options(o), handler(h), workers(o.workers, o.queue_limit) {}
  HttpOptions options;
  HttpHandler& handler;
  WorkerPool workers;
  Counters counters;
  std::atomic<bool> draining{false};
};

// One io_context and the connections that live on it; touched on its thread only.
struct Shard {
  explicit Shard(Engine& e) : engine(e), io(1) {}
  Engine& engine;
  net::io_context io;
  std::unordered_set<Connection*> connections;
};

}  // namespace lp::server
