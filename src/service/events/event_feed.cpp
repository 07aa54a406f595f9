#include "service/events/event_feed.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/hash.h"
#include "service/events/kept_kinds.h"

namespace lp::service {
namespace {

constexpr std::int64_t oldest = 946'684'800'000'000;              // 2000-01-01
constexpr std::int64_t a_month = 31LL * 86'400 * 1'000'000;       // clocks of machines are wrong by hours, not by more
constexpr std::size_t alert_weight = 20;                          // rows an alert counts for in a batch

}  // namespace

FeedMark FeedMark::fresh() {
  FeedMark mark;
  const std::string bytes = random_bytes(sizeof mark.batch.writer);
  std::memcpy(&mark.batch.writer, bytes.data(), bytes.size());
  mark.batch.writer = (mark.batch.writer & 0x7fff'ffff'ffff'ffff) | 1;
  return mark;
}

json::object to_json(const FeedMark& mark) { return {{"writer", mark.batch.writer}, {"batch", mark.batch.batch}, {"latest", mark.latest}}; }

FeedMark to_feed_mark(const json::object& from) { return {{get_int(from, "writer"), get_int(from, "batch")}, get_int(from, "latest")}; }

Result<std::unique_ptr<EventFeed>> EventFeed::open(store::EventStore& store, const FeedMark& mark, const Clock& clock, FeedOptions options) {
  LP_TRY(const std::uint64_t cut, store.cut(mark.batch));  // of writer 0 nothing
  std::unique_ptr<EventFeed> feed(new EventFeed(store, mark, clock, std::move(options)));
  feed->statistics_.cut = cut;
  return feed;
}

EventFeed::EventFeed(store::EventStore& store, const FeedMark& mark, const Clock& clock, FeedOptions options)
    : store_(store), options_(std::move(options)), clock_(clock), newest_(mark.latest), mark_(mark), worker_([this] { work(); }) {}

EventFeed::~EventFeed() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  worker_.join();
}

std::int64_t EventFeed::latest_good() const { return clock_.now().micros() + a_month; }

bool EventFeed::is_good(std::int64_t time) const { return time >= oldest && time <= latest_good(); }

std::int64_t EventFeed::good_time(std::int64_t time) const { return is_good(time) ? time : newest_ != 0 ? newest_ : latest_good() - a_month; }

Result<OrgId> EventFeed::organisation(const std::string& name) {
  if (name.empty() || !options_.find_organisation) return OrgId{};
  const std::lock_guard lock(organisations_mutex_);
  if (const auto known = organisations_.find(name); known != organisations_.end()) return known->second;
  LP_TRY(const OrgId found, options_.find_organisation(name));
  return organisations_[name] = found;
}

void EventFeed::fail(Error error) {
  const std::lock_guard lock(mutex_);
  if (health_) health_ = std::move(error);
  changed_.notify_all();
}

void EventFeed::take(const detect::BlockResult& block) {
  if (block.observations == nullptr || block.observations->rows.empty()) return;
  Part part{block.stream->name, block.observations, {}};
  part.times.reserve(block.observations->rows.size());
  for (const detect::Observation& o : block.observations->rows) {
    // Row by row, so that the time of those without does not depend on where blocks end.
    if (is_good(o.time)) newest_ = std::max(newest_, o.time);
    else ++statistics_.odd_times;
    part.times.push_back(good_time(o.time));
  }
  statistics_.observables += part.times.size();
  statistics_.left_out += block.observations->left_out;
  batch_.rows += part.times.size();
  batch_.parts.push_back(std::move(part));
  if (batch_.rows >= options_.batch_rows) hand_over();
}

void EventFeed::take(const detect::Alert& alert, const detect::AlertType& type) {
  auto org = organisation(alert.owner.organisation);
  if (!org) return fail(std::move(org).error());
  batch_.alerts.push_back({.id = alert.id, .state = static_cast<std::uint8_t>(alert.state), .severity = static_cast<std::uint8_t>(alert.severity),
                           .kind = std::string(detect::to_string(type.kind)), .rule = type.id, .entity = alert.entity, .object = alert.owner.object,
                           .org = *org, .owner = alert.owner.organisation, .count = alert.count,
                           .first = alert.first == detect::no_time ? 0 : alert.first, .last = is_good(alert.last) ? alert.last : is_good(alert.first) ? alert.first : latest_good() - a_month, .json = to_text(detect::to_json(alert, type))});
  ++statistics_.alerts;
  batch_.rows += alert_weight;
  if (batch_.rows >= options_.batch_rows) hand_over();
}

void EventFeed::hand_over() {
  if (batch_.rows == 0) return;
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiting_.size() < options_.batches_waiting || !health_; });
  batch_.mark = {mark_.batch.writer, ++mark_.batch.batch};
  if (health_) {
    ++statistics_.batches;
    waiting_.push_back(std::move(batch_));
  }
  batch_ = {};
  changed_.notify_all();
}

void EventFeed::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
    if (ending_) return;
    const Batch& batch = waiting_.front();  // a deque: it stays where it is while others come
    lock.unlock();
    Status appended = append(batch);
    lock.lock();
    if (!appended) {
      health_ = std::move(appended);
      waiting_.clear();
    } else {
      waiting_.pop_front();
    }
    changed_.notify_all();
  }
}

Status EventFeed::append(const Batch& batch) {
  std::vector<store::Observable> rows;
  rows.reserve(batch.rows);
  std::vector<OrgId> orgs;
  for (const Part& part : batch.parts) {
    const detect::Observations& seen = *part.observations;
    orgs.clear();
    for (const std::string& owner : seen.owners) {
      LP_TRY(const OrgId org, organisation(owner));
      orgs.push_back(org);
    }
    for (std::size_t i = 0; i < seen.rows.size(); ++i) {
      const detect::Observation& o = seen.rows[i];
      const std::string_view text = seen.text(o);
      rows.push_back({.time = part.times[i], .kind = to_kept_kind(o.kind, text), .role = to_kept_role(*o.field), .org = orgs[o.owner],
                      .owner = seen.owners[o.owner], .hash = o.hash, .value = text, .stream = part.stream});
    }
  }
  return store_.append(rows, batch.alerts, batch.mark);
}

Status EventFeed::health() {
  const std::lock_guard lock(mutex_);
  return health_;
}

Result<FeedMark> EventFeed::settle() {
  hand_over();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiting_.empty() || !health_; });
  LP_CHECK_OK(health_);
  mark_.latest = newest_;
  return mark_;
}

}  // namespace lp::service
