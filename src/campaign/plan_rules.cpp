#include "campaign/plan_rules.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/text.h"

namespace lp::campaign {
namespace {

using model::Predicate;

constexpr std::array<std::string_view, 3> not_enterprises{"assessor", "support_body", regulator_type};
// The field task reports name their obligation in; the commonest condition on proofs.
constexpr std::string_view common_switch = "obligation";

void add_fields(Columns& own, Columns& organisation, const Predicate& p) {
  for (const std::string& name : fields_of(p)) {
    if (starts_with(name, "org.")) organisation.add(std::string_view(name).substr(4));
    else own.add(name);
  }
}

// The text `field` must equal for `p` to hold, when p says so at its top level.
std::string find_required_value(const Predicate& p, std::string_view field) {
  if (p.node == Predicate::Node::compare) {
    const bool single = (p.op == model::Op::eq || p.op == model::Op::in) && p.operands.size() == 1;
    return p.field == field && single && p.operands[0].is_string() ? std::string(p.operands[0].get_string()) : "";
  }
  if (p.node != Predicate::Node::all) return {};
  for (const Predicate& child : p.children) {
    if (std::string value = find_required_value(child, field); !value.empty()) return value;
  }
  return {};
}

void add_due_fields(Columns& columns, const model::Obligation& obligation) {
  for (const model::DueSource& source : obligation.due) {
    columns.add(source.field);
    columns.add(source.cycle_field);
  }
}

}  // namespace

Result<PlanRules> PlanRules::make(const model::Catalogue& catalogue, std::string_view name) {
  const model::Plan* plan = catalogue.plan(name);
  if (plan == nullptr) {
    return make_error(Errc::not_found, "no plan named \"" + std::string(name) + "\"", "see the files of specs/plans");
  }
  const model::Kind* organisation = catalogue.kind(organisation_kind);
  if (organisation == nullptr) return make_error(Errc::invalid, "specs define no kind \"organisation\"");
  PlanRules result(*plan, *organisation);
  result.organisations_.columns.add(types_field);
  result.rules_.reserve(plan->obligations.size());
  for (const std::string& each : plan->obligations) {
    if (const model::Obligation* obligation = catalogue.obligation(each)) result.add(catalogue, *obligation);
  }
  return result;
}

KindPass& PlanRules::pass_of(const model::Kind& kind) {
  if (kind.name == organisation_kind) return organisations_;
  for (KindPass& pass : passes_) {
    if (pass.kind == &kind) return pass;
  }
  return passes_.emplace_back(kind);
}

void PlanRules::add(const model::Catalogue& catalogue, const model::Obligation& obligation) {
  const std::size_t index = rules_.size();
  const model::Kind* each = obligation.each_kind.empty() ? organisations_.kind : catalogue.kind(obligation.each_kind);
  const model::Kind* proving = obligation.met.kind.empty() ? each : catalogue.kind(obligation.met.kind);
  if (each == nullptr || proving == nullptr) return;  // the linter reports it; nobody can have this duty
  rules_.emplace_back(obligation, catalogue.calendar);
  index_.emplace(obligation.name, static_cast<int>(index));
  add_fields(organisations_.columns, organisations_.columns, obligation.applies_to);

  KindPass& objects = pass_of(*each);
  if (!obligation.each_kind.empty()) objects.objects.push_back(index);
  add_fields(objects.columns, organisations_.columns, obligation.each_where);
  add_due_fields(objects.columns, obligation);

  KindPass& proofs = pass_of(*proving);
  proofs.columns.add(obligation.met.date_field);
  proofs.columns.add(obligation.met.object_field);
  if (obligation.met.where) add_fields(proofs.columns, organisations_.columns, *obligation.met.where);
  if (obligation.met.kind.empty()) return;  // the object proves itself
  const std::string value = obligation.met.where ? find_required_value(*obligation.met.where, common_switch) : "";
  if (value.empty()) {
    proofs.proofs.push_back(index);
  } else {
    proofs.switch_field = common_switch;
    proofs.switched[value].push_back(index);
  }
}

int PlanRules::find_rule(std::string_view obligation) const {
  const auto found = index_.find(obligation);
  return found == index_.end() ? -1 : found->second;
}

bool PlanRules::addresses(const model::Obligation& obligation, const json::value* types) {
  bool regulator = false, enterprise = false;
  const auto look = [&](const json::value& type) {
    if (!type.is_string()) return;
    const std::string_view code = type.get_string();
    regulator = regulator || code == regulator_type;
    enterprise = enterprise || std::find(not_enterprises.begin(), not_enterprises.end(), code) == not_enterprises.end();
  };
  if (types != nullptr && types->is_array()) std::for_each(types->get_array().begin(), types->get_array().end(), look);
  else if (types != nullptr) look(*types);
  return obligation.force == model::Force::regulator_must ? regulator : enterprise;
}

}  // namespace lp::campaign
