#include "store/predicate_sql.h"

#include <algorithm>
#include <optional>

#include "base/check.h"
#include "base/text.h"
#include "store/search_index.h"

namespace lp::store {
namespace {

using model::Op;
using model::Predicate;
using Node = Predicate::Node;

constexpr std::string_view yes = "1=1", no = "1=0";
constexpr std::string_view org_prefix = "org.";

bool is_org_field(const Predicate& p) { return p.field.starts_with(org_prefix); }

// A condition on the organisation that is false when there is no organisation.
bool is_plain_org_compare(const Predicate& p) {
  if (p.node == Node::any) {
    for (const Predicate& c : p.children) {
      if (!is_plain_org_compare(c)) return false;
    }
    return !p.children.empty();
  }
  if (p.node != Node::compare || !is_org_field(p) || p.op == Op::ne || p.op == Op::not_in) return false;
  return p.op != Op::exists || p.operands.empty() || p.operands[0] == json::value(true);
}

Predicate without_prefix(Predicate p) {
  if (p.node == Node::compare) p.field.erase(0, org_prefix.size());
  for (Predicate& c : p.children) c = without_prefix(std::move(c));
  return p;
}

// The operand as the column keeps it; nullopt when no value of the column can equal it.
std::optional<db::Value> operand_value(Shape shape, const json::value& v) {
  switch (shape) {
    case Shape::text: case Shape::list:
      if (v.is_string()) return db::Value(std::string_view(v.get_string()));
      return std::nullopt;
    case Shape::integer: case Shape::real:
      if (v.is_int64()) return db::Value(v.get_int64());
      if (v.is_uint64()) return db::Value(static_cast<double>(v.get_uint64()));
      if (v.is_double()) return db::Value(v.get_double());
      return std::nullopt;
    case Shape::boolean:
      if (v.is_bool()) return db::Value(v.get_bool() ? 1 : 0);
      return std::nullopt;
    case Shape::opaque: return std::nullopt;
  }
  return std::nullopt;
}

std::string_view sign_of(Op op) {
  switch (op) {
    case Op::gt: return " > ";
    case Op::gte: return " >= ";
    case Op::lt: return " < ";
    default: return " <= ";
  }
}

}  // namespace

std::string PredicateSql::parameter(db::Value v) {
  std::string name = "p" + std::to_string(params_.size() + 1);
  params_.push_back({name, std::move(v)});
  return ":" + name;
}

std::string PredicateSql::condition(const KindTable& t, const Predicate& p, std::string_view alias) {
  switch (p.node) {
    case Node::always: return std::string(yes);
    case Node::never: return std::string(no);
    case Node::all: case Node::any: return group(t, p, alias);
    case Node::negate: return "((" + condition(t, p.children.at(0), alias) + ") IS NOT TRUE)";
    case Node::compare: return compare(t, p, alias);
  }
  raise_bug("condition(predicate)", "unknown node");
}

// Conditions on the organisation that stand together are asked of it in one subquery.
std::string PredicateSql::group(const KindTable& t, const Predicate& p, std::string_view alias) {
  const bool all = p.node == Node::all;
  std::string out;
  const auto add = [&](const std::string& part) { out.append(out.empty() ? "(" : all ? " AND " : " OR ").append(part); };
  std::vector<Predicate> of_org;
  for (const Predicate& child : p.children) {
    if (is_plain_org_compare(child)) of_org.push_back(without_prefix(child));
    else add(condition(t, child, alias));
  }
  if (!of_org.empty()) add(on_organisation(all ? Predicate::all_of(std::move(of_org)) : Predicate::any_of(std::move(of_org)), alias));
  return out.empty() ? std::string(all ? yes : no) : out + ")";
}

std::string PredicateSql::on_organisation(const Predicate& inner, std::string_view alias) {
  const auto org = tables_.find("organisation");
  if (org == tables_.end()) return std::string(no);
  uses_organisation_ = true;
  const std::string column = std::string(alias) + ".org_id";
  const UseIndexes outer = std::exchange(use_, UseIndexes::yes);
  std::string sql = " IN (SELECT o.id FROM " + org->second.table + " o WHERE " + condition(org->second, inner, "o") + ")";
  use_ = outer;
  return (use_ == UseIndexes::no ? dialect_.unindexed(column) : column) + sql;
}

std::string PredicateSql::compare(const KindTable& t, const Predicate& p, std::string_view alias) {
  const bool exists = p.op == Op::exists;
  const bool wants = !exists || p.operands.empty() || p.operands[0] == json::value(true);
  const bool complement = p.op == Op::ne || p.op == Op::not_in || !wants;
  Predicate positive = p;
  if (p.op == Op::ne || p.op == Op::not_in) positive.op = Op::in;
  if (exists) positive.operands = {true};
  std::string sql;
  if (is_org_field(p)) {
    sql = on_organisation(without_prefix(std::move(positive)), alias);
  } else if (const Column* c = t.find(p.field)) {
    sql = on_column(t, *c, positive, alias);
  } else {
    sql = no;
  }
  return complement ? "((" + sql + ") IS NOT TRUE)" : sql;
}

std::string PredicateSql::on_column(const KindTable& t, const Column& c, const Predicate& p, std::string_view alias) {
  std::string column = std::string(alias) + "." + c.name;
  if (use_ == UseIndexes::no) column = dialect_.unindexed(column);
  if (p.op == Op::exists) {
    switch (c.shape) {
      case Shape::text: return column + " <> ''";
      case Shape::list: case Shape::opaque: return column + " <> '[]'";
      default: return column + " IS NOT NULL";
    }
  }
  json::array operands;
  for (const json::value& o : p.operands) operands.push_back(model::resolve_operand(o, today_));
  if (operands.empty()) return std::string(no);
  switch (p.op) {
    case Op::eq: case Op::in:
      return c.field != nullptr && t.is_marked(*c.field) ? is_marked_in(t, c, alias, operands) : is_in(c, column, operands);
    case Op::contains: case Op::starts_with:
      return holds_phrase(t, c, alias, operands[0]) + matches(c, column, p.op, operands[0]);
    default: return ordered(c, column, p.op, operands[0]);
  }
}

// The search index keeps ids ready to be joined with the others; an index of its own order would not.
std::string PredicateSql::in_search(const KindTable& t, std::string_view alias, std::string query) {
  std::string id = std::string(alias) + ".id";
  if (use_ == UseIndexes::no) id = dialect_.unindexed(id);
  return id + " IN (" + dialect_.search_ids(t.search_table, parameter(std::move(query))) + ")";
}

std::string PredicateSql::is_marked_in(const KindTable& t, const Column& c, std::string_view alias, const json::array& operands) {
  std::string query;
  for (const json::value& o : operands) {
    if (!o.is_string() || (c.shape == Shape::text && o.get_string().empty())) continue;  // "" is absent, and absent equals nothing
    query.append(query.empty() ? "" : " OR ").append(dialect_.phrase(mark_of(*c.field, o.get_string())));
  }
  return query.empty() ? std::string(no) : in_search(t, alias, std::move(query));
}

// A text that holds the part holds its pairs of characters too: few rows are left to be looked at. Nothing for
// fields that are not searched and parts too short.
std::string PredicateSql::holds_phrase(const KindTable& t, const Column& c, std::string_view alias, const json::value& operand) {
  const bool searched = c.field != nullptr && t.search_is_current && std::find(t.search_fields.begin(), t.search_fields.end(), c.field) != t.search_fields.end();
  if (!searched || !operand.is_string()) return {};
  const std::string pairs = to_pairs(operand.get_string());
  return pairs.empty() ? std::string() : in_search(t, alias, dialect_.phrase(pairs)) + " AND ";
}

std::string PredicateSql::any_element(const std::string& column, const std::string& test) {
  return "EXISTS (SELECT 1 FROM " + dialect_.elements_of(column, "e") + " WHERE " + test + ")";
}

std::string PredicateSql::is_in(const Column& c, const std::string& column, const json::array& operands) {
  std::vector<std::string> names;
  for (const json::value& o : operands) {
    auto v = operand_value(c.shape, o);
    if (!v || (c.shape == Shape::text && *v == db::Value(""))) continue;  // "" is absent, and absent equals nothing
    names.push_back(parameter(*std::move(v)));
  }
  if (names.empty()) return std::string(no);
  const std::string test = names.size() == 1 ? " = " + names[0] : " IN (" + join(names, ", ") + ")";
  return c.shape == Shape::list ? any_element(column, "e.value" + test) : column + test;
}

std::string PredicateSql::ordered(const Column& c, const std::string& column, Op op, const json::value& operand) {
  auto v = operand_value(c.shape, operand);
  if (!v) return std::string(no);
  if (c.shape == Shape::boolean) {  // booleans are equal or unordered
    return op == Op::gte || op == Op::lte ? column + " = " + parameter(*std::move(v)) : std::string(no);
  }
  const std::string test = std::string(sign_of(op)) + parameter(*std::move(v));
  if (c.shape == Shape::list) return any_element(column, "e.value" + test);
  if (c.shape == Shape::text) return "(" + column + test + " AND " + column + " <> '')";
  return column + test;
}

std::string PredicateSql::matches(const Column& c, const std::string& column, Op op, const json::value& operand) {
  if (!operand.is_string() || (c.shape != Shape::text && c.shape != Shape::list)) return std::string(no);
  const std::string part = parameter(to_lower_ascii(operand.get_string()));
  const bool list = c.shape == Shape::list;
  const std::string place = dialect_.position(dialect_.lower_ascii(list ? "e.value" : column), part);
  const std::string test = place + (op == Op::contains ? " > 0" : " = 1");
  return list ? any_element(column, test) : "(" + test + " AND " + column + " <> '')";
}

}  // namespace lp::store
