#include "probe/expectation.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace lp::probe {
namespace {

using Node = Expectation::Node;
using Judgement = Expectation::Judgement;
using Truth = Expectation::Truth;

std::optional<std::string> value_of(const std::string& fact, const Observation& seen) {
  const std::string* field = fact == "vendor" ? &seen.vendor : fact == "product" ? &seen.product : fact == "version" ? &seen.version : fact == "cpe" ? &seen.cpe : nullptr;
  if (field != nullptr) return field->empty() ? std::nullopt : std::optional(*field);
  if (fact == "port" && seen.outcome == Observation::Outcome::closed_port) return "closed";
  const auto found = seen.facts.find(fact);
  return found == seen.facts.end() ? std::nullopt : std::optional(found->second);
}

bool has_word(std::string_view list, std::string_view word) {
  const auto words = split(list, ' ');
  return std::find(words.begin(), words.end(), word) != words.end();
}

Judgement said(bool yes, const Node& node, const std::string& found) {
  const std::string shown = truncate(found, 120);
  return {yes ? Truth::yes : Truth::no, {node.fact + " 为 “" + shown + "”", node.fact + " is \"" + shown + "\""}};
}

Judgement not_told(const Node& node) { return {Truth::unknown, {"回答中没有 " + node.fact, "the answer does not tell " + node.fact}}; }

// A version of TLS that was asked for and not answered stays unknown.
Judgement judge_accepted(const Node& node, const Observation& seen) {
  const auto accepted = value_of("tls.accepted", seen), refused = value_of("tls.refused", seen);
  if (accepted && has_word(*accepted, node.value)) return {Truth::yes, {"服务器接受 " + node.value, "the server accepts " + node.value}};
  if (refused && has_word(*refused, node.value)) return {Truth::no, {"服务器拒绝 " + node.value, "the server refuses " + node.value}};
  return {Truth::unknown, {"未能问清是否接受 " + node.value, "whether the server accepts " + node.value + " was not answered"}};
}

bool compare(Compare how, const std::string& found, const std::string& wanted) {
  switch (how) {
    case Compare::equal: return to_lower_ascii(found) == to_lower_ascii(wanted);
    case Compare::not_equal: return to_lower_ascii(found) != to_lower_ascii(wanted);
    case Compare::contains: return contains(to_lower_ascii(found), to_lower_ascii(wanted));
    case Compare::starts: return starts_with(to_lower_ascii(found), to_lower_ascii(wanted));
    case Compare::less: return compare_versions(found, wanted) < 0;
    case Compare::less_equal: return compare_versions(found, wanted) <= 0;
    case Compare::greater: return compare_versions(found, wanted) > 0;
    case Compare::greater_equal: return compare_versions(found, wanted) >= 0;
    case Compare::accepted:
    case Compare::open: break;
  }
  return false;
}

bool is_order(Compare how) { return how >= Compare::less && how <= Compare::greater_equal; }

Truth negate(Truth truth) { return truth == Truth::unknown ? truth : truth == Truth::yes ? Truth::no : Truth::yes; }

LocalText joined(const LocalText& a, const LocalText& b) {
  if (a == b || b.empty()) return a;
  return {a.zh + "；" + b.zh, a.en + "; " + b.en};
}

// Of two: the one that decides; both where both do.
Judgement decide(const Judgement& left, const Judgement& right, bool all) {
  const Truth strong = all ? Truth::no : Truth::yes;
  const auto decided = [&](Truth truth) { return left.truth == truth || right.truth == truth; };
  const Truth truth = decided(strong) ? strong : decided(Truth::unknown) ? Truth::unknown : negate(strong);
  if (left.truth == truth && right.truth == truth) return {truth, joined(left.reason, right.reason)};
  return {truth, left.truth == truth ? left.reason : right.reason};
}

Judgement judge_node(const Node& node, const Observation& seen) {
  switch (node.kind) {
    case Node::Kind::comparison: return judge_comparison(node, seen);
    case Node::Kind::negation: {
      Judgement inner = judge_node(*node.left, seen);
      inner.truth = negate(inner.truth);
      return inner;
    }
    case Node::Kind::all:
    case Node::Kind::any: break;
  }
  return decide(judge_node(*node.left, seen), judge_node(*node.right, seen), node.kind == Node::Kind::all);
}

}  // namespace

Judgement judge_comparison(const Node& node, const Observation& seen) {
  if (node.compare == Compare::accepted) return judge_accepted(node, seen);
  const auto found = value_of(node.fact, seen);
  if (!found) return not_told(node);
  if (node.compare == Compare::open) return said(*found == "open", node, *found);
  // What holds no digit is no version: an order would be invented.
  const auto has_digit = [](const std::string& text) { return text.find_first_of("0123456789") != std::string::npos; };
  if (is_order(node.compare) && !(has_digit(*found) && has_digit(node.value))) return not_told(node);
  return said(compare(node.compare, *found, node.value), node, *found);
}

Judgement Expectation::judge(const Observation& observation) const { return judge_node(*root_, observation); }

}  // namespace lp::probe
