#include "detect/sigma/test.h"

#include <algorithm>
#include <charconv>

namespace lp::detect::sigma {
namespace {

bool compare(Op op, std::string_view text, std::string_view wanted) {
  switch (op) {
    case Op::starts: return text.starts_with(wanted);
    case Op::ends: return text.ends_with(wanted);
    case Op::contains: return text.find(wanted) != text.npos;
    default: return text == wanted;
  }
}

bool compare(const Pattern& p, double number) {
  switch (p.op) {
    case Op::less: return number < p.number;
    case Op::less_equal: return number <= p.number;
    case Op::greater: return number > p.number;
    case Op::greater_equal: return number >= p.number;
    default: return number == p.number;
  }
}

bool number_holds(const Pattern& p, const Value& value) {
  if (p.part) {
    const auto n = part_of(value, *p.part);
    return n && compare(p, static_cast<double>(*n));
  }
  if (p.op == Op::number_equals && p.integer && value.kind == Kind::integer) return *p.integer == value.integer;
  const auto n = number_of(value);
  return n && compare(p, *n);
}

const std::optional<Address>& address_of(std::string_view text, TestScratch& s) {
  for (const auto& read : s.addresses) {
    if (read.text == text) return read.address;
  }
  auto& to = s.addresses[s.oldest_address];
  s.oldest_address = (s.oldest_address + 1) % s.addresses.size();
  to.text.assign(text);
  to.address = parse_address(text);
  return to.address;
}

bool field_holds(const Pattern& p, FieldId other, const Value& value, const Event& event, TestScratch& s) {
  const std::string_view text = in_form(value.text, p.form, s.text);
  for (const Value* v = event.first(other); v != nullptr; v = event.next(*v)) {
    if (v->kind != Kind::null && compare(p.compare, text, in_form(v->text, p.form, s.other))) return true;
  }
  return false;
}

bool of_no_value(const Pattern& p, FieldId field, const Event& event) {
  const bool there = event.has(field);
  if (p.op == Op::present) return there;
  if (p.op == Op::absent) return !there;
  if (p.op != Op::null) return false;
  if (!there) return true;
  for (const Value* v = event.first(field); v != nullptr; v = event.next(*v)) {
    if (v->kind == Kind::null) return true;
  }
  return false;
}

struct TextSearch {
  const Test& test;
  const TestFields& fields;
  const Event& event;
  TestScratch& scratch;
  bool any(const Value& value) const {
    for (std::size_t i = 0; i < test.any.size(); ++i) {
      if (holds(test.any[i], fields.others[i], value, event, scratch)) return true;
    }
    return false;
  }
};

bool keyword_holds(const TextSearch& search) {
  const Event& event = search.event;
  if (event.texts == nullptr) return std::ranges::any_of(event.values(), [&](const Value& v) { return search.any(v); });
  return event.texts->any(
      [](void* context, std::string_view text) {
        return static_cast<const TextSearch*>(context)->any(Value{.kind = Kind::text, .text = text});
      },
      const_cast<TextSearch*>(&search));
}

}  // namespace

std::optional<double> number_of(const Value& value) {
  if (value.kind == Kind::integer || value.kind == Kind::real) return value.real;
  if (value.kind != Kind::text || value.text.empty() || value.text.size() > 400) return std::nullopt;
  const char c = value.text.front();
  if ((c < '0' || c > '9') && c != '-' && c != '.') return std::nullopt;
  double out = 0;
  const char* end = value.text.data() + value.text.size();
  const auto [stop, error] = std::from_chars(value.text.data(), end, out);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return out;
}

TestFields intern_fields(const Test& test, FieldTable& table) {
  TestFields out;
  if (!test.field.empty()) out.field = table.intern(test.field);
  for (const Pattern& p : test.any) out.others.push_back(p.op == Op::field ? table.intern(p.text) : no_field);
  return out;
}

bool holds(const Pattern& p, FieldId other, const Value& value, const Event& event, TestScratch& s) {
  if (value.kind == Kind::null) return false;
  switch (p.op) {
    case Op::equals: case Op::starts: case Op::ends: case Op::contains: return compare(p.op, in_form(value.text, p.form, s.text), p.text);
    case Op::wildcards: return p.wildcards.matches(in_form(value.text, p.form, s.text));
    case Op::regex: return p.regex->matches(value.text, s.regex);
    case Op::address: {
      const auto& address = address_of(value.text, s);
      return address && p.range->contains(*address);
    }
    case Op::number_equals: case Op::less: case Op::less_equal: case Op::greater: case Op::greater_equal: return number_holds(p, value);
    case Op::field: return field_holds(p, other, value, event, s);
    case Op::present: case Op::absent: case Op::null: return false;
  }
  return false;
}

bool holds(const Test& test, const TestFields& fields, const Event& event, TestScratch& scratch) {
  const TextSearch search{test, fields, event, scratch};
  if (test.field.empty()) return keyword_holds(search);
  if (test.negated && !event.has(fields.field)) return false;
  bool any = std::ranges::any_of(test.any, [&](const Pattern& p) { return of_no_value(p, fields.field, event); });
  for (const Value* v = event.first(fields.field); v != nullptr && !any; v = event.next(*v)) any = search.any(*v);
  return any != test.negated;
}

}  // namespace lp::detect::sigma
