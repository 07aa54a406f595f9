#include "campaign/duty_diff.h"

namespace lp::campaign {
namespace {

using model::DutyState;

struct Key {
  std::int64_t org, object;
  auto operator<=>(const Key&) const = default;
};

class Differ {
 public:
  Differ(const Rule& rule, const Inputs& inputs, std::span<const store::DutyRow> stored, Date today)
      : rule_(rule), in_(inputs), stored_(stored), today_(today) {}

  DutyDiff run() {
    for (const Candidate& c : in_.candidates) {
      const Key key{c.org, c.object};
      remove_before(key);
      const auto rows = take_rows(key);
      gather(c, rows);
      compare(key, rows);
    }
    while (at_ < stored_.size()) result_.gone.push_back(stored_[at_++].id);
    return std::move(result_);
  }

 private:
  Key key_of(const store::DutyRow& row) const { return {row.org.value, row.object.value}; }

  void remove_before(const Key& key) {
    while (at_ < stored_.size() && key_of(stored_[at_]) < key) result_.gone.push_back(stored_[at_++].id);
  }

  std::span<const store::DutyRow> take_rows(const Key& key) {
    const std::size_t from = at_;
    while (at_ < stored_.size() && key_of(stored_[at_]) == key) ++at_;
    return stored_.subspan(from, at_ - from);
  }

  // The proofs of one object. Candidates come in order, so a cursor walks along.
  void append_proofs(const Key& key) {
    while (proof_ < in_.proofs.size() && Key{in_.proofs[proof_].org, in_.proofs[proof_].object} < key) ++proof_;
    for (std::size_t i = proof_; i < in_.proofs.size() && Key{in_.proofs[i].org, in_.proofs[i].object} == key; ++i) {
      proofs_.push_back({RecordId{in_.proofs[i].record}, in_.proofs[i].done});
    }
  }

  // A proof for the whole organisation serves each of its objects when the obligation names no object field.
  Key proof_key(const Candidate& c) const {
    const model::Obligation& o = rule_.obligation();
    return {c.org, o.met.object_field.empty() || o.each_kind.empty() ? 0 : c.object};
  }

  void gather(const Candidate& c, std::span<const store::DutyRow> rows) {
    const model::Obligation& o = rule_.obligation();
    proofs_.clear();
    closed_.clear();
    outcomes_.clear();
    if (c.self_done != no_date) proofs_.push_back({RecordId{c.object != 0 ? c.object : c.org}, c.self_done});
    if (!o.met.kind.empty()) append_proofs(proof_key(c));
    if (rule_.recurring()) append_closed(rows);
    const std::span<const std::int32_t> triggers(in_.triggers.data() + c.triggers, o.due.size());
    evaluate(rule_, {.triggers = triggers, .cycle = c.cycle, .proofs = proofs_, .closed = closed_}, today_, outcomes_);
  }

  // Cycles closed before; the first open one ends them.
  void append_closed(std::span<const store::DutyRow> rows) {
    for (const store::DutyRow& row : rows) {
      const bool met = row.state == DutyState::met || row.state == DutyState::met_late;
      if (!met && !is_decided(row.state)) return;
      if (row.cycle != static_cast<std::int32_t>(closed_.size())) return;
      closed_.push_back({row.cycle, row.due, row.met_on, row.state, row.proof});
    }
  }

  void compare(const Key& key, std::span<const store::DutyRow> rows) {
    std::size_t row = 0;
    for (const Outcome& o : outcomes_) {
      while (row < rows.size() && rows[row].cycle < o.cycle) result_.gone.push_back(rows[row++].id);
      ++result_.duties;
      if (row == rows.size() || rows[row].cycle != o.cycle) {
        result_.changed.push_back({{}, key.org, key.object, o});
        ++result_.added;
      } else {
        const store::DutyRow& old = rows[row++];
        if (!is_decided(old.state) && differs(old, o)) result_.changed.push_back({old.id, key.org, key.object, o});
      }
    }
    while (row < rows.size()) result_.gone.push_back(rows[row++].id);
  }

  static bool differs(const store::DutyRow& old, const Outcome& o) {
    return old.state != o.state || old.due != o.due || old.met_on != o.met_on || old.proof != o.proof;
  }

  const Rule& rule_;
  const Inputs& in_;
  std::span<const store::DutyRow> stored_;
  Date today_;
  DutyDiff result_;
  std::size_t at_ = 0, proof_ = 0;
  std::vector<Proof> proofs_;
  std::vector<ClosedCycle> closed_;
  std::vector<Outcome> outcomes_;
};

}  // namespace

bool is_decided(DutyState state) { return state == DutyState::waived || state == DutyState::not_applicable; }

DutyDiff diff_duties(const Rule& rule, const Inputs& inputs, std::span<const store::DutyRow> stored, Date today) {
  return Differ(rule, inputs, stored, today).run();
}

model::Duty to_duty(const model::Plan& plan, const model::Obligation& obligation, const DutyChange& change, Timestamp now) {
  model::Duty d;
  d.id = change.id;
  d.plan = plan.name;
  d.obligation = obligation.name;
  d.task = obligation.task;
  d.org = {change.org};
  d.object = {change.object};
  d.cycle = change.outcome.cycle;
  d.state = change.outcome.state;
  d.due = change.outcome.due;
  d.met_on = change.outcome.met_on;
  d.proof = change.outcome.proof;
  if (d.proof) {
    const std::string& own = obligation.each_kind.empty() ? "organisation" : obligation.each_kind;
    d.proof_kind = obligation.met.kind.empty() ? own : obligation.met.kind;
  }
  d.state_since = now;
  return d;
}

}  // namespace lp::campaign
