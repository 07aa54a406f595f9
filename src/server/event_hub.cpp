#include "server/event_hub.h"

#include <algorithm>
#include <map>
#include <set>

namespace lp::server {
namespace {

constexpr std::size_t max_streams = 20, max_queue = 1000, max_single = 100;

std::string change_event(std::string_view kind, std::int64_t id) {
  json::object data{{"kind", kind}};
  data["id"] = id == 0 ? json::value(nullptr) : json::value(id);
  return "event: change\ndata: " + to_text(data) + "\n\n";
}

}  // namespace

EventHub::EventHub(store::Store& store) : store_(store), thread_([this] { run(); }) {}

EventHub::~EventHub() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    for (const Subscriber& subscriber : subscribers_) subscriber.stream->close();
  }
  ready_.notify_all();
  thread_.join();
}

std::shared_ptr<EventStream> EventHub::subscribe(const model::Viewer& viewer, std::string session_hash) {
  auto stream = std::make_shared<EventStream>();
  std::lock_guard lock(mutex_);
  subscribers_.remove_if([](const Subscriber& s) { return s.stream->closed(); });
  std::size_t own = 0;
  for (auto at = subscribers_.rbegin(); at != subscribers_.rend(); ++at) {
    if (at->session_hash == session_hash && ++own >= max_streams) at->stream->close();
  }
  subscribers_.push_back({viewer, std::move(session_hash), stream});
  return stream;
}

void EventHub::close_session(std::string_view session_hash) {
  std::lock_guard lock(mutex_);
  for (const Subscriber& s : subscribers_) {
    if (s.session_hash == session_hash) s.stream->close();
  }
}

void EventHub::close_user(UserId user) {
  std::lock_guard lock(mutex_);
  for (const Subscriber& s : subscribers_) {
    if (s.viewer.user == user) s.stream->close();
  }
}

void EventHub::publish(const std::vector<store::Store::Change>& changes) {
  {
    std::lock_guard lock(mutex_);
    if (subscribers_.empty() || queue_.size() >= max_queue) return;
    queue_.push_back(changes);
  }
  ready_.notify_one();
}

void EventHub::run() {
  for (;;) {
    std::vector<store::Store::Change> changes;
    {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (stopping_) return;
      for (auto& batch : queue_) changes.insert(changes.end(), batch.begin(), batch.end());
      queue_.clear();
    }
    deliver(changes);
  }
}

void EventHub::deliver(const std::vector<store::Store::Change>& changes) {
  std::map<std::string, std::set<RecordId>> by_kind;
  for (const auto& change : changes) by_kind[change.kind].insert(change.record);
  std::vector<Subscriber> listening;
  {
    std::lock_guard lock(mutex_);
    subscribers_.remove_if([](const Subscriber& s) { return s.stream->closed(); });
    listening.assign(subscribers_.begin(), subscribers_.end());
  }
  const Status status = store_.read([&](store::ReadTx& tx) -> Status {
    for (const Subscriber& subscriber : listening) {
      const auto session = tx.session(subscriber.session_hash);
      if (!session || session->expires_at <= store_.clock().now()) {  // signed out, rights changed, or too old
        subscriber.stream->close();
        continue;
      }
      for (const auto& [kind, ids] : by_kind) tell(tx, subscriber, kind, {ids.begin(), ids.end()});
    }
    return ok_status();
  });
  // A failed read loses a hint to refresh, nothing else; the next change brings another.
  if (!status) return;
}

// Asking the store for the records as the viewer is the wall: there is no second one here.
void EventHub::tell(store::ReadTx& tx, const Subscriber& subscriber, const std::string& kind, const std::vector<RecordId>& ids) {
  store::RecordQuery query;
  query.kind = kind;
  query.count = false;
  json::array values;
  for (std::size_t i = 0; i < ids.size() && i < 5000; ++i) values.push_back(ids[i].value);
  query.where = model::Predicate::compare("id", model::Op::in, std::move(values));
  const bool many = ids.size() > max_single;
  query.limit = many ? 1 : static_cast<int>(max_single);
  const auto page = tx.list(subscriber.viewer, query);
  if (!page || page->rows.empty()) return;
  if (many) {
    subscriber.stream->push(change_event(kind, 0));
    return;
  }
  for (const model::Record& record : page->rows) subscriber.stream->push(change_event(kind, record.id.value));
}

}  // namespace lp::server
