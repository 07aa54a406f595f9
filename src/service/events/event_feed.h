#pragma once
// What a run of detect sees and tells, into an event store: in batches, on a thread of its own, so that detection waits only when
// the store cannot keep up.
//
// Guarantees. Nothing taken is dropped: take() waits while too much is under way, and settle() returns when all of it is in the
// store, safe from kill -9. A run with a mark goes on exactly: open() cuts what the same writer appended behind the mark. So, who
// saves the mark of settle() with its own places after settle() has returned, and begins with the mark it saved last (an
// unused one saved before anything is taken), keeps what a run never ended would have kept.
//
// Times outside 2000-01-01 … a month from now are the latest good time before (none: now), and counted: logs are written by
// strangers, and every month of their fancy would be a file. An alert whose last event has such a time counts at its first, else now.
//
// Threads: all members belong to one thread. The store must outlive it.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "detect/run/detection.h"
#include "store/events/event_store.h"

namespace lp::service {

// Where a run stands with its store.
struct FeedMark {
  store::BatchMark batch;
  std::int64_t latest = 0;        // good time
  // Of a run that begins.
  static FeedMark fresh();
};
json::object to_json(const FeedMark& mark);
FeedMark to_feed_mark(const json::object& from);  // writer 0 when it is none

// The register's number of an organisation as detect names it; none when it is not there. Asked once for each name, by the feed's
// thread too.
using FindOrganisation = std::function<Result<OrgId>(std::string_view name)>;

struct FeedOptions {
  std::size_t batch_rows = 50'000;
  std::size_t batches_waiting = 3;
  FindOrganisation find_organisation{};
};

struct FeedStatistics {
  std::uint64_t observables = 0, alerts = 0, batches = 0;
  std::uint64_t odd_times = 0;    // observables whose event says no time, or one that cannot be
  std::uint64_t left_out = 0;     // of events with too many
  std::uint64_t cut = 0;          // rows of an ended run that were taken back
};

class EventFeed {
 public:
  static Result<std::unique_ptr<EventFeed>> open(store::EventStore& store, const FeedMark& mark, const Clock& clock, FeedOptions options = {});
  // Takes no more; what was not settled may or may not be in the store.
  ~EventFeed();
  EventFeed(const EventFeed&) = delete;
  EventFeed& operator=(const EventFeed&) = delete;

  void take(const detect::BlockResult& block);
  void take(const detect::Alert& alert, const detect::AlertType& type);
  // The error that ended it: nothing is taken any more. Looked at now and then by who feeds.
  Status health();
  Result<FeedMark> settle();
  const FeedStatistics& statistics() const { return statistics_; }

 private:
  struct Part {
    std::string stream;
    std::shared_ptr<const detect::Observations> observations;
    std::vector<std::int64_t> times;   // good ones, by row
  };
  struct Batch {
    std::vector<Part> parts;
    std::vector<store::StoredAlert> alerts;
    std::size_t rows = 0;
    store::BatchMark mark;
  };
  EventFeed(store::EventStore& store, const FeedMark& mark, const Clock& clock, FeedOptions options);
  bool is_good(std::int64_t time) const;
  std::int64_t good_time(std::int64_t time) const;
  Result<OrgId> organisation(const std::string& name);
  void fail(Error error);
  void hand_over();
  void work();
  Status append(const Batch& batch);

  store::EventStore& store_;
  FeedOptions options_;
  std::int64_t latest_good() const;          // a month from now
  const Clock& clock_;
  std::int64_t newest_;
  FeedMark mark_;
  FeedStatistics statistics_;
  Batch batch_;
  std::mutex mutex_;                   // of what follows
  std::condition_variable changed_;
  std::deque<Batch> waiting_;          // the first is being appended
  Status health_ = ok_status();
  bool ending_ = false;
  std::unordered_map<std::string, OrgId> organisations_;  // of the worker and of alerts
  std::mutex organisations_mutex_;
  std::thread worker_;
};

}  // namespace lp::service
