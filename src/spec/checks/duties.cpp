#include <algorithm>

#include "spec/checks.h"

namespace lp::spec {
namespace {

using model::Field;
using model::FieldType;
using model::Kind;
using model::Obligation;

std::string item(std::string_view list, std::size_t index) { return std::string(list) + "[" + std::to_string(index) + "]"; }

void check_date_field(const Lint& lint, const Obligation& duty, const Kind& kind, const std::string& path, const std::string& key,
                      const std::string& name) {
  const std::string user = "obligation \"" + duty.name + "\" " + key;
  const Field* field = kind.find_field(name);
  if (field == nullptr) {
    lint.unknown(duty.places.at(path), "field", user + " (kind \"" + kind.name + "\")", name, field_names(kind));
  } else if (field->type != FieldType::date && field->type != FieldType::timestamp) {
    lint.out.error(duty.places.at(path), "not_a_date", user + ": field \"" + name + "\" of \"" + kind.name + "\" is no date", "no due date can be counted from it", "name a date field");
  }
}

void check_cycle(const Lint& lint, const Obligation& duty, const Kind& object, const std::string& path, const model::DueSource& due) {
  const bool whole = due.cycle_field.empty();
  if (whole || object.find_field(due.cycle_field) != nullptr) return;
  lint.unknown(duty.places.at(path + ".every.field"), "field", "obligation \"" + duty.name + "\" every (kind \"" + object.name + "\")", due.cycle_field, field_names(object));
}

void check_due(const Lint& lint, const Obligation& duty) {
  const Kind* object = object_kind(lint.catalogue, duty);
  if (object == nullptr) return;
  for (std::size_t i = 0; i < duty.due.size(); ++i) {
    const model::DueSource& due = duty.due[i];
    const std::string path = item("due", i);
    if (due.kind == model::DueSource::Kind::after_state && object->workflow.find_state(due.state) == nullptr) {
      lint.unknown(duty.places.at(path + ".after_state"), "state", "obligation \"" + duty.name + "\" after_state (kind \"" + object->name + "\")", due.state, state_names(*object));
    }
    if (due.kind == model::DueSource::Kind::after_field) check_date_field(lint, duty, *object, path + ".after_field", "after_field", due.field);
    if (due.kind == model::DueSource::Kind::every) check_cycle(lint, duty, *object, path, due);
  }
}

void check_met(const Lint& lint, const Obligation& duty) {
  const Kind* proof = proof_kind(lint.catalogue, duty);
  if (proof == nullptr) return;
  const std::string user = "obligation \"" + duty.name + "\" met_when";
  for (std::size_t i = 0; i < duty.met.states.size(); ++i) {
    const std::string& state = duty.met.states[i];
    if (proof->workflow.find_state(state) == nullptr) lint.unknown(duty.places.at(item("met_when.state", i)), "state", user + " (kind \"" + proof->name + "\")", state, state_names(*proof));
  }
  if (!duty.met.date_field.empty()) check_date_field(lint, duty, *proof, "met_when.date", "met_when date", duty.met.date_field);
  const std::string& object = duty.met.object_field;
  if (object.empty()) {
    const bool linked = duty.met.kind.empty() || duty.each_kind.empty() || duty.met.kind == duty.each_kind;
    if (!linked) lint.out.error(duty.places.at("met_when"), "missing_object", user + ": a \"" + duty.met.kind + "\" does not say which \"" + duty.each_kind + "\" it is about",
                                "one record would meet the duty of every object", "add object: <field that refers to it>");
    return;
  }
  const Field* field = proof->find_field(object);
  if (field == nullptr) return lint.unknown(duty.places.at("met_when.object"), "field", user + " object (kind \"" + proof->name + "\")", object, field_names(*proof));
  const bool fits = field->type == FieldType::record && (duty.each_kind.empty() || field->of == duty.each_kind);
  if (!fits) lint.out.error(duty.places.at("met_when.object"), "wrong_object", user + ": field \"" + object + "\" does not refer to a \"" + duty.each_kind + "\"", "no record could be found", "name a field {type: record, of: " + duty.each_kind + "}");
}

void check_code(const Lint& lint, const Obligation& duty, const std::string& path, const std::string& taxonomy_name, const std::string& thing, const std::string& code) {
  const model::Taxonomy* taxonomy = lint.catalogue.taxonomy(taxonomy_name);
  if (taxonomy != nullptr && taxonomy->find(code) != nullptr) return;
  std::vector<std::string> known;
  if (taxonomy != nullptr) {
    for (const model::Option& o : taxonomy->entries) known.push_back(o.code);
  }
  lint.unknown(duty.places.at(path), thing, "obligation \"" + duty.name + "\"", code, known);
}

// Duties reported through the general kind name themselves in the condition, and may ask for some of its fields.
void check_report(const Lint& lint, const Obligation& duty) {
  const Kind* report = lint.catalogue.kind("task_report");
  for (std::size_t i = 0; i < duty.form.size(); ++i) {
    const std::string& name = duty.form[i];
    const SourceRef where = duty.places.at(item("form", i));
    if (report == nullptr) return lint.unknown(where, "kind", "obligation \"" + duty.name + "\" form", "task_report", keys_of(lint.catalogue.kinds));
    if (report->find_field(name) == nullptr) lint.unknown(where, "field", "obligation \"" + duty.name + "\" form", name, field_names(*report));
  }
  if (duty.met.kind != "task_report" || !duty.met.where || duty.met.where->field != "obligation") return;
  for (const json::value& operand : duty.met.where->operands) {
    const std::string name = operand.is_string() ? std::string(operand.get_string()) : json::serialize(operand);
    if (lint.catalogue.obligation(name) == nullptr) lint.unknown(duty.places.at("met_when.where.obligation"), "obligation", "obligation \"" + duty.name + "\" met_when", name, keys_of(lint.catalogue.obligations));
  }
}

}  // namespace

void check_duties(const Lint& lint) {
  const model::Catalogue& c = lint.catalogue;
  for (const auto& [name, duty] : c.obligations) {
    if (object_kind(c, duty) == nullptr) {
      lint.unknown(duty.places.at("each.kind"), "kind", "obligation \"" + name + "\"", duty.each_kind.empty() ? organisation_kind : std::string_view(duty.each_kind), keys_of(c.kinds));
    }
    if (!duty.met.kind.empty() && c.kind(duty.met.kind) == nullptr) lint.unknown(duty.places.at("met_when.kind"), "kind", "obligation \"" + name + "\" met_when", duty.met.kind, keys_of(c.kinds));
    check_due(lint, duty);
    check_met(lint, duty);
    check_report(lint, duty);
    for (std::size_t i = 0; i < duty.proof.size(); ++i) check_code(lint, duty, item("proof", i), "proof_types", "proof_type", duty.proof[i]);
    if (!duty.submit_to.empty()) check_code(lint, duty, "submit_to", "receiving_systems", "receiving_system", duty.submit_to);
  }
}

}  // namespace lp::spec
