// Listeners are taken away cleanly: what they refer to may go at once.
#include "store/notifier.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

namespace lp::store {
namespace {

Notifier::Changes change() { return {{"organisation", RecordId{1}, OrgId{1}}}; }

TEST(Notifier, TakesListenersAwayWhileOneIsRunning) {
  Notifier notifier;
  auto entered = std::make_unique<std::atomic<int>>(0);
  auto left = std::make_unique<std::atomic<int>>(0);
  notifier.add([&, in = entered.get(), out = left.get()](const Notifier::Changes&) {
    ++*in;
    in->notify_all();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ++*out;
  });
  notifier.post(change());
  notifier.post(change());
  entered->wait(0);
  notifier.add({});
  EXPECT_EQ(entered->load(), left->load()) << "none is running";
  entered.reset();
  left.reset();
  notifier.post(change());  // nobody is called, and an empty listener least of all
  notifier.stop();
}

TEST(Notifier, AListenerMayTakeItselfAway) {
  Notifier notifier;
  std::atomic<int> calls{0};
  notifier.add([&](const Notifier::Changes&) {
    ++calls;
    notifier.add({});
  });
  notifier.post(change());
  notifier.post(change());
  notifier.stop();
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace lp::store
