#pragma once
// Plans each day's reminders and delivers what is due, while the program serves.
// One thread of its own; the store must outlive it. Trouble is reported and tried again.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "service/reminders/delivery.h"
#include "store/store.h"

namespace lp::service {

class ReminderWorker {
 public:
  using OnTrouble = std::function<void(const Error&)>;
  ReminderWorker(store::Store& store, Delivery::Channels channels, OnTrouble on_trouble);
  ~ReminderWorker();
  ReminderWorker(const ReminderWorker&) = delete;
  ReminderWorker& operator=(const ReminderWorker&) = delete;

 private:
  void work();
  void round();

  store::Store& store_;
  StoreOutbox outbox_;
  Delivery delivery_;
  OnTrouble on_trouble_;
  Date planned_;                 // the last day planned
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread worker_;
};

// The key webhooks are signed with: made at the first start, kept in the store.
Result<std::string> webhook_secret(store::Store& store);

}  // namespace lp::service
