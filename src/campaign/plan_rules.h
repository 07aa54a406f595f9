#pragma once
// A plan made ready for computing: its obligations as rules, and for each record kind the one
// pass that serves all of them. Immutable; may be shared by threads. The catalogue must outlive it.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/row_source.h"
#include "model/catalogue.h"

namespace lp::campaign {

inline constexpr std::string_view organisation_kind = "organisation";
inline constexpr std::string_view types_field = "types";       // specs/records/organisation.yaml
inline constexpr std::string_view regulator_type = "regulator";

// What one scan of a kind is for: indexes into PlanRules::rules().
struct KindPass {
  explicit KindPass(const model::Kind& k) : kind(&k), columns(k) {}
  const model::Kind* kind;
  Columns columns;
  std::vector<std::size_t> objects;           // obligations with one duty per such record
  std::vector<std::size_t> proofs;            // obligations this kind proves, without those below
  // Obligations whose proof must have one certain value in `switch_field` (task_report.obligation):
  // found by that value instead of testing each.
  std::string switch_field;
  std::map<std::string, std::vector<std::size_t>, std::less<>> switched;
};

class PlanRules {
 public:
  static Result<PlanRules> make(const model::Catalogue& catalogue, std::string_view plan);

  const model::Plan& plan() const { return *plan_; }
  const std::vector<Rule>& rules() const { return rules_; }
  const std::vector<KindPass>& passes() const { return passes_; }   // without the organisation's
  const KindPass& organisations() const { return organisations_; }  // always read first
  int find_rule(std::string_view obligation) const;                 // −1 = not of this plan

  // Whether an obligation is the organisation's at all: the regulator's own duties are for
  // regulators, all others for enterprises (not assessors and entrusted bodies).
  static bool addresses(const model::Obligation& obligation, const json::value* types);

 private:
  PlanRules(const model::Plan& plan, const model::Kind& organisation) : plan_(&plan), organisations_(organisation) {}
  void add(const model::Catalogue& catalogue, const model::Obligation& obligation);
  KindPass& pass_of(const model::Kind& kind);

  const model::Plan* plan_;
  std::vector<Rule> rules_;
  std::map<std::string, int, std::less<>> index_;
  KindPass organisations_;
  std::vector<KindPass> passes_;
};

}  // namespace lp::campaign
