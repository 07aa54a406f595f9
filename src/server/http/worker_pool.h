#pragma once
// Threads that run handlers, so that I/O threads never wait for the store or for argon2id.
// The queue is bounded: a full one is answered 503 instead of growing without end.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace lp::server {

class WorkerPool {
 public:
  WorkerPool(int threads, std::size_t queue_limit);
  ~WorkerPool();  // stop()
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  bool try_submit(std::function<void()> job);  // false: full or stopped. Jobs must not throw.
  std::size_t waiting() const;
  void stop();  // runs what is queued, then joins; idempotent

 private:
  void run();
  std::size_t queue_limit_;
  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace lp::server
