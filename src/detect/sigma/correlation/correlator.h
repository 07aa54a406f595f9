#pragma once
// Correlation rules over time: counts, values and sequences per group, on the events' own time.
//
// Inputs come in the order of their sequence numbers; their times may be late by up to `lateness`. What is found depends on the
// inputs alone, not on threads or the clock. Nothing is lost silently: what comes too late, what had no time or no group, and
// groups closed because there were too many are counted (Statistics).
// One thread at a time.

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "detect/sigma/correlation/correlation_program.h"
#include "detect/sigma/correlation/window.h"

namespace lp::detect {
class StateReader;
class StateWriter;
}  // namespace lp::detect

namespace lp::detect::sigma {

struct CorrelationMatch {
  CorrelationIndex correlation = 0;
  std::vector<std::string> group{};   // values, in the order of group-by
  double value = 0;                   // what was compared: a count, a sum, …
  std::uint64_t events = 0;
  std::int64_t begin = 0, end = 0;    // times of the first and last event it rests on
  std::uint64_t sequence = 0;         // of the event that completed it
};

class Correlator {
 public:
  struct Limits {
    std::int64_t lateness_us = 60'000'000;
    std::size_t max_groups = 1'000'000;     // of all correlations together
    std::size_t max_waiting = 1'000'000;    // inputs held back for late ones
  };
  struct Statistics {
    std::uint64_t inputs = 0, matches = 0;
    std::uint64_t late = 0;            // older than the lateness allows: not counted in any window
    std::uint64_t without_time = 0;    // taken at the latest time seen
    std::uint64_t without_group = 0;   // a group-by field is missing: belongs to no group
    std::uint64_t without_value = 0;   // condition.field is missing, or is no number
    std::uint64_t closed_early = 0;    // groups closed, the longest untouched first, because max_groups was reached
    std::uint64_t released_early = 0;  // inputs not held back in full, because max_waiting was reached
    std::size_t groups = 0, most_groups = 0;
  };

  explicit Correlator(std::shared_ptr<const CorrelationProgram> program) : Correlator(std::move(program), Limits{}) {}
  Correlator(std::shared_ptr<const CorrelationProgram> program, Limits limits);
  void add(CorrelationInput input, std::vector<CorrelationMatch>& out);
  // The input has ended: everything held back is judged.
  void finish(std::vector<CorrelationMatch>& out);
  // An input of this time would not be counted any more.
  bool is_late(std::int64_t time) const { return time != no_time && watermark_ != no_time && time < watermark_; }
  std::int64_t latest() const { return latest_; }  // time of the latest input; no_time: none yet
  // finish(), and time begins with the next input, whatever was seen before: for inputs of a source that goes back in time.
  void begin_anew(std::vector<CorrelationMatch>& out);
  const Statistics& statistics() const { return statistics_; }

  // All that is remembered, for a new correlator of the same program and limits: it goes on as this one would have.
  void save(StateWriter& out) const;
  // Into a correlator that has seen nothing. conflict: of other rules; corrupt: cannot be read. After an error the correlator must
  // not be used.
  Status restore(StateReader& in);
  // Of the correlation rules; a state is of one.
  std::string program_digest() const;
  // The events whose lines may still be asked for: those that complete what is found later.
  void each_needed(const std::function<void(std::uint64_t sequence)>& take) const;

 private:
  using Use = CorrelationProgram::Use;
  struct Group {
    CorrelationIndex correlation = 0;
    std::string key{};
    Window window{};
    std::int64_t touched = 0;
    std::list<Group*>::iterator place{};
    std::unique_ptr<CorrelationInput> first{};  // windows judged at their end: the input they began with
    const Use* use = nullptr;
    std::multimap<std::int64_t, Group*>::iterator due{};
  };
  using Groups = std::unordered_map<std::string, std::unique_ptr<Group>>;

  void advance(std::int64_t watermark, std::vector<CorrelationMatch>& out);
  void process(const CorrelationInput& input, std::vector<CorrelationMatch>& out);
  void apply(const Use& use, const CorrelationInput& input, std::vector<CorrelationMatch>& out);
  void fire(const Use& use, const CorrelationInput& input, const Verdict& verdict, std::vector<CorrelationMatch>& out);
  bool observe(const Use& use, const CorrelationInput& input, Observation& out);
  Group& group_of(const Use& use, std::string key, const CorrelationInput& input, std::vector<CorrelationMatch>& out);
  void drop(Group& group);
  void drop_dead(CorrelationIndex correlation, std::int64_t now);
  void make_room(std::vector<CorrelationMatch>& out);
  void close_due(std::int64_t now, std::vector<CorrelationMatch>& out);
  void close(Group& group, std::vector<CorrelationMatch>& out);
  bool fits(const CorrelationInput& input) const;

  std::shared_ptr<const CorrelationProgram> program_;
  Limits limits_;
  std::map<std::pair<std::int64_t, std::pair<std::uint64_t, RuleIndex>>, CorrelationInput> waiting_;
  std::vector<Groups> groups_;                                 // per correlation
  std::vector<std::list<Group*>> order_;                       // per correlation, the longest untouched first
  std::multimap<std::int64_t, Group*> due_;                    // windows judged at their end
  std::int64_t latest_ = no_time, watermark_ = no_time;
  Statistics statistics_;
};

}  // namespace lp::detect::sigma
