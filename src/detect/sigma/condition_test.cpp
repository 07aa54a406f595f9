#include "detect/sigma/condition.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace lp::detect::sigma {
namespace {

const std::vector<Selection>& names() {
  static const std::vector<Selection> all{{"a", {}}, {"b", {}}, {"c", {}}, {"sel_1", {}}, {"sel_2", {}}, {"sel_3", {}}, {"_hidden", {}}};
  return all;
}

std::string show(const Expr& e) {
  if (e.op == Expr::Op::selection) return names()[e.index].name;
  if (e.op == Expr::Op::negate) return "not(" + show(e.children[0]) + ")";
  std::string out = e.index == e.children.size() ? "all(" : (e.index == 1 ? "any(" : fmt::format("{}of(", e.index));
  for (const Expr& c : e.children) out += (out.back() == '(' ? "" : ",") + show(c);
  return out + ")";
}

TEST(Condition, BindsAsTheSpecificationSays) {
  const struct {
    const char* text;
    const char* want;
  } rows[] = {
      {"a", "a"},
      {"a and b", "all(a,b)"},
      {"a or b and c", "any(a,all(b,c))"},
      {"a and b or c", "any(all(a,b),c)"},
      {"not a and b", "all(not(a),b)"},
      {"not (a or b)", "not(any(a,b))"},
      {"not not a", "not(not(a))"},
      {"a and (b or c)", "all(a,any(b,c))"},
      {"1 of sel_*", "any(sel_1,sel_2,sel_3)"},
      {"any of sel_*", "any(sel_1,sel_2,sel_3)"},
      {"all of sel_*", "all(sel_1,sel_2,sel_3)"},
      {"2 of sel_*", "2of(sel_1,sel_2,sel_3)"},
      {"not 1 of sel_* and a", "all(not(any(sel_1,sel_2,sel_3)),a)"},
      {"1 of them", "any(a,b,c,sel_1,sel_2,sel_3)"},  // without _hidden
      {"all of *_2", "sel_2"},
      {"_hidden", "_hidden"},
      {"1 of _*", "_hidden"},
      {"a AND NOT b", "all(a,not(b))"},
      {"(a)", "a"},
      {"  a\n  and b", "all(a,b)"},
  };
  for (const auto& row : rows) {
    const auto parsed = parse_condition(row.text, names());
    ASSERT_TRUE(parsed) << row.text << ": " << parsed.error().message;
    EXPECT_EQ(show(*parsed), row.want) << row.text;
  }
}

TEST(Condition, SaysWhatIsWrong) {
  const struct {
    const char* text;
    const char* message;
  } rows[] = {
      {"", "ends too early"},          {"a and", "ends too early"},        {"(a", "closing bracket"},     {"a)", "')' is not expected"},
      {"nothing", "no selection 'nothing'"}, {"1 of x*", "named like 'x*'"}, {"0 of sel_*", "'0 of'"},      {"5 of sel_*", "can never hold"},
      {"some of sel_*", "'some of'"},   {"a b", "'b' is not expected"},      {"and a", "'and' is not expected"}, {"1 of", "needs a name"},
      {"a | count() > 5", "no longer part of Sigma"}};
  for (const auto& row : rows) {
    const auto parsed = parse_condition(row.text, names());
    ASSERT_FALSE(parsed) << row.text;
    EXPECT_NE(parsed.error().message.find(row.message), std::string::npos) << row.text << ": " << parsed.error().message;
  }
}

TEST(Condition, NestingIsBounded) {
  std::string deep = "a";
  for (int i = 0; i < 100; ++i) deep = "(" + deep + ")";
  EXPECT_FALSE(parse_condition(deep, names()));
  std::string nots;
  for (int i = 0; i < 10'000; ++i) nots += "not ";
  EXPECT_FALSE(parse_condition(nots + "a", names()));
}

}  // namespace
}  // namespace lp::detect::sigma
