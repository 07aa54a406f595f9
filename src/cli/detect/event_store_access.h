#pragma once
// The event store as the commands of `longpan detect` reach it: opened from a folder, seen by Longpan itself, which is what an
// operator at the command line acts as; the days of --since and --until.

#include <memory>
#include <optional>
#include <string>

#include "cli/context.h"
#include "service/events/event_feed.h"
#include "store/events/event_store.h"

namespace CLI {
class App;
}

namespace lp::cli {

// Of a store that is there: not_found when the folder holds none. unsupported, with a hint, without DuckDB.
Result<std::unique_ptr<store::EventStore>> open_event_store(const std::string& folder);
Result<store::Reach> operators_reach();

struct SpanChoice {
  std::string since, until;   // days in China; until counts
};
void add_span_options(CLI::App& app, SpanChoice& choice);
Result<std::optional<store::TimeSpan>> parse_span(const SpanChoice& choice);
std::string day_and_time(std::int64_t micros);  // in China, "2026-11-01 08:00:00"

// A run's store and its feed.
class RunStore {
 public:
  // Made when absent. `mark`: of a run that goes on, or a fresh one; writer 0 for a run that cannot. `matched`: owners get the
  // numbers of the organisations of the register that have exactly their name, code or number.
  static Result<std::unique_ptr<RunStore>> open(Context& context, const std::string& folder, const service::FeedMark& mark, bool matched);
  service::EventFeed& feed() { return *feed_; }
  void print(Context& context) const;

 private:
  std::string folder_;
  std::unique_ptr<store::EventStore> store_;
  std::unique_ptr<service::EventFeed> feed_;  // ends before the store
};

}  // namespace lp::cli
