#include "detect/sigma/rule_reader.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "detect/sigma/documents.h"
#include "detect/sigma/rules_testing.h"
#include "io/files.h"

namespace lp::detect::sigma {
namespace {

TEST(Documents, AreCutAtTheirMarkers) {
  const auto docs = split_documents("a: 1\n--- # next\nb: 2\nc: |\n  --- inside\n---\n\n...\nd: 4");
  ASSERT_EQ(docs.size(), 4u);
  EXPECT_EQ(docs[0].text, "a: 1\n");
  EXPECT_EQ(docs[1].text, "b: 2\nc: |\n  --- inside\n");
  EXPECT_EQ(docs[1].first_line, 2);
  EXPECT_EQ(docs[3].text, "d: 4");
  EXPECT_EQ(docs[3].first_line, 8);
  EXPECT_TRUE(split_documents("").empty());
}

TEST(RuleReader, ReadsWhatARuleSays) {
  const auto loaded = load_text(R"(title: Whoami Execution
id: 929a690e-bef0-4204-a928-ef5e620d6fcc
name: whoami
status: test
description: Detects a whoami.exe execution
author: A, B
date: 2019-10-23
tags: [attack.discovery, attack.t1033]
fields: [CommandLine]
falsepositives:
  - Admins
logsource:
  category: Process_Creation
  product: windows
  definition: ignored
detection:
  selection:
    Image: 'C:\Windows\System32\whoami.exe'
  condition: selection
level: high
)");
  ASSERT_EQ(loaded->set.rules.size(), 1u);
  const Rule& r = loaded->set.rules[0];
  EXPECT_EQ(r.title, "Whoami Execution");
  EXPECT_EQ(r.name, "whoami");
  EXPECT_EQ(r.level, "high");
  EXPECT_EQ(r.tags, (std::vector<std::string>{"attack.discovery", "attack.t1033"}));
  EXPECT_EQ(r.falsepositives, std::vector<std::string>{"Admins"});
  EXPECT_EQ(r.logsource, (Logsource{"windows", "process_creation", ""}));
  EXPECT_EQ(r.condition_text, "selection");
  EXPECT_EQ(r.tests[0].where.line, 18);
  EXPECT_TRUE(loaded->diagnostics.items().empty());
}

TEST(RuleReader, LeavesOutWhatIsWrongAndReadsTheRest) {
  const struct {
    const char* detection;
    const char* code;
    int line;  // in the file; the detection begins at line 6
  } rows[] = {
      {"  s: {F|nonsense: 1}\n  condition: s\n", "unsupported", 6},
      {"  s: {F|contains|startswith: x}\n  condition: s\n", "bad_value", 6},
      {"  s: {F|re: '('}\n  condition: s\n", "bad_value", 6},
      {"  s: {F|cidr: 10.0.0.0/33}\n  condition: s\n", "bad_value", 6},
      {"  s: {F|gt: many}\n  condition: s\n", "bad_value", 6},
      {"  s: {F|exists: maybe}\n  condition: s\n", "bad_value", 6},
      {"  s: {F|contains: null}\n  condition: s\n", "bad_value", 6},
      {"  s: {F|base64: 'a*'}\n  condition: s\n", "bad_value", 6},
      {"  s: {F|expand: '%x%'}\n  condition: s\n", "unsupported", 6},
      {"  s: {F: []}\n  condition: s\n", "bad_value", 6},
      {"  s: {F: {a: b}}\n  condition: s\n", "bad_value", 6},
      {"  s: {}\n  condition: s\n", "bad_value", 6},
      {"  s: []\n  condition: s\n", "bad_value", 6},
      {"  s: {F: 1}\n", "missing", 6},
      {"  condition: s\n", "missing", 6},
      {"  s: {F: 1}\n  condition: t\n", "bad_condition", 7},
      {"  s: {F: 1}\n  condition: s | count() > 1\n", "unsupported", 7},
      {"  s: {F|i: 1}\n  condition: s\n", "bad_value", 6},
      {"  s: {F|re|cased: a}\n  condition: s\n", "bad_value", 6},
      {"  s: {'|exists': true}\n  condition: s\n", "bad_value", 6},
      {"  s: {F|fieldref|re: G}\n  condition: s\n", "bad_value", 6},
      {"  s: {F|windash|base64: G}\n  condition: s\n", "bad_value", 6},
  };
  const std::string good = rule_of("  s: {F: 1}\n  condition: s\n");
  for (const auto& row : rows) {
    const auto loaded = load_text(rule_of(row.detection) + "---\n" + good);
    EXPECT_EQ(loaded->set.rules.size(), 1u) << row.detection;
    ASSERT_GE(loaded->diagnostics.errors(), 1u) << row.detection;
    EXPECT_EQ(loaded->diagnostics.items()[0].code, row.code) << row.detection << loaded->diagnostics.items()[0].what;
    EXPECT_EQ(loaded->diagnostics.items()[0].where.line, row.line) << row.detection;
  }
}

TEST(RuleReader, LinesAreThoseOfTheFile) {
  const auto loaded = load_text(rule_of("  s: {F: 1}\n  condition: s\n") + "---\n" + rule_of("  s: {F: 1}\n  condition: nothing\n"));
  ASSERT_EQ(loaded->diagnostics.errors(), 1u);
  EXPECT_EQ(loaded->diagnostics.items()[0].where.line, 15);
  const auto broken = load_text("title: a\n---\ntitle: [b\n---\n" + rule_of("  s: {F: 1}\n  condition: s\n"));
  EXPECT_EQ(broken->set.rules.size(), 1u);
  ASSERT_GE(broken->diagnostics.errors(), 2u);
  EXPECT_GE(broken->diagnostics.items()[1].where.line, 3);
}

TEST(RuleReader, WarnsOfWhatIsReadAllTheSame) {
  const auto loaded = load_text("detection:\n  s:\n    F: ['', null]\n    G|contains|all: x\n  condition: s\nlevel: severe\n");
  ASSERT_EQ(loaded->set.rules.size(), 1u);
  std::vector<std::string> codes;
  for (const Diagnostic& d : loaded->diagnostics.items()) codes.push_back(d.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"null_in_list", "all_of_one", "no_logsource", "unknown_level", "no_title"}));
  EXPECT_EQ(match_json(*loaded, R"({"G":"axb"})").size(), 1u);
}

TEST(RuleReader, TheFirstOfTwoWithOneIdStays) {
  const auto loaded = load_text(rule_of("  s: {F: 1}\n  condition: s\n") + "---\n" + rule_of("  s: {F: 2}\n  condition: s\n"));
  ASSERT_EQ(loaded->set.rules.size(), 1u);
  EXPECT_EQ(loaded->diagnostics.warnings(), 1u);
  EXPECT_EQ(match_json(*loaded, R"({"F":1})").size(), 1u);
}

TEST(RuleReader, FoldersAreReadInOrder) {
  const auto folder = io::TempDir::create("sigma");
  ASSERT_TRUE(folder);
  std::filesystem::create_directories(folder->path() / "sub");
  const auto write = [&](const std::string& name, const std::string& text) { std::ofstream(folder->path() / name) << text; };
  write("b.yml", "title: b\nlogsource: {product: p}\ndetection: {s: {F: 1}, condition: s}\n");
  write("sub/a.yaml", "title: a\nlogsource: {product: p}\ndetection: {s: {F: 1}, condition: s}\n");
  write("README.md", "no rule");
  write("c.yml", "title: [\n");
  RuleSet set;
  Diagnostics out;
  ASSERT_TRUE(load_rules(folder->path(), {}, set, out));
  ASSERT_EQ(set.rules.size(), 2u);
  EXPECT_EQ(set.rules[0].title, "b");
  EXPECT_EQ(set.rules[1].where.file, "sub/a.yaml");
  EXPECT_EQ(out.errors(), 1u);
  EXPECT_EQ(out.items()[0].where.file, "c.yml");
  const auto missing = load_rules(folder->path() / "nowhere", {}, set, out);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Errc::not_found);
  ASSERT_TRUE(load_rules(folder->path() / "b.yml", {}, set, out));
  EXPECT_EQ(set.rules.back().where.file, "b.yml");
}

TEST(SigmaFilter, TakesMatchesAway) {
  const std::string rules = "title: r\nid: 6f3e2987\nlogsource: {product: windows, category: process_creation}\ndetection:\n  s: {F: 1}\n  condition: s\n";
  for (const char* condition : {"selection", "not selection"}) {
    const auto loaded = load_text(rules + "---\ntitle: f\nlogsource: {product: windows}\nfilter:\n  rules: [6f3e2987]\n  selection:\n    User|startswith: 'adm_'\n  condition: " + condition + "\n");
    EXPECT_EQ(loaded->diagnostics.items().size(), 0u);
    EXPECT_EQ(match_json(*loaded, R"({"F":1,"User":"bob"})").size(), 1u) << condition;
    EXPECT_EQ(match_json(*loaded, R"({"F":1,"User":"ADM_bob"})").size(), 0u) << condition;
    EXPECT_EQ(match_json(*loaded, R"({"F":2,"User":"bob"})").size(), 0u) << condition;
  }
}

TEST(SigmaFilter, AppliesWhereItsLogSourceCovers) {
  const std::string rules = "title: r\nid: a\nlogsource: {product: windows}\ndetection:\n  s: {F: 1}\n  condition: s\n---\ntitle: r2\nid: b\nlogsource: {product: linux}\ndetection:\n  s: {F: 1}\n  condition: s\n";
  const auto any = load_text(rules + "---\ntitle: f\nlogsource: {product: linux}\nfilter:\n  rules: any\n  selection: {U: x}\n  condition: selection\n");
  EXPECT_EQ(match_json(*any, R"({"F":1,"U":"x"})"), std::vector<RuleIndex>{0});
  const auto other = load_text(rules + "---\ntitle: f\nlogsource: {product: linux}\nfilter:\n  rules: [a]\n  selection: {U: x}\n  condition: selection\n");
  EXPECT_EQ(match_json(*other, R"({"F":1,"U":"x"})"), (std::vector<RuleIndex>{0, 1}));
  ASSERT_EQ(other->diagnostics.warnings(), 1u);
  EXPECT_EQ(other->diagnostics.items()[0].code, "filter_without_rule");
}

}  // namespace
}  // namespace lp::detect::sigma
