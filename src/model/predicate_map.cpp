// Predicates as maps, the form people write in specs and the API takes in filters.
#include <fmt/format.h>

#include <array>
#include <utility>

#include "model/predicate.h"

namespace lp::model {
namespace {

constexpr std::array<std::pair<std::string_view, Op>, 11> op_names{{
    {"eq", Op::eq}, {"ne", Op::ne}, {"in", Op::in}, {"not_in", Op::not_in}, {"gt", Op::gt}, {"gte", Op::gte},
    {"lt", Op::lt}, {"lte", Op::lte}, {"contains", Op::contains}, {"starts_with", Op::starts_with},
    {"exists", Op::exists},
}};

Error bad(std::string_view path, std::string_view what) {
  return make_error(Errc::invalid, fmt::format("{}: {}", path.empty() ? "predicate" : path, what),
                    "write {field: value}, {field: {gte: 3}}, or all / any / not; see docs/extending/specs.md");
}

std::string_view name_of(Op op) {
  for (const auto& [name, value] : op_names) {
    if (value == op) return name;
  }
  return "eq";
}

bool is_scalar(const json::value& v) { return v.is_string() || v.is_number() || v.is_bool(); }

Result<json::array> scalars(const json::value& v, std::string_view path) {
  json::array out;
  const auto take = [&](const json::value& item) {
    if (is_scalar(item)) out.push_back(item);
    return is_scalar(item);
  };
  if (const json::array* list = v.if_array()) {
    for (const json::value& item : *list) {
      if (!take(item)) return bad(path, "a list may hold only texts, numbers and true/false");
    }
    return out;
  }
  if (!take(v)) return bad(path, "expected a text, a number, true/false or a list of them");
  return out;
}

Result<Predicate> parse_operator(const std::string& field, std::string_view name, const json::value& v,
                                 const std::string& path) {
  for (const auto& [known, op] : op_names) {
    if (known != name) continue;
    LP_TRY(json::array operands, scalars(v, path));
    const bool many = op == Op::in || op == Op::not_in;
    if (!many && operands.size() != 1) return bad(path, fmt::format("operator \"{}\" takes one value", name));
    if (op == Op::exists && !operands[0].is_bool()) return bad(path, "exists takes true or false");
    return Predicate::compare(field, op, std::move(operands));
  }
  return bad(path, fmt::format("unknown operator \"{}\"", name));
}

Result<Predicate> parse_field(const std::string& field, const json::value& v, const std::string& path) {
  const json::object* operators = v.if_object();
  if (operators == nullptr) {
    LP_TRY(json::array operands, scalars(v, path));
    return Predicate::compare(field, v.is_array() ? Op::in : Op::eq, std::move(operands));
  }
  if (operators->empty()) return bad(path, "an operator is missing");
  std::vector<Predicate> parts;
  for (const auto& member : *operators) {
    const std::string name(member.key());
    LP_TRY(Predicate part, parse_operator(field, name, member.value(), path));
    parts.push_back(std::move(part));
  }
  return Predicate::all_of(std::move(parts));
}

Result<Predicate> parse_at(const json::value& v, const std::string& path, int depth);

Result<std::vector<Predicate>> parse_children(const json::value& v, const std::string& path, int depth) {
  const json::array* list = v.if_array();
  if (list == nullptr) return bad(path, "expected a list of conditions");
  std::vector<Predicate> children;
  for (std::size_t i = 0; i < list->size(); ++i) {
    LP_TRY(Predicate child, parse_at((*list)[i], fmt::format("{}[{}]", path, i), depth + 1));
    children.push_back(std::move(child));
  }
  return children;
}

Result<Predicate> parse_member(const std::string& key, const json::value& v, const std::string& path, int depth) {
  if (key == "all" || key == "any") {
    LP_TRY(auto children, parse_children(v, path, depth));
    return key == "all" ? Predicate::all_of(std::move(children)) : Predicate::any_of(std::move(children));
  }
  if (key == "not") {
    LP_TRY(Predicate child, parse_at(v, path, depth + 1));
    return Predicate::negation(std::move(child));
  }
  return parse_field(key, v, path);
}

Result<Predicate> parse_at(const json::value& v, const std::string& path, int depth) {
  if (depth > 16) return bad(path, "conditions nest deeper than 16");
  const json::object* map = v.if_object();
  if (map == nullptr) return bad(path, "expected a map");
  std::vector<Predicate> parts;
  for (const auto& member : *map) {
    const std::string key(member.key());
    LP_TRY(Predicate part, parse_member(key, member.value(), path.empty() ? key : path + "." + key, depth));
    parts.push_back(std::move(part));
  }
  return Predicate::all_of(std::move(parts));
}

json::value compare_to_map(const Predicate& p) {
  const json::string_view name(name_of(p.op).data(), name_of(p.op).size());
  if (p.op == Op::eq && p.operands.size() == 1) return json::object{{p.field, p.operands[0]}};
  if (p.op == Op::in) return json::object{{p.field, p.operands}};
  if (p.op == Op::not_in) return json::object{{p.field, json::object{{name, p.operands}}}};
  return json::object{{p.field, json::object{{name, p.operands.empty() ? json::value(true) : p.operands[0]}}}};
}

}  // namespace

Result<Predicate> parse_predicate(const json::value& map_form) { return parse_at(map_form, "", 0); }

json::value to_map_form(const Predicate& p) {
  json::array children;
  for (const Predicate& child : p.children) children.push_back(to_map_form(child));
  switch (p.node) {
    case Predicate::Node::always: return json::object{};
    case Predicate::Node::never: return json::object{{"any", json::array{}}};
    case Predicate::Node::all: return json::object{{"all", std::move(children)}};
    case Predicate::Node::any: return json::object{{"any", std::move(children)}};
    case Predicate::Node::negate: return json::object{{"not", children.at(0)}};
    default: return compare_to_map(p);
  }
}

}  // namespace lp::model
