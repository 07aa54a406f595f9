// Predicates in words, for explain.
#include <fmt/format.h>

#include "base/text.h"
#include "model/predicate.h"

namespace lp::model {
namespace {

std::string op_words(Op op, bool zh) {
  switch (op) {
    case Op::eq: return zh ? "是" : "is";
    case Op::ne: return zh ? "不是" : "is not";
    case Op::in: return zh ? "属于" : "is one of";
    case Op::not_in: return zh ? "不属于" : "is none of";
    case Op::gt: return zh ? "大于" : "is over";
    case Op::gte: return zh ? "不小于" : "is at least";
    case Op::lt: return zh ? "小于" : "is below";
    case Op::lte: return zh ? "不大于" : "is at most";
    case Op::contains: return zh ? "包含" : "contains";
    case Op::starts_with: return zh ? "开头是" : "starts with";
    case Op::exists: return zh ? "已填写" : "is filled in";
  }
  return {};
}

std::string compare_words(const Predicate& p, const TitleSource& titles, bool zh) {
  const std::string field = titles.field_title(p.field, zh);
  if (p.op == Op::exists) {
    const bool wanted = p.operands.empty() || p.operands[0] == json::value(true);
    if (!wanted) return field + (zh ? "未填写" : " is empty");
    return field + (zh ? "" : " ") + op_words(p.op, zh);
  }
  std::vector<std::string> values;
  for (const json::value& v : p.operands) values.push_back(titles.value_title(p.field, v, zh));
  const bool single = values.size() == 1;
  const Op op = single && p.op == Op::in ? Op::eq : single && p.op == Op::not_in ? Op::ne : p.op;
  return fmt::format(fmt::runtime(zh ? "{}{}“{}”" : "{} {} \"{}\""), field, op_words(op, zh), join(values, zh ? "、" : ", "));
}

}  // namespace

std::string to_words(const Predicate& p, const TitleSource& titles, bool zh) {
  std::vector<std::string> parts;
  for (const Predicate& child : p.children) {
    const bool group = child.node == Predicate::Node::any || child.node == Predicate::Node::all;
    const std::string words = to_words(child, titles, zh);
    parts.push_back(group && p.children.size() > 1 ? (zh ? "（" + words + "）" : "(" + words + ")") : words);
  }
  switch (p.node) {
    case Predicate::Node::always: return zh ? "全部" : "all";
    case Predicate::Node::never: return zh ? "无" : "none";
    case Predicate::Node::all: return join(parts, zh ? "，且" : " and ");
    case Predicate::Node::any: return join(parts, zh ? "，或" : " or ");
    case Predicate::Node::negate: return (zh ? "并非：" : "not: ") + parts.at(0);
    default: return compare_words(p, titles, zh);
  }
}

}  // namespace lp::model
