#pragma once
// What detect saw and told, kept: observables (addresses, names, hashes with time and owner) for looking back when a new
// indicator comes, and alerts. Behind an interface, so that a cluster database can fill it under the same conformance tests
// (event_store_conformance.h).
//
// Guarantees. What append() returned for is there after kill -9. Reading takes a Reach, and a Reach comes from a Viewer: what
// belongs to an organisation outside it is not found, counted or summed up; what belongs to nobody known is seen by those
// who see everything. Events are kept in months of event time (UTC); a month is dropped as a whole, and never while any of
// it is younger than six months (the least the Cybersecurity Law, article 21, lets network logs be kept).
//
// Who feeds a store and may be killed between an append and its own memory of it, gives its batches a mark: its number and theirs.
// When it goes on it cuts what it appended behind the last batch it remembers, and appends that again; nothing is kept twice.
//
// Threads: calls may come from any thread; they take turns.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "model/viewer.h"

namespace lp::store {

// The enumerator is the stored number: never reuse one.
enum class ObservableKind : std::uint8_t { ipv4 = 1, ipv6 = 2, domain = 3, url = 4, hash = 5, email = 6, ja3 = 7, ja4 = 8 };
enum class ObservableRole : std::uint8_t { other = 0, source = 1, destination = 2, query = 3, answer = 4, host = 5, name_sent = 6, file = 7, referrer = 8, mail = 9, client = 10 };

struct Observable {
  std::int64_t time = 0;         // microseconds since 1970, UTC
  ObservableKind kind = ObservableKind::ipv4;
  ObservableRole role = ObservableRole::other;
  OrgId org;                     // none: nobody known, or not in the register
  std::string_view owner{};      // its name; empty: nobody known
  std::uint64_t hash = 0;        // of the value as indicators hash it; finds candidates without reading texts
  std::string_view value;        // normalised
  std::string_view stream;       // the log it came from
};

struct StoredAlert {
  std::string id;
  std::uint8_t state = 0, severity = 0;  // as lp::detect numbers them
  std::string kind, rule, entity, object;
  OrgId org;
  std::string owner{};           // as of an observable
  std::uint64_t count = 0;
  std::int64_t first = 0, last = 0;
  std::string json;              // longpan-alert/1
};

// Of one who appends: `writer` is a number nobody else has, 0 for who never goes on; `batch` grows.
struct BatchMark {
  std::int64_t writer = 0, batch = 0;
  bool operator==(const BatchMark&) const = default;
};

// Whose events may be seen.
class Reach {
 public:
  // Everything: only for the regulator's whole-province roles and Longpan itself; denied for others.
  static Result<Reach> everything(const model::Viewer& viewer);
  // The organisations the wall lets the viewer see, as the caller found them by reading organisations as this viewer.
  static Reach of(const model::Viewer& viewer, std::vector<OrgId> orgs);
  bool all() const { return all_; }
  const std::vector<OrgId>& orgs() const { return orgs_; }

 private:
  Reach() = default;
  bool all_ = false;
  std::vector<OrgId> orgs_;
};

struct TimeSpan {
  std::int64_t from = 0, to = 0;  // [from, to)
};

struct AlertQuery {
  std::optional<TimeSpan> span{}; // alerts whose last event is in it
  std::uint8_t least_severity = 0;
  std::string rule{}, entity{};   // empty = any; exact
  std::string owner{};            // empty = any; exact
  OrgId org{};                    // none = all in reach
  std::size_t limit = 100, offset = 0;
};

enum class AlertGroup : std::uint8_t { rule, severity, org, day };
struct AlertCount {
  std::string key;                // rule, severity's number, owner's name or else organisation's id, "2026-11-27" (China time)
  std::uint64_t alerts = 0, events = 0;
};

struct Partition {
  std::string month;              // "2026-11"
  std::uint64_t observables = 0, alerts = 0, bytes = 0;
};

class EventStore {
 public:
  virtual ~EventStore() = default;

  // A later state of an alert (same id) replaces the earlier one. All or nothing of a month; when it fails (unavailable: the disk
  // is full), other months may have their part, which cut() takes back.
  virtual Status append(std::span<const Observable> observables, std::span<const StoredAlert> alerts, BatchMark mark = {}) = 0;
  // Drops what `mark.writer` appended in batches behind `mark.batch`; says how many rows that were. Of writer 0 nothing.
  virtual Result<std::uint64_t> cut(BatchMark mark) = 0;

  // In batches, by month and within one in no order; false stops. Of `kinds`, or of all when empty.
  virtual Status each_observable(const Reach& reach, TimeSpan span, std::span<const ObservableKind> kinds,
                                 const std::function<bool(std::span<const Observable>)>& take) = 0;
  // Where a value was seen, the newest first.
  virtual Result<std::vector<Observable>> sightings(const Reach& reach, std::string_view value, TimeSpan span, std::size_t limit,
                                                    std::vector<std::string>& texts) = 0;
  // The newest first.
  virtual Result<std::vector<StoredAlert>> alerts(const Reach& reach, const AlertQuery& query) = 0;
  // The largest first.
  virtual Result<std::vector<AlertCount>> count_alerts(const Reach& reach, const AlertQuery& query, AlertGroup by) = 0;

  virtual Result<std::vector<Partition>> partitions() = 0;
  // Months that end before `before`. With `preview` nothing is dropped. denied: a part of one is younger than six months.
  virtual Result<std::vector<Partition>> drop(Timestamp before, const Clock& clock, bool preview) = 0;
};

inline constexpr int least_months_kept = 6;

struct EventStoreOptions {
  std::filesystem::path folder;   // made when absent
  std::filesystem::path library{};  // DuckDB's; empty: LONGPAN_DUCKDB_LIBRARY, or the loader's place
  int memory_mib = 512, threads = 2;
};
// DuckDB, one file a month. unsupported: no DuckDB here; conflict: another process has the folder.
Result<std::unique_ptr<EventStore>> open_duckdb_event_store(const EventStoreOptions& options);

}  // namespace lp::store
