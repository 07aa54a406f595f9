// test(): the in-memory meaning of a predicate. store/predicate_sql must agree with it.
#include <algorithm>
#include <compare>

#include "base/check.h"
#include "base/text.h"
#include "model/period.h"
#include "model/predicate.h"

namespace lp::model {
namespace {

bool is_absent(const json::value* v) {
  if (v == nullptr || v->is_null()) return true;
  if (v->is_string()) return v->get_string().empty();
  return v->is_array() && v->get_array().empty();
}

double as_number(const json::value& v) {
  if (v.is_int64()) return static_cast<double>(v.get_int64());
  return v.is_uint64() ? static_cast<double>(v.get_uint64()) : v.get_double();
}

// Values of different types are unordered: neither equal nor less.
std::partial_ordering order(const json::value& a, const json::value& b) {
  if (a.is_int64() && b.is_int64()) return a.get_int64() <=> b.get_int64();
  if (a.is_number() && b.is_number()) return as_number(a) <=> as_number(b);
  if (a.is_string() && b.is_string()) {
    const int c = std::string_view(a.get_string()).compare(std::string_view(b.get_string()));
    return c <=> 0;
  }
  if (a.is_bool() && b.is_bool() && a.get_bool() == b.get_bool()) return std::partial_ordering::equivalent;
  return std::partial_ordering::unordered;
}

bool equal(const json::value& a, const json::value& b) { return order(a, b) == std::partial_ordering::equivalent; }

template <class Match>
bool any_element(const json::value& v, const Match& match) {
  if (!v.is_array()) return match(v);
  return std::any_of(v.get_array().begin(), v.get_array().end(), match);
}

bool is_in(const json::value& v, const json::array& operands) {
  return any_element(v, [&](const json::value& element) {
    return std::any_of(operands.begin(), operands.end(), [&](const json::value& o) { return equal(element, o); });
  });
}

bool text_matches(const json::value& v, Op op, const json::value& operand) {
  if (!operand.is_string()) return false;
  const std::string part = to_lower_ascii(operand.get_string());
  return any_element(v, [&](const json::value& element) {
    if (!element.is_string()) return false;
    const std::string text = to_lower_ascii(element.get_string());
    return op == Op::contains ? contains(text, part) : starts_with(text, part);
  });
}

bool compare_ordered(const json::value& v, Op op, const json::value& operand) {
  return any_element(v, [&](const json::value& element) {
    const auto o = order(element, operand);
    switch (op) {
      case Op::gt: return o == std::partial_ordering::greater;
      case Op::gte: return o == std::partial_ordering::greater || o == std::partial_ordering::equivalent;
      case Op::lt: return o == std::partial_ordering::less;
      default: return o == std::partial_ordering::less || o == std::partial_ordering::equivalent;
    }
  });
}

bool is_relative(const json::value& operand) {
  return operand.is_string() && starts_with(operand.get_string(), "today");
}

bool test_compare(const Predicate& p, const FieldSource& source, Date today) {
  const json::value* v = source.field(p.field);
  const bool absent = is_absent(v);
  if (p.op == Op::exists) return absent != (p.operands.empty() || p.operands[0] == json::value(true));
  if (absent) return p.op == Op::ne || p.op == Op::not_in;
  // Copied only when there is something to resolve: the ledger tests millions of rows.
  json::array resolved;
  const bool relative = std::any_of(p.operands.begin(), p.operands.end(), is_relative);
  for (const json::value& o : p.operands) {
    if (relative) resolved.push_back(resolve_operand(o, today));
  }
  const json::array& operands = relative ? resolved : p.operands;
  switch (p.op) {
    case Op::eq: case Op::in: return is_in(*v, operands);
    case Op::ne: case Op::not_in: return !is_in(*v, operands);
    case Op::contains: case Op::starts_with: return text_matches(*v, p.op, operands.at(0));
    default: return compare_ordered(*v, p.op, operands.at(0));
  }
}

}  // namespace

bool test(const Predicate& p, const FieldSource& source, Date today) {
  const auto holds = [&](const Predicate& child) { return test(child, source, today); };
  switch (p.node) {
    case Predicate::Node::always: return true;
    case Predicate::Node::never: return false;
    case Predicate::Node::all: return std::all_of(p.children.begin(), p.children.end(), holds);
    case Predicate::Node::any: return std::any_of(p.children.begin(), p.children.end(), holds);
    case Predicate::Node::negate: return !holds(p.children.at(0));
    case Predicate::Node::compare: return test_compare(p, source, today);
  }
  raise_bug("test(predicate)", "unknown node");
}

json::value resolve_operand(const json::value& operand, Date today) {
  if (!operand.is_string()) return operand;
  std::string_view text = operand.get_string();
  constexpr std::string_view word = "today";
  if (text.substr(0, word.size()) != word) return operand;
  text.remove_prefix(word.size());
  if (text.empty()) return json::value(to_string(today));
  if (text.front() == '+') text.remove_prefix(1);
  const auto period = parse_period(text);
  if (!period || period->unit == PeriodUnit::hours || period->unit == PeriodUnit::working_days) return operand;
  return json::value(to_string(add_period(today, *period, WorkCalendar())));
}

}  // namespace lp::model
