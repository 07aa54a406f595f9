#pragma once
// Streams of columns → facts per obligation, for the organisations of one OrgTable. One thread.

#include <cstdint>
#include <string>
#include <vector>

#include "campaign/org_table.h"
#include "campaign/plan_rules.h"

namespace lp::campaign {

const model::Viewer& ledger_viewer();   // the system, with the reason "ledger"
// first <= field <= last
model::Predicate within(std::string_view field, store::OrgRange range);

// One organisation or object that owes a duty. `triggers`: where its dates start in Inputs::triggers.
struct Candidate {
  std::int64_t org = 0, object = 0;     // object 0 = the organisation itself
  std::int32_t cycle = -1;
  std::int32_t self_done = no_date;     // the object proves itself
  std::uint32_t triggers = 0;
};
struct ProofRow {
  std::int64_t org = 0, object = 0;     // object 0 = for the whole organisation
  std::int64_t record = 0;
  std::int32_t done = no_date;
};
// Of one obligation. In no order until sort().
struct Inputs {
  std::vector<Candidate> candidates;
  std::vector<std::int32_t> triggers;   // due.size() dates per candidate
  std::vector<ProofRow> proofs;
  void sort();                          // candidates by org, object; proofs by org, object, done, record
};

class Gatherer {
 public:
  // Borrows all.
  Gatherer(const PlanRules& rules, const OrgTable& orgs, const Scope& scope, Date today);
  // Facts that come from the organisations themselves.
  void add_organisations();
  // Reads the records of one kind of these organisations, as far as the scope asks for them.
  Status scan(store::ReadTx& tx, const KindPass& pass, store::OrgRange range);
  std::vector<Inputs>& inputs() { return inputs_; }
  std::int64_t records() const { return records_; }

 private:
  void add_candidate(std::size_t rule, const ObjectView& view, std::int64_t org, std::int64_t object);
  void add_proof(std::size_t rule, const ObjectView& view, std::int64_t org);
  void add_row(const KindPass& pass, const RowSource& row, std::size_t org);
  void add_switched(const KindPass& pass, const RowSource& row, const ObjectView& view, std::size_t org);

  const PlanRules& rules_;
  const OrgTable& orgs_;
  Date today_;
  const Scope& scope_;
  std::vector<Inputs> inputs_;
  std::vector<std::int64_t> ids_;       // scratch
  std::int64_t records_ = 0;
};

// An object at an end that is no success (cancelled, dropped, refused) owes nothing, unless that
// end is what was asked for.
bool owes_nothing(const model::Kind& kind, const model::MetWhen& met, std::string_view state);

}  // namespace lp::campaign
