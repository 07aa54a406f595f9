#include "campaign/scan_filter.h"

#include <algorithm>
#include <set>

#include "campaign/gatherer.h"

namespace lp::campaign {
namespace {

using model::Op;
using model::Predicate;

// What the wanted obligations ask of a pass.
struct Needs {
  bool everything = false;            // each record may count
  bool objects = false;               // records that are themselves the changed objects
  std::set<std::string> references;   // fields that name the changed objects
  json::array switch_values;          // reports that prove these obligations
};

bool is_single(const model::Kind& kind, const std::string& field) {
  const model::Field* f = kind.find_field(field);
  return f != nullptr && !f->multi && f->type == model::FieldType::record;
}

void add_proof_need(Needs& needs, const PlanRules& rules, const Scope& scope, const KindPass& pass, std::size_t r) {
  const model::Obligation& o = rules.rules()[r].obligation();
  const bool by_object = scope.part(r) == Scope::Part::objects && !o.each_kind.empty() && is_single(*pass.kind, o.met.object_field);
  if (by_object) needs.references.insert(o.met.object_field);
  else needs.everything = true;
}

Needs find_needs(const PlanRules& rules, const Scope& scope, const KindPass& pass) {
  Needs needs;
  for (const std::size_t r : pass.objects) {
    if (scope.part(r) == Scope::Part::all) needs.everything = true;
    if (scope.part(r) == Scope::Part::objects) needs.objects = true;
  }
  for (const std::size_t r : pass.proofs) {
    if (scope.wants(r)) add_proof_need(needs, rules, scope, pass, r);
  }
  for (const auto& [value, switched] : pass.switched) {
    if (std::any_of(switched.begin(), switched.end(), [&](std::size_t r) { return scope.wants(r); })) needs.switch_values.emplace_back(value);
  }
  return needs;
}

json::array to_array(const std::vector<std::int64_t>& ids) { return json::array(ids.begin(), ids.end()); }

}  // namespace

Predicate records_wanted(const PlanRules& rules, const Scope& scope, const KindPass& pass, store::OrgRange range) {
  const Predicate own = within("org_id", range);
  if (scope.whole()) return own;
  const Needs needs = find_needs(rules, scope, pass);
  if (needs.everything) return own;
  std::vector<Predicate> any;
  if (needs.objects) any.push_back(Predicate::compare("id", Op::in, to_array(scope.objects())));
  for (const std::string& field : needs.references) any.push_back(Predicate::compare(field, Op::in, to_array(scope.objects())));
  if (!needs.switch_values.empty()) any.push_back(Predicate::compare(pass.switch_field, Op::in, needs.switch_values));
  if (any.empty()) return Predicate::never_true();
  return Predicate::all_of({own, Predicate::any_of(std::move(any))});
}

}  // namespace lp::campaign
