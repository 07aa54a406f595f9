#pragma once
// Work on several threads, results in the order the work was given: what makes the alerts of two threads byte for byte those
// of one. The number of items in flight is bounded: who cannot put more has to take first, and memory does not grow.
//
// Threads: put, take and the destructor belong to one thread. Items given but not taken are finished and dropped at destruction.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/check.h"

namespace lp::detect {

template <class Item, class Out>
class OrderedPool {
 public:
  // `work(worker, item)`: worker is 0…workers-1 and its calls never overlap, so that state of a worker needs no lock.
  // One worker works inside put(), without a thread.
  using Work = std::function<Out(int worker, Item item)>;
  OrderedPool(int workers, Work work) : work_(std::move(work)), capacity_(workers <= 1 ? 1 : 2 * static_cast<std::size_t>(workers) + 2) {
    for (int i = 0; workers > 1 && i < workers; ++i) threads_.emplace_back([this, i] { run(i); });
  }
  ~OrderedPool() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  OrderedPool(const OrderedPool&) = delete;
  OrderedPool& operator=(const OrderedPool&) = delete;

  bool full() const { return jobs_.size() >= capacity_; }
  bool empty() const { return jobs_.empty(); }

  void put(Item item) {
    LP_CHECK(!full());
    if (threads_.empty()) {
      jobs_.emplace_back();
      jobs_.back().out = work_(0, std::move(item));
      return;
    }
    {
      const std::lock_guard lock(mutex_);
      jobs_.emplace_back();
      jobs_.back().item = std::move(item);
      waiting_.push_back(&jobs_.back());
    }
    changed_.notify_one();
  }

  // The oldest result. Nothing when nothing is in flight, or, without `wait`, when the oldest is not done.
  std::optional<Out> take(bool wait) {
    if (jobs_.empty()) return std::nullopt;
    Job& oldest = jobs_.front();
    if (!threads_.empty()) {
      std::unique_lock lock(mutex_);
      if (!wait && !oldest.out) return std::nullopt;
      done_.wait(lock, [&] { return oldest.out.has_value(); });
    }
    std::optional<Out> out = std::move(oldest.out);
    const std::lock_guard lock(mutex_);
    jobs_.pop_front();
    return out;
  }

 private:
  struct Job {
    std::optional<Item> item;
    std::optional<Out> out;
  };

  void run(int worker) {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      Job* job = waiting_.front();
      waiting_.pop_front();
      Item item = std::move(*job->item);
      job->item.reset();
      lock.unlock();
      std::optional<Out> out = work_(worker, std::move(item));
      lock.lock();
      job->out = std::move(out);
      done_.notify_one();
    }
  }

  Work work_;
  std::size_t capacity_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable changed_, done_;
  std::deque<Job> jobs_;      // in order; a deque: addresses stay
  std::deque<Job*> waiting_;  // not begun
  bool ending_ = false;
};

}  // namespace lp::detect
