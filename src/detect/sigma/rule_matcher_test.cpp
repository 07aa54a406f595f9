#include "detect/sigma/rule_matcher.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <thread>

#include "detect/sigma/explain.h"
#include "detect/sigma/rules_testing.h"

namespace lp::detect::sigma {
namespace {

// A selection over three fields with few different values, so that rules and events often meet.
std::string random_item() {
  const std::string field = *rc::gen::element("F", "G", "H");
  const std::string modifier = *rc::gen::element("", "|contains", "|startswith", "|endswith", "|contains|all", "|cased", "|neq", "|windash|contains", "|re", "|gt", "|exists", "|fieldref");
  if (modifier == "|exists") return field + modifier + ": " + *rc::gen::element("true", "false");
  if (modifier == "|gt") return field + modifier + ": " + *rc::gen::element("1", "7");
  if (modifier == "|fieldref") return field + modifier + ": " + *rc::gen::element("F", "G");
  if (modifier.empty() && *rc::gen::inRange(0, 5) == 0) return field + ": " + *rc::gen::element("null", "7", "''");
  std::string out = field + modifier + ": [";
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
    out += "'" + *rc::gen::nonEmpty(rc::gen::container<std::string>(modifier == "|re" ? rc::gen::element('a', 'b', 'C') : rc::gen::element('a', 'B', 'c', '/', '*', '?', '7'))) + "'" + (i > 1 ? ", " : "");
  }
  return out + "]";
}

std::string random_rules() {
  std::string out;
  for (int r = *rc::gen::inRange(1, 8); r > 0; --r) {
    out += "title: t\nid: r" + std::to_string(r) + "\nlogsource: {product: p}\ndetection:\n";
    for (const char* name : {"a", "b", "c"}) out += std::string("  ") + name + ":\n    " + random_item() + "\n";
    out += std::string("  condition: ") + *rc::gen::element("a", "a and b", "a or b", "not a", "a and not b", "2 of them", "all of them", "not (a or b)", "not 2 of them", "a and (b or not c)", "1 of them and not c") + "\n---\n";
  }
  return out;
}

std::string random_event() {
  std::string out = "{";
  for (const char* field : {"F", "G", "H"}) {
    const int kind = *rc::gen::inRange(0, 8);
    if (kind == 0) continue;
    std::string value = kind == 1 ? "null" : (kind == 2 ? "7" : "\"" + *rc::gen::container<std::string>(rc::gen::element('a', 'b', 'C', '-', '/', '7')) + "\"");
    if (kind == 3) value = "[" + value + ",\"abc\"]";
    out += (out.size() > 1 ? "," : "") + std::string("\"") + field + "\":" + value;
  }
  return out + "}";
}

RC_GTEST_PROP(RuleMatcherProperty, FindsWhatTheDefinitionSays, ()) {
  const std::string rules = random_rules();
  RC_LOG() << rules;
  const auto loaded = load_text(rules);
  RuleMatcher matcher(loaded->program, nullptr);
  TestScratch scratch;
  for (int i = 0; i < 10; ++i) {
    const std::string json = random_event();
    const JsonEvent event(json, loaded->table);
    std::vector<RuleIndex> got, want;
    matcher.match(event.event(), got);
    for (RuleIndex r = 0; r < loaded->program->rules().size(); ++r) {
      if (evaluate(loaded->program->rules()[r], loaded->program->fields_of(r), event.event(), scratch)) want.push_back(r);
    }
    RC_LOG() << json;
    RC_ASSERT(got == want);
  }
}

TEST(RuleMatcher, RoutingKeepsRulesToTheirLogSource) {
  const auto loaded = load_text(
      "title: a\nid: a\nlogsource: {product: windows, category: process_creation}\ndetection: {s: {F: 1}, condition: s}\n---\n"
      "title: b\nid: b\nlogsource: {product: linux}\ndetection: {s: {F: 1}, condition: s}\n---\n"
      "title: c\nid: c\nlogsource: {category: process_creation}\ndetection: {s: {F: 2}, condition: not s}\n");
  RouteTable routes;
  JsonEvent event(R"({"F":1})", loaded->table);
  RuleMatcher routed(loaded->program, &routes), all(loaded->program, nullptr);
  const auto with = [&](std::vector<Logsource> sources) {
    event.event().route = routes.intern(std::move(sources));
    std::vector<RuleIndex> out;
    routed.match(event.event(), out);
    return out;
  };
  EXPECT_EQ(with({{"windows", "process_creation", ""}}), (std::vector<RuleIndex>{0, 2}));
  EXPECT_EQ(with({{"linux", "process_creation", "auditd"}}), (std::vector<RuleIndex>{1, 2}));
  EXPECT_EQ(with({{"windows", "", "security"}}), std::vector<RuleIndex>{});
  EXPECT_EQ(with({}), std::vector<RuleIndex>{});
  EXPECT_EQ(with({{"windows", "process_creation", ""}}), (std::vector<RuleIndex>{0, 2}));
  std::vector<RuleIndex> out;
  all.match(event.event(), out);
  EXPECT_EQ(out, (std::vector<RuleIndex>{0, 1, 2}));
  EXPECT_EQ(routed.statistics().events, 5u);
  EXPECT_EQ(routed.statistics().matches, 6u);
}

TEST(RuleMatcher, ManyThreadsShareOneProgram) {
  const auto loaded = load_text("title: a\nid: a\nlogsource: {product: p}\ndetection: {s: {F|contains: x1}, condition: s}\n---\ntitle: b\nid: b\nlogsource: {product: q}\ndetection: {s: {F|re: 'x\\d+'}, condition: s}\n");
  RouteTable routes;
  std::vector<std::size_t> matches(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < matches.size(); ++t) {
    threads.emplace_back([&, t] {
      RuleMatcher matcher(loaded->program, &routes);
      std::vector<RuleIndex> out;
      for (int i = 0; i < 200; ++i) {
        JsonEvent event("{\"F\":\"x" + std::to_string(i) + "\"}", loaded->table);
        event.event().route = routes.intern({{i % 2 == 0 ? "p" : "q", "", ""}});
        matcher.match(event.event(), out);
        matches[t] += out.size();
      }
    });
  }
  for (std::thread& t : threads) t.join();
  for (const std::size_t n : matches) EXPECT_EQ(n, 100u + 55u);  // odd: all; even: those that begin with x1
}

TEST(RuleMatcher, ExpressionsThatTakeTooLongAreCounted) {
  const auto loaded = load_text(rule_of("  s: {F|re: '^(a+)+$'}\n  condition: s\n"));
  const JsonEvent event("{\"F\":\"" + std::string(3000, 'a') + "x\"}", loaded->table);
  RuleMatcher matcher(loaded->program, nullptr);
  std::vector<RuleIndex> out;
  matcher.match(event.event(), out);
  EXPECT_TRUE(out.empty());
  EXPECT_EQ(matcher.statistics().regex_gave_up, 1u);
}

TEST(NeededTexts, AreInEveryMatch) {
  const struct {
    const char* pattern;
    std::vector<std::string> want;
  } rows[] = {
      {"powershell", {"powershell"}}, {"^Abc.*Defgh$", {"defgh"}}, {"foo|quux", {"foo", "quux"}}, {"foo|.", {}}, {"ab?cde", {"cde"}}, {"abc*", {"ab"}}, {"abc+d", {"abc"}}, {"(foo|bar)bazzz", {"bazzz"}},
      {"abc{0,3}defg", {"defg"}}, {R"(a\.exe\s+b)", {"a.exe"}}, {R"(\x41bcdef)", {}}, {"[abc]def", {"def"}}, {"[[:alpha:]]def", {}}, {"(?i)Hello", {"hello"}}, {"(?x)h e l l o", {}}, {"(?!bad)good", {"good"}}, {"", {}}, {"(abc", {}}, {"a)bc", {}},
      {R"(\Qa.b\E)", {}}, {"龙?磐abc", {"磐abc"}}};
  for (const auto& row : rows) EXPECT_EQ(needed_texts(row.pattern), row.want) << row.pattern;
}

TEST(Explain, SaysWhichTestsHeldAndWhatMetThem) {
  const auto loaded = load_text(rule_of("  sel:\n    Image|endswith: ['\\a.exe', '\\b.exe']\n    User: root\n  filter:\n    Path: null\n  condition: sel and not filter\n"));
  const JsonEvent event(R"({"Image":"C:\\B.exe","Path":"x"})", loaded->table);
  const Explanation e = explain(event.event(), 0, *loaded->program, nullptr);
  EXPECT_FALSE(e.matched);
  ASSERT_EQ(e.selections.size(), 2u);
  EXPECT_FALSE(e.selections[0].held);
  ASSERT_EQ(e.selections[0].tests.size(), 2u);
  EXPECT_TRUE(e.selections[0].tests[0].held);
  EXPECT_EQ(e.selections[0].tests[0].pattern, "\\b.exe");
  EXPECT_EQ(e.selections[0].tests[0].value, "C:\\B.exe");
  EXPECT_TRUE(e.selections[0].tests[1].field_missing);
  EXPECT_EQ(to_text(e),
            "does not match: sel and not filter\n"
            "  - sel\n"
            "    + Image|endswith: \\b.exe ← C:\\B.exe\n"
            "    - User: root (the event has no such field)\n"
            "  - filter\n"
            "    - Path: null ← x\n");
  RouteTable routes;
  EXPECT_FALSE(explain(event.event(), 0, *loaded->program, &routes).seen);
}

}  // namespace
}  // namespace lp::detect::sigma
