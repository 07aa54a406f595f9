#include "campaign/duty_rules.h"

#include <algorithm>

namespace lp::campaign {
namespace {

using Kind = model::DueSource::Kind;
using model::DutyState;

// The earliest of several dates, and the earliest of the verified ones.
struct Deadline {
  std::int32_t due = no_date, enforced = no_date;
  int source = -1;

  void offer(std::int32_t date, bool verified, int from) {
    if (due == no_date || date < due) {
      due = date;
      source = from;
    }
    if (verified && (enforced == no_date || date < enforced)) enforced = date;
  }
};

enum class Dated { all, after_anchor };

// Dates that do not come from the cycle. Once a cycle is closed only limits that started later count.
Deadline fixed_deadline(const Rule& rule, const Facts& facts, Dated which, std::int32_t anchor) {
  Deadline result;
  const auto& sources = rule.obligation().due;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const Kind kind = sources[i].kind;
    if (kind == Kind::every || kind == Kind::standing || i >= facts.triggers.size()) continue;
    if (which == Dated::after_anchor && (kind == Kind::on || facts.triggers[i] <= anchor)) continue;
    if (kind != Kind::on && facts.triggers[i] == no_date) continue;
    result.offer(rule.source_date(i, facts.triggers[i]), rule.verified(i), static_cast<int>(i));
  }
  return result;
}

Outcome make_outcome(const Rule& rule, std::int32_t cycle, const Deadline& deadline, const Proof& met, Date today) {
  Outcome o{.cycle = cycle, .due = deadline.due, .enforced = deadline.enforced, .source = deadline.source,
            .met_on = met.done, .proof = met.record};
  o.state = state_of(rule, o.due, o.enforced, o.met_on, today);
  return o;
}

// Proofs in order that may still be used; each cycle takes `at_least` of them.
class ProofChain {
 public:
  ProofChain(const Facts& facts, std::span<const ClosedCycle> closed, int at_least, Date today)
      : facts_(facts), closed_(closed), step_(static_cast<std::size_t>(std::max(at_least, 1))), end_(facts.proofs.size()) {
    while (end_ > 0 && facts.proofs[end_ - 1].done > today.days()) --end_;
  }

  // The next proof that completes a cycle and was done after `after`.
  Proof take_after(std::int32_t after) {
    std::size_t left = step_;
    while (next_ < end_) {
      const Proof& p = facts_.proofs[next_++];
      if (p.done > after && !is_used(p.record) && --left == 0) return p;
    }
    return {};
  }

 private:
  bool is_used(RecordId record) const {
    return std::any_of(closed_.begin(), closed_.end(),
                       [&](const ClosedCycle& c) { return c.proof == record; });
  }

  const Facts& facts_;
  std::span<const ClosedCycle> closed_;
  std::size_t step_, end_, next_ = 0;
};

// Cycle 0: a proof counts when its validity reaches the campaign's date. One that ended before
// pulls the due date forward to its end: due = min(end of cycle, campaign date).
Outcome first_cycle(const Rule& rule, const Facts& facts, ProofChain& chain, Date today) {
  Deadline deadline = fixed_deadline(rule, facts, Dated::all, no_date);
  Proof p = chain.take_after(no_date);
  if (deadline.due == no_date) return make_outcome(rule, 0, deadline, p, today);
  const std::int32_t campaign = deadline.due;
  std::int32_t expired = no_date;
  while (p.done != no_date && rule.cycle_end(facts.cycle, p.done) < campaign) {
    expired = rule.cycle_end(facts.cycle, p.done);
    p = chain.take_after(p.done - 1);
  }
  const int every = rule.cycle_source();
  if (expired != no_date) deadline.offer(expired, rule.verified(static_cast<std::size_t>(every)), every);
  return make_outcome(rule, 0, deadline, p, today);
}

Outcome to_outcome(const ClosedCycle& c) {
  return {.cycle = c.cycle, .state = c.state, .due = c.due, .enforced = c.due, .source = -1, .met_on = c.met_on, .proof = c.proof};
}

// The day a closed cycle counts as done; no_date ends the chain (nothing to count from).
std::int32_t anchor_of(const Outcome& o) { return o.met_on != no_date ? o.met_on : o.due; }
bool is_closed(DutyState s) {
  return s == DutyState::met || s == DutyState::met_late || s == DutyState::waived || s == DutyState::not_applicable;
}

bool still_proven(const Facts& facts, const ClosedCycle& c) {
  return !c.proof || std::any_of(facts.proofs.begin(), facts.proofs.end(),
                                 [&](const Proof& p) { return p.record == c.proof && p.done == c.met_on; });
}

// The closed cycles that stand: a report that was returned, withdrawn or dated anew opens its cycle, and all that
// were counted from it. An accepted report is in an end state, so what it closed stays closed.
std::span<const ClosedCycle> standing_cycles(const Facts& facts) {
  std::size_t n = 0;
  while (n < facts.closed.size() && still_proven(facts, facts.closed[n])) ++n;
  return facts.closed.first(n);
}

void evaluate_cycles(const Rule& rule, const Facts& facts, Date today, std::vector<Outcome>& out) {
  const auto closed = standing_cycles(facts);
  ProofChain chain(facts, closed, rule.obligation().met.at_least, today);
  const auto every = static_cast<std::size_t>(rule.cycle_source());
  for (const ClosedCycle& c : closed) out.push_back(to_outcome(c));
  if (closed.empty()) out.push_back(first_cycle(rule, facts, chain, today));
  while (is_closed(out.back().state)) {
    const Outcome last = out.back();
    const std::int32_t anchor = anchor_of(last);
    if (anchor == no_date) return;
    Deadline deadline = fixed_deadline(rule, facts, Dated::after_anchor, anchor);
    deadline.offer(rule.cycle_end(facts.cycle, anchor), rule.verified(every), rule.cycle_source());
    out.push_back(make_outcome(rule, last.cycle + 1, deadline, chain.take_after(anchor), today));
  }
}

}  // namespace

DutyState state_of(const Rule& rule, std::int32_t due, std::int32_t enforced, std::int32_t met_on, Date today) {
  const bool encouraged = rule.obligation().force == model::Force::encouraged;
  if (met_on != no_date) {
    return !encouraged && enforced != no_date && met_on > enforced ? DutyState::met_late : DutyState::met;
  }
  if (due == no_date) return DutyState::standing;
  if (encouraged && today.days() > due) return DutyState::standing;
  if (!encouraged && enforced != no_date && today.days() > enforced) return DutyState::overdue;
  return today.days() >= rule.soon_from(due) ? DutyState::due_soon : DutyState::not_due;
}

void evaluate(const Rule& rule, const Facts& facts, Date today, std::vector<Outcome>& out) {
  if (rule.recurring() && facts.cycle >= 0) return evaluate_cycles(rule, facts, today, out);
  ProofChain chain(facts, {}, rule.obligation().met.at_least, today);
  out.push_back(make_outcome(rule, 0, fixed_deadline(rule, facts, Dated::all, no_date), chain.take_after(no_date), today));
}

}  // namespace lp::campaign
