#pragma once
// Tells signed-in browsers what changed, within the wall: a `change` event {kind, id} goes only
// to viewers who may read that record now. A batch of many records of a kind becomes one event
// without id. Delivery is best effort: a reader who falls behind is cut off and reconnects.
//
// Threads: publish() returns at once and is safe from the store's committing thread; checking
// and sending happen on a thread of the hub.

#include <condition_variable>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "model/viewer.h"
#include "server/http/event_stream.h"
#include "store/store.h"

namespace lp::server {

class EventHub {
 public:
  explicit EventHub(store::Store& store);
  ~EventHub();
  EventHub(const EventHub&) = delete;
  EventHub& operator=(const EventHub&) = delete;

  // Shared between the hub and the connection that sends it. A session has at most 20 streams;
  // the oldest is closed.
  std::shared_ptr<EventStream> subscribe(const model::Viewer& viewer, std::string session_hash);
  // Ends the streams of sessions that have ended.
  void close_session(std::string_view session_hash);
  void close_user(UserId user);
  void publish(const std::vector<store::Store::Change>& changes);

 private:
  struct Subscriber {
    model::Viewer viewer;
    std::string session_hash;
    std::shared_ptr<EventStream> stream;
  };
  void run();
  void deliver(const std::vector<store::Store::Change>& changes);
  void tell(store::ReadTx& tx, const Subscriber& subscriber, const std::string& kind, const std::vector<RecordId>& ids);
  store::Store& store_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::list<Subscriber> subscribers_;
  std::deque<std::vector<store::Store::Change>> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lp::server
