#include <algorithm>
#include <array>
#include <functional>

#include "spec/checks.h"

namespace lp::spec {
namespace {

using model::FieldType;
using model::Op;

constexpr std::array<std::string_view, 9> system_fields{"id", "no", "state", "version", "org_id", "created_at", "updated_at", "created_by", "state_since"};

struct Place {
  const Lint& lint;
  SourceRef where;
  std::string user;  // "guard of move \"pass\""
  const SourceMap* places = nullptr;  // where known: conditions of `path` stand in it
  std::string_view path{};
};

bool is_day(const json::value& v) {
  if (!v.is_string()) return false;
  const json::value resolved = model::resolve_operand(v, Date::from_days(0));
  return resolved.is_string() && parse_date(std::string_view(resolved.get_string())).has_value();
}

// What an operand must look like for a field; nullptr = anything goes.
const char* expected_shape(const model::Field& field, const json::value& operand) {
  const FieldType type = field.type == FieldType::list ? field.item : field.type;
  switch (type) {
    case FieldType::integer:
    case FieldType::decimal: return operand.is_number() ? nullptr : "a number";
    case FieldType::boolean: return operand.is_bool() ? nullptr : "true or false";
    case FieldType::date: return is_day(operand) ? nullptr : "a date or today±period";
    case FieldType::record:
    case FieldType::user:
    case FieldType::timestamp: return nullptr;
    default: return operand.is_string() ? nullptr : "a text (put it in quotes)";
  }
}

bool is_known_code(const Place& at, const model::Field& field, std::string_view code) {
  if (field.type == FieldType::enumeration) {
    return std::any_of(field.options.begin(), field.options.end(), [&](const model::Option& o) { return o.code == code; });
  }
  const model::Taxonomy* taxonomy = at.lint.catalogue.taxonomy(field.of);
  return taxonomy == nullptr || taxonomy->find(code) != nullptr;  // an unknown taxonomy is check_kinds' business
}

std::vector<std::string> codes_of(const Place& at, const model::Field& field) {
  const model::Taxonomy* taxonomy = at.lint.catalogue.taxonomy(field.of);
  std::vector<std::string> codes;
  for (const model::Option& o : taxonomy != nullptr ? taxonomy->entries : field.options) codes.push_back(o.code);
  return codes;
}

void check_operands(const Place& at, const model::Field& field, const model::Predicate& p) {
  if (p.op == Op::exists || p.op == Op::contains || p.op == Op::starts_with) return;
  for (const json::value& operand : p.operands) {
    if (const char* shape = expected_shape(field, operand)) {
      at.lint.out.error(at.where, "operand_type", at.user + ": \"" + field.name + "\" is compared with " + json::serialize(operand) + ", expected " + shape,
                        "the comparison would never hold", {});
    } else if ((field.type == FieldType::code || field.type == FieldType::enumeration) && !is_known_code(at, field, operand.get_string())) {
      at.lint.unknown(at.where, "code", at.user + ", field \"" + field.name + "\"", operand.get_string(), codes_of(at, field));
    }
  }
}

void check_state(const Place& at, const model::Kind& kind, const model::Predicate& p) {
  if (p.op == Op::exists) return;
  for (const json::value& operand : p.operands) {
    const bool known = operand.is_string() && kind.workflow.find_state(operand.get_string()) != nullptr;
    if (!known) at.lint.unknown(at.where, "state", at.user, operand.is_string() ? std::string(operand.get_string()) : json::serialize(operand), state_names(kind));
  }
}

void check_compare(const Place& around, const model::Kind& self, const model::Predicate& p) {
  Place at = around;
  if (at.places != nullptr) at.where = at.places->inside(at.path, p.field);
  const bool of_org = p.field.rfind("org.", 0) == 0;
  const model::Kind* kind = of_org ? at.lint.catalogue.kind(organisation_kind) : &self;
  const std::string name = of_org ? p.field.substr(4) : p.field;
  if (kind == nullptr) {
    at.lint.unknown(at.where, "kind", at.user, organisation_kind, keys_of(at.lint.catalogue.kinds));
    return;
  }
  if (name == "state") return check_state(at, *kind, p);
  if (std::find(system_fields.begin(), system_fields.end(), name) != system_fields.end()) return;
  const model::Field* field = kind->find_field(name);
  if (field == nullptr) {
    at.lint.unknown(at.where, "field", at.user + " (kind \"" + kind->name + "\")", name, field_names(*kind));
  } else {
    check_operands(at, *field, p);
  }
}

void check_tree(const Place& at, const model::Kind& kind, const model::Predicate& p) {
  if (p.node == model::Predicate::Node::compare) check_compare(at, kind, p);
  for (const model::Predicate& child : p.children) check_tree(at, kind, child);
}

void check_kind(const Lint& lint, const model::Kind& kind) {
  for (const model::Field& field : kind.fields) {
    if (field.required_when) check_tree({lint, field.where, "required_when of \"" + field.name + "\""}, kind, *field.required_when);
    for (const model::Field& column : field.columns) {
      if (!column.required_when) continue;
      lint.out.error(column.where, "unsupported", "required_when of column \"" + column.name + "\" is not supported", "conditions speak of the record's own fields", "use required: true");
    }
  }
  for (const model::Move& move : kind.workflow.moves) {
    for (const model::Predicate& guard : move.guards) check_tree({lint, move.where, "guard of move \"" + move.name + "\""}, kind, guard);
  }
}

}  // namespace

void check_predicates(const Lint& lint) {
  const model::Catalogue& c = lint.catalogue;
  for (const auto& [name, kind] : c.kinds) check_kind(lint, kind);
  for (const auto& [name, duty] : c.obligations) {
    const std::string user = "obligation \"" + name + "\" ";
    if (const model::Kind* org = c.kind(organisation_kind)) check_tree({lint, duty.places.at("applies_to"), user + "applies_to", &duty.places, "applies_to"}, *org, duty.applies_to);
    if (const model::Kind* object = object_kind(c, duty)) check_tree({lint, duty.places.at("each"), user + "each", &duty.places, "each"}, *object, duty.each_where);
    const model::Kind* proof = proof_kind(c, duty);
    if (proof != nullptr && duty.met.where) check_tree({lint, duty.places.at("met_when"), user + "met_when", &duty.places, "met_when"}, *proof, *duty.met.where);
  }
}

}  // namespace lp::spec
