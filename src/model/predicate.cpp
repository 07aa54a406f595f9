#include "model/predicate.h"

#include <algorithm>

namespace lp::model {

Predicate Predicate::all_of(std::vector<Predicate> children) {
  std::erase_if(children, [](const Predicate& p) { return p.is_always(); });
  if (children.empty()) return {};
  if (children.size() == 1) return std::move(children.front());
  Predicate p;
  p.node = Node::all;
  p.children = std::move(children);
  return p;
}

Predicate Predicate::any_of(std::vector<Predicate> children) {
  if (children.empty()) return never_true();
  if (children.size() == 1) return std::move(children.front());
  Predicate p;
  p.node = Node::any;
  p.children = std::move(children);
  return p;
}

Predicate Predicate::negation(Predicate child) {
  Predicate p;
  p.node = Node::negate;
  p.children.push_back(std::move(child));
  return p;
}

Predicate Predicate::compare(std::string field, Op op, json::array operands) {
  Predicate p;
  p.node = Node::compare;
  p.field = std::move(field);
  p.op = op;
  p.operands = std::move(operands);
  return p;
}

Predicate Predicate::equals(std::string field, json::value v) {
  return compare(std::move(field), Op::eq, json::array{std::move(v)});
}

Predicate Predicate::never_true() {
  Predicate p;
  p.node = Node::never;
  return p;
}

const json::value* ObjectSource::field(std::string_view name) const {
  constexpr std::string_view org_prefix = "org.";
  if (name.substr(0, org_prefix.size()) == org_prefix) {
    return org_ != nullptr ? find(*org_, name.substr(org_prefix.size())) : nullptr;
  }
  return find(self_, name);
}

namespace {

void collect_fields(const Predicate& p, std::vector<std::string>& out) {
  if (p.node == Predicate::Node::compare) out.push_back(p.field);
  for (const Predicate& child : p.children) collect_fields(child, out);
}

}  // namespace

std::vector<std::string> fields_of(const Predicate& p) {
  std::vector<std::string> fields;
  collect_fields(p, fields);
  std::sort(fields.begin(), fields.end());
  fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
  return fields;
}

}  // namespace lp::model
