#pragma once
// Conditions written in specs as small maps, and filters written in URLs. One tree, three
// users: `spec` reads it from YAML, `store` turns it into SQL, and test() runs it in memory
// (guards, form rules). A property test holds SQL and memory equal on random records.
//
// YAML form                                   meaning
//   {unit_type: idc}                          equal
//   {state: [filed, review_passed]}           one of
//   {grade: {gte: 3}}                         comparison: eq ne gt gte lt lte in not_in
//   {name: {contains: 移动}}                  substring (case-insensitive ASCII); also starts_with
//   {topology: {exists: true}}                not null and not empty ("" and [] are empty)
//   {go_live: {lte: today}}                   `today`, `today+30d`, `today-1m` are dates
//   {org.types: [basic_telecom]}               `org.` = the owning organisation's field
//   {all: [..]} {any: [..]} {not: ..}         several keys in one map = all of them
// List-valued fields (type list or multi code): eq/in mean "has an element that is".
// Comparison with an absent value is false, except ne/not_in/missing which are true
// (three-valued logic is not exposed: `not` is the complement).

#include <string>
#include <vector>

#include "base/json.h"
#include "base/time.h"

namespace lp::model {

enum class Op { eq, ne, in, not_in, gt, gte, lt, lte, contains, starts_with, exists };

struct Predicate {
  enum class Node { always, never, all, any, negate, compare };
  Node node = Node::always;
  std::vector<Predicate> children;   // all, any: n; negate: 1
  std::string field;                 // compare: "grade", "org.types", or a system field: id no state version
                                     // org_id created_at updated_at created_by
  Op op = Op::eq;
  json::array operands;              // 1 for scalar ops; n for in/not_in; exists: [true|false]

  static Predicate all_of(std::vector<Predicate> children);
  static Predicate any_of(std::vector<Predicate> children);
  static Predicate negation(Predicate child);
  static Predicate compare(std::string field, Op op, json::array operands);
  static Predicate equals(std::string field, json::value v);
  static Predicate never_true();
  bool is_always() const { return node == Node::always; }
};

// Access to one record's fields for test(). `field` as in Predicate::field; nullptr = absent.
class FieldSource {
 public:
  virtual ~FieldSource() = default;
  virtual const json::value* field(std::string_view name) const = 0;
};

// Record data in `self`, the owning organisation's data in `org` (may be null).
class ObjectSource final : public FieldSource {
 public:
  explicit ObjectSource(const json::object& self, const json::object* org = nullptr) : self_(self), org_(org) {}
  const json::value* field(std::string_view name) const override;

 private:
  const json::object& self_;
  const json::object* org_;
};

bool test(const Predicate& p, const FieldSource& source, Date today);
// `today`, `today+30d`, `today-2m`, or a plain date → date; anything else unchanged.
json::value resolve_operand(const json::value& operand, Date today);

// JSON/YAML map form ↔ tree. Errors name the path: `all[1].grade: unknown operator "gte2"`.
Result<Predicate> parse_predicate(const json::value& map_form);
json::value to_map_form(const Predicate& p);
// All field names used, each once, sorted.
std::vector<std::string> fields_of(const Predicate& p);
// For explain: "等级 ≥ 3 且 类型 是 IDC" / "grade ≥ 3 and unit_type is idc", titles by callback.
class TitleSource {
 public:
  virtual ~TitleSource() = default;
  virtual std::string field_title(std::string_view field, bool zh) const = 0;
  virtual std::string value_title(std::string_view field, const json::value& v, bool zh) const = 0;
};
std::string to_words(const Predicate& p, const TitleSource& titles, bool zh);

}  // namespace lp::model
