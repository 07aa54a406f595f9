// The rules of SigmaHQ against real events, set-equal with what another engine found (log sources not heeded), but for the
// differences of tests/golden/detect/sigma_differences.md. Needs ../shared.
#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "detect/sigma/evaluate.h"
#include "detect/sigma/event_testing.h"
#include "detect/sigma/route_testing.h"
#include "detect/sigma/rule_matcher.h"
#include "detect/sigma/rule_reader.h"
#include "detect/sigma/shared_testing.h"
#include "io/files.h"

namespace lp::detect::sigma {
namespace {

struct Oracle {
  RuleSet set;
  Diagnostics diagnostics;
  FieldTable table;
  std::shared_ptr<const RuleProgram> program;
};

// SigmaHQ's three main folders, compiled once.
Oracle& oracle() {
  static const std::unique_ptr<Oracle> made = [] {
    auto out = std::make_unique<Oracle>();
    auto folder = io::TempDir::create("sigma-rules");
    if (!folder) throw std::runtime_error(folder.error().message);
    const std::string archive = (shared_folder() / "sigma-rules.tar.xz").string();
    output_of("tar -xJf '" + archive + "' -C '" + folder->path().string() + "' && echo done");
    for (const char* part : {"rules", "rules-emerging-threats", "rules-threat-hunting"}) {
      if (const auto loaded = load_rules(folder->path() / part, {}, out->set, out->diagnostics); !loaded) throw std::runtime_error(loaded.error().message);
    }
    out->program = RuleProgram::compile(out->set.rules, out->table);
    return out;
  }();
  return *made;
}

std::set<std::string> ids_of(const std::vector<RuleIndex>& matches, const RuleProgram& program) {
  std::set<std::string> out;
  for (const RuleIndex r : matches) out.insert(program.rules()[r].id);
  return out;
}

using Sets = std::map<std::size_t, std::set<std::string>>;

// Lines whose set differs, as "line: +id -id".
std::vector<std::string> differences(const Sets& expected, const Sets& got) {
  std::vector<std::string> out;
  for (const auto& [line, ids] : got) {
    const auto at = expected.find(line);
    const std::set<std::string> wanted = at == expected.end() ? std::set<std::string>{} : at->second;
    std::string text;
    for (const std::string& id : ids) text += wanted.contains(id) ? "" : " +" + id;
    for (const std::string& id : wanted) text += ids.contains(id) ? "" : " -" + id;
    if (!text.empty()) out.push_back(std::to_string(line) + ":" + text);
  }
  return out;
}

Sets expected_of(const std::string& name) {
  Sets out;
  for (ExpectedMatches& e : parse_expected(read_shared(name))) out[e.line] = std::move(e.ids);
  return out;
}

struct Lines {
  std::string text;
  std::vector<std::string_view> all;
  explicit Lines(const std::string& name) : text(read_shared(name)) {
    for (const std::string_view line : split(text, '\n')) {
      if (!line.empty()) all.push_back(line);
    }
  }
};

TEST(SigmaOracle, RulesOfSigmaHqAreRead) {
  LP_NEEDS_SHARED();
  Oracle& o = oracle();
  EXPECT_EQ(o.set.rules.size(), 3752u);
  EXPECT_EQ(o.diagnostics.errors(), 2u) << "two rules need values for %known_cdcs%";
  for (const Diagnostic& d : o.diagnostics.items()) EXPECT_EQ(d.code, "unsupported") << to_string(d.where) << " " << d.what;
}

// A rule's regression data are events of one run, of which at least one is what the rule looks for.
TEST(SigmaOracle, RegressionEventsMatchTheirOwnRules) {
  LP_NEEDS_SHARED();
  Oracle& o = oracle();
  RuleMatcher matcher(o.program, nullptr);
  const Lines lines("sigma-regression.jsonl");
  Sets got;
  std::map<std::string, int> own_matches;
  std::vector<RuleIndex> matches;
  for (std::size_t i = 0; i < lines.all.size(); ++i) {
    const JsonEvent event(lines.all[i], o.table);
    matcher.match(event.event(), matches);
    got[i + 1] = ids_of(matches, *o.program);
    const std::string own(boost::json::parse(boost::json::string_view(lines.all[i].data(), lines.all[i].size())).at("__id").as_string());
    own_matches[own] += got[i + 1].contains(own) ? 1 : 0;
  }
  for (const auto& [own, count] : own_matches) EXPECT_GE(count, 1) << own;
  ASSERT_EQ(got.size(), 122u);
  // Adjudicated: sigma_differences.md, 1.
  EXPECT_EQ(differences(expected_of("sigma-regression.expected.tsv"), got), std::vector<std::string>{"13: +a7c3e5f2-8b1d-4e9a-b6c2-3d7f5e8a9b4c"});
}

TEST(SigmaOracle, RealEventsMatchTheSameRules) {
  LP_NEEDS_SHARED();
  Oracle& o = oracle();
  RuleMatcher matcher(o.program, nullptr);
  const Lines lines("otrf-events.jsonl.xz");
  Sets got;
  std::vector<RuleIndex> matches;
  for (std::size_t i = 0; i < lines.all.size(); ++i) {
    const JsonEvent event(lines.all[i], o.table);
    matcher.match(event.event(), matches);
    got[i + 1] = ids_of(matches, *o.program);
  }
  ASSERT_EQ(got.size(), 17'268u);
  EXPECT_EQ(differences(expected_of("otrf-events.expected.tsv.xz"), got), std::vector<std::string>{});
  EXPECT_EQ(matcher.statistics().regex_gave_up, 0u);
}

TEST(SigmaOracle, TheMatcherFindsWhatTheDefinitionSays) {
  LP_NEEDS_SHARED();
  Oracle& o = oracle();
  RouteTable routes;
  RuleMatcher all(o.program, nullptr), routed(o.program, &routes);
  TestScratch scratch;
  std::vector<std::vector<TestFields>> fields;
  for (RuleIndex r = 0; r < o.program->rules().size(); ++r) fields.push_back(o.program->fields_of(r));
  const Lines lines("otrf-events.jsonl.xz");
  std::size_t routed_matches = 0;
  for (std::size_t i = 0; i < lines.all.size(); i += 67) {
    JsonEvent event(lines.all[i], o.table);
    event.event().route = routes.intern(sources_of(std::string(lines.all[i])));
    std::vector<RuleIndex> plain, plain_routed, matches;
    for (RuleIndex r = 0; r < fields.size(); ++r) {
      if (!evaluate(o.program->rules()[r], fields[r], event.event(), scratch)) continue;
      plain.push_back(r);
      if (covers(o.program->rules()[r].logsource, routes.sources(event.event().route))) plain_routed.push_back(r);
    }
    all.match(event.event(), matches);
    EXPECT_EQ(matches, plain) << "line " << i + 1;
    routed.match(event.event(), matches);
    EXPECT_EQ(matches, plain_routed) << "line " << i + 1;
    routed_matches += matches.size();
  }
  EXPECT_GT(routed_matches, 0u);
}

}  // namespace
}  // namespace lp::detect::sigma
