#pragma once
// Tells listeners about commits on its own thread, in order, so that a listener may read and
// write. Listeners run one after the other; what they throw is their own fault and ends the
// process through std::terminate.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "store/store.h"

namespace lp::store {

class Notifier {
 public:
  using Changes = std::vector<Store::Change>;
  using Listener = std::function<void(const Changes&)>;
  Notifier() : thread_([this] { loop(); }) {}
  ~Notifier() { stop(); }
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;
  // An empty listener takes all away: when it returns none is running and none is called again,
  // so what they refer to may go.
  void add(Listener listener);
  void post(Changes changes);
  void stop();  // after what is queued

 private:
  void loop();
  std::mutex mutex_;
  std::condition_variable wake_, quiet_;
  std::deque<Changes> queue_;
  std::vector<Listener> listeners_;
  bool stopping_ = false, calling_ = false;
  std::thread thread_;
};

}  // namespace lp::store
