#pragma once
// Findings become alerts: those of one type, entity and organisation are one alert until it has been quiet for a while or has
// lasted long enough (n6's aggregation: 12 hours of silence, 24 hours at most), counted exactly, with the first events as evidence.
//
// Time is the events' own time. The fold's clock is the latest time seen less `lateness`: alerts close by it, never by the
// machine's clock, so that the same findings in the same order give the same alerts, byte for byte, on any number of threads.
// Findings without a time count at the fold's clock.
//
// Bounded: at most `open_limit` alerts are open; above it the one that was quiet longest is closed early, marked cut_short and
// counted. Nothing is forgotten without a line.
//
// Threads: one at a time.

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "detect/alert.h"
#include "detect/fold/suppression.h"

namespace lp::detect {

inline constexpr std::int64_t one_second = 1'000'000, one_hour = 3600 * one_second;  // microseconds, as event times

struct FoldOptions {
  std::int64_t silence = 12 * one_hour, length = 24 * one_hour, lateness = 600 * one_second;
  std::size_t open_limit = 1'000'000;
  std::size_t evidence = 3;              // events kept with an alert
  std::size_t notes = 16;
  bool updates = false;                  // tell open alerts too: when they begin and whenever their count has doubled
};

struct FoldStatistics {
  std::uint64_t findings = 0, folded = 0, suppressed = 0;  // findings = folded + suppressed
  std::uint64_t alerts = 0, cut_short = 0;
  std::map<std::string, std::uint64_t> suppressed_by{};    // reason → findings
};

class Fold {
 public:
  using Tell = std::function<void(const Alert&)>;
  // `types` must outlive the fold; findings index into it.
  Fold(const std::vector<AlertType>& types, FoldOptions options, Suppressions suppressions, Tell tell);

  void add(Finding finding);
  // The clock moves although nothing was found: alerts close in a quiet time too.
  void seen(std::int64_t time);
  // Closes everything that is open, in order of first event.
  void finish();
  const FoldStatistics& statistics() const { return statistics_; }
  std::size_t open() const { return open_.size(); }

  // What changed since the last call, for a state file: the key of an alert and its JSON, or nothing when it is closed.
  void each_change(const std::function<void(const std::string& key, const std::string* value)>& take);
  std::string clock_state() const;       // with the statistics; changes with every finding
  // Both of an earlier fold with the same types; corrupt when they are not.
  Status restore_clock(std::string_view state);
  Status restore_alert(std::string_view value);

 private:
  using Key = std::tuple<std::uint32_t, std::string, std::string>;  // type, entity, organisation
  struct Open {
    Alert alert;
    std::uint64_t next_update = 1;
    std::int64_t ends = 0;               // by silence or length
    std::uint64_t order = 0;             // of its beginning: decides between equal times
  };
  void begin_or_grow(const Key& key, Finding finding, std::int64_t time);
  void grow(Open& open, Finding finding, std::int64_t time);
  void schedule(const Key& key, Open& open);
  void close(const Key& key, bool early);
  void close_due();
  std::string state_key(const Key& key) const;

  const std::vector<AlertType>& types_;
  FoldOptions options_;
  Suppressions suppressions_;
  Tell tell_;
  FoldStatistics statistics_;
  std::int64_t latest_ = no_time;
  std::uint64_t began_ = 0;
  std::map<Key, Open> open_;
  std::set<std::tuple<std::int64_t, std::uint64_t, Key>> due_;  // (ends, order, key)
  std::set<Key> changed_;
};

}  // namespace lp::detect
