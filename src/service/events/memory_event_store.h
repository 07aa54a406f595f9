#pragma once
// For tests only: an event store that keeps everything in memory and fails or waits when told to.

#include <algorithm>
#include <atomic>
#include <mutex>

#include "store/events/event_store.h"

namespace lp::service::testing {

class MemoryEventStore final : public store::EventStore {
 public:
  struct Row {
    store::Observable o;           // views into what follows
    std::string value, stream, owner;
    store::BatchMark mark;
  };
  std::atomic<int> batches_until_failure{1 << 30};
  std::atomic<bool> stuck{false};  // append() waits
  std::vector<store::BatchMark> batches;

  Status append(std::span<const store::Observable> observables, std::span<const store::StoredAlert> alerts, store::BatchMark mark) override {
    while (stuck) {
    }
    const std::lock_guard lock(mutex_);
    if (batches_until_failure-- <= 0) return make_error(Errc::unavailable, "the disk is full");
    batches.push_back(mark);
    for (const store::Observable& o : observables) rows_.push_back({o, std::string(o.value), std::string(o.stream), std::string(o.owner), mark});
    for (const store::StoredAlert& a : alerts) alerts_.emplace_back(a, mark);
    return ok_status();
  }
  Result<std::uint64_t> cut(store::BatchMark mark) override {
    const std::lock_guard lock(mutex_);
    const auto behind = [&](const auto& m) { return m.writer == mark.writer && m.batch > mark.batch; };
    return std::erase_if(rows_, [&](const Row& r) { return behind(r.mark); }) + std::erase_if(alerts_, [&](const auto& a) { return behind(a.second); });
  }
  Status each_observable(const store::Reach& reach, store::TimeSpan span, std::span<const store::ObservableKind> kinds,
                         const std::function<bool(std::span<const store::Observable>)>& take) override {
    for (const Row& row : rows_) {
      if (row.o.time < span.from || row.o.time >= span.to || (!kinds.empty() && std::ranges::find(kinds, row.o.kind) == kinds.end())) continue;
      if (!reach.all() && std::ranges::find(reach.orgs(), row.o.org) == reach.orgs().end()) continue;
      store::Observable o = row.o;
      o.value = row.value;
      o.stream = row.stream;
      o.owner = row.owner;
      if (!take({&o, 1})) break;
    }
    return ok_status();
  }
  Result<std::vector<store::Observable>> sightings(const store::Reach&, std::string_view, store::TimeSpan, std::size_t, std::vector<std::string>&) override { return std::vector<store::Observable>{}; }
  Result<std::vector<store::StoredAlert>> alerts(const store::Reach&, const store::AlertQuery&) override {
    std::vector<store::StoredAlert> out;
    for (const auto& [alert, mark] : alerts_) out.push_back(alert);
    return out;
  }
  Result<std::vector<store::AlertCount>> count_alerts(const store::Reach&, const store::AlertQuery&, store::AlertGroup) override { return std::vector<store::AlertCount>{}; }
  Result<std::vector<store::Partition>> partitions() override { return std::vector<store::Partition>{{.month = "2026-11", .observables = rows_.size(), .alerts = alerts_.size(), .bytes = 0}}; }
  Result<std::vector<store::Partition>> drop(Timestamp, const Clock&, bool) override { return std::vector<store::Partition>{}; }

  const std::vector<Row>& rows() const { return rows_; }

 private:
  std::mutex mutex_;
  std::vector<Row> rows_;
  std::vector<std::pair<store::StoredAlert, store::BatchMark>> alerts_;
};

}  // namespace lp::service::testing
