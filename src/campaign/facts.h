#pragma once
// Facts from whole records in memory, each with a verdict in words. For explain and goldens;
// the same reading of records as the streams (object_facts.h). Pure.

#include <span>
#include <string>
#include <vector>

#include "campaign/duty_rules.h"
#include "model/catalogue.h"
#include "model/record.h"

namespace lp::campaign {

struct Considered {
  const model::Record* record = nullptr;   // borrowed
  std::string verdict;                     // counts | wrong_state | condition_fails | other_object | in_future
  LocalText why;
  std::int32_t done = no_date;             // counts, in_future
  bool counts() const { return verdict == "counts"; }
};
struct GatheredFacts {
  std::vector<std::int32_t> triggers;      // Facts::triggers
  int cycle = -1;
  std::vector<Proof> proofs;               // sorted
  std::vector<Considered> considered;      // in the order given
  Facts view() const { return {.triggers = triggers, .cycle = cycle, .proofs = proofs, .closed = {}}; }
};

// Whether the organisation, and the object when the obligation has one, owe this duty.
bool owes(const model::Catalogue& catalogue, const model::Obligation& obligation, const model::Record& org,
          const model::Record* object, Date today);
// `object` nullptr = the organisation itself. `others`: records of the proving kind of the same organisation.
GatheredFacts gather_facts(const model::Catalogue& catalogue, const Rule& rule, const model::Record& org,
                           const model::Record* object, std::span<const model::Record> others, Date today);
// The duties of one organisation under one obligation, from all its records.
struct ComputedDuty {
  RecordId object;
  Outcome outcome;
};
std::vector<ComputedDuty> duties_of(const model::Catalogue& catalogue, const Rule& rule, const model::Record& org,
                                    std::span<const model::Record> records, Date today);

}  // namespace lp::campaign
