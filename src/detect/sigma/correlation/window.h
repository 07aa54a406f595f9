#pragma once
// What a correlation remembers of one group, and when that is enough.
//
// With lower bounds only (gt, gte) the window slides: it is judged at every event, over the time span that ends there, and
// starts anew after a match. With any other bound a count may still grow out of it, so the window begins at the group's first
// event and is judged when its time span is over. value_percentile is judged at every event, for that event's value.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "detect/sigma/rule.h"

namespace lp::detect {
class StateReader;
class StateWriter;
}  // namespace lp::detect

namespace lp::detect::sigma {

struct Observation {
  std::int64_t time = 0;
  std::uint64_t sequence = 0;
  std::uint32_t position = 0;      // of the rule in the correlation's list
  std::uint64_t value_id = 0;      // the same for the same value
  std::optional<double> number{};  // of the value
};

struct Verdict {
  bool matched = false;
  double value = 0;                // what was compared: a count, a sum, …
  std::int64_t begin = 0, end = 0; // of the observations it rests on
  std::uint64_t events = 0;
};

bool within(double value, const std::vector<Bound>& bounds);
// Judged at each event (true) or when the time span is over (false).
bool judged_at_once(const CorrelationRule& rule);

class Window {
 public:
  Verdict add(const CorrelationRule& rule, const Observation& o);
  // Judges a window whose time span is over; only for rules not judged at once.
  Verdict close(const CorrelationRule& rule) const;
  bool empty() const { return seen_.empty() && steps_.empty(); }
  std::int64_t begin() const { return seen_.empty() ? 0 : seen_.front().time; }
  void clear() { *this = Window{}; }
  void save(StateWriter& out) const;
  void restore(StateReader& in);

 private:
  struct Seen {
    std::int64_t time;
    std::uint64_t value_id;
    double number;
  };
  struct Step {
    std::int64_t start = 0, last = 0;  // ordered: of the chain that ends here, the latest beginning; else the last event
    std::uint64_t sequence = 0;
    std::int64_t start_before = 0;     // without what this sequence number did: one event is one step only
    bool set = false, set_before = false;
  };
  void forget_before(std::int64_t time);
  void remember(const Observation& o);
  double measure(const CorrelationRule& rule, const Observation* at) const;
  Verdict verdict(const CorrelationRule& rule, const Observation* at) const;
  Verdict temporal(const CorrelationRule& rule, const Observation& o);
  Verdict ordered(const CorrelationRule& rule, const Observation& o);

  std::vector<Seen> seen_;                                  // in order of time
  std::size_t first_ = 0;                                   // seen_ before it is forgotten
  std::unordered_map<std::uint64_t, std::uint32_t> values_; // how often each stands in the window
  double sum_ = 0;
  std::vector<Step> steps_;
};

}  // namespace lp::detect::sigma
