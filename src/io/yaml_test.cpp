#include "io/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace lp::io {
namespace {

struct Parsed {
  std::optional<YamlNode> root;
  Diagnostics out;
  std::string code() const { return out.items().empty() ? "" : out.items()[0].code; }
};
Parsed parse(std::string_view text, const YamlLimits& limits = {}) {
  Parsed p;
  p.root = parse_yaml(text, "plans/x.yaml", p.out, limits);
  return p;
}

TEST(Yaml, KeepsTextQuotingAndPlace) {
  const Parsed p = parse("a: 012\nb:\n  - no\n  - \"320100\"\n  - 320100\n");
  ASSERT_TRUE(p.root);
  EXPECT_EQ(p.root->find("a")->text, "012");
  const YamlNode& list = *p.root->find("b");
  ASSERT_EQ(list.items.size(), 3u);
  EXPECT_EQ(list.items[0].text, "no");
  EXPECT_FALSE(list.items[1].plain);
  EXPECT_TRUE(list.items[2].plain);
  EXPECT_EQ(list.items[2].where, (SourceRef{"plans/x.yaml", 5, 5}));
  EXPECT_EQ(p.root->entries[1].where, (SourceRef{"plans/x.yaml", 2, 1}));
}

TEST(Yaml, ScalarsAreNeverGuessed) {
  const Parsed p = parse(
      "[012, no, yes, on, 1e5, 0x10, 1_000, 2024-07-31, 320100, \"320100\", -3, 0.25, -0.5, true, \"true\", ~, null, .5, 1., +1, .inf, 99999999999999999999, '']");
  ASSERT_TRUE(p.root);
  EXPECT_EQ(json::serialize(to_json(*p.root)),
            R"(["012","no","yes","on","1e5","0x10","1_000","2024-07-31",320100,"320100",-3,2.5E-1,-5E-1,true,"true",null,null,".5","1.","+1",".inf",1E20,""])");
}

TEST(Yaml, DuplicateKeysAreReportedAndTheFirstKept) {
  const Parsed p = parse("a: 1\nb: 2\na: 3\n");
  ASSERT_TRUE(p.root);
  EXPECT_EQ(p.code(), "duplicate_key");
  EXPECT_EQ(p.out.items()[0].where, (SourceRef{"plans/x.yaml", 3, 1}));
  EXPECT_EQ(p.root->entries.size(), 2u);
  EXPECT_EQ(p.root->find("a")->text, "1");
}

TEST(Yaml, SyntaxErrorsHaveAPlace) {
  const Parsed p = parse("a:\n  b: [1, 2\nc: 3\n");
  EXPECT_FALSE(p.root);
  EXPECT_EQ(p.code(), "yaml_syntax");
  EXPECT_GT(p.out.items()[0].where.line, 1);
}

TEST(Yaml, TabsAreExplained) {
  const Parsed p = parse("a:\n\tb: 1\n");
  EXPECT_FALSE(p.root);
  EXPECT_THAT(p.out.items()[0].hint, ::testing::HasSubstr("tabs"));
}

TEST(Yaml, EmptyTextIsNull) {
  const Parsed p = parse("");
  ASSERT_TRUE(p.root);
  EXPECT_TRUE(p.root->is_null());
  EXPECT_EQ(p.out.errors(), 0u);
}

TEST(Yaml, RefusesTagsSecondDocumentsAndOddKeys) {
  EXPECT_EQ(parse("a: !!int 3").code(), "yaml_tag");
  EXPECT_EQ(parse("a: !custom {b: 1}").code(), "yaml_tag");
  EXPECT_EQ(parse("a: 1\n---\nb: 2\n").code(), "several_documents");
  EXPECT_EQ(parse("? [a, b]\n: 1\n").code(), "yaml_key");
  EXPECT_EQ(parse(": 1\n").code(), "yaml_key");
}

TEST(Yaml, AliasesAreCopies) {
  const Parsed p = parse("a: &x {k: 1}\nb: *x\n");
  ASSERT_TRUE(p.root);
  EXPECT_EQ(p.root->find("b")->find("k")->text, "1");
}

TEST(Yaml, AnAliasInsideItsAnchorIsRefused) {
  EXPECT_EQ(parse("a: &x [1, *x]\n").code(), "yaml_alias");
  EXPECT_EQ(parse("a: *nowhere\n").code(), "yaml_syntax");
}

TEST(Yaml, AliasBombStopsAtTheLimit) {
  std::string bomb = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) bomb += (k != 0 ? ", " : "") + before;
    bomb += "]\n";
  }
  const Parsed p = parse(bomb);
  EXPECT_FALSE(p.root);
  EXPECT_EQ(p.code(), "too_many_nodes");
}

TEST(Yaml, ALongScalarAliasedOftenStopsAtTheTextLimit) {
  std::string text = "a: &a " + std::string(200'000, 'x') + "\nb: [";
  for (int i = 0; i < 2'000; ++i) text += "*a, ";
  const Parsed p = parse(text + "]\n");
  EXPECT_FALSE(p.root);
  EXPECT_EQ(p.code(), "too_large");
}

TEST(Yaml, DeepNestingIsRefusedQuickly) {
  for (const std::string& text : {std::string(100'000, '['), std::string(100'000, '{'),
                                  "a: " + std::string(41, '[') + std::string(41, ']')}) {
    const Parsed p = parse(text);
    EXPECT_EQ(p.out.errors(), 1u);
    EXPECT_FALSE(p.root);
  }
  std::string dashes;
  for (int i = 0; i < 50'000; ++i) dashes += "- ";
  EXPECT_FALSE(parse(dashes).root);
}

TEST(Yaml, RefusesBinaryHugeAndInvalidText) {
  EXPECT_EQ(parse(std::string("a: \0b", 6)).code(), "control_character");
  EXPECT_EQ(parse("a: \x1b[31m").code(), "control_character");
  EXPECT_EQ(parse("a: \xff\xfe").code(), "not_utf8");
  EXPECT_EQ(parse(std::string((1u << 20) + 1, 'a')).code(), "too_large");
}

TEST(Yaml, ManyKeysTakeLinearTime) {
  std::string text;
  for (int i = 0; i < 60'000; ++i) text += "k" + std::to_string(i) + ": 1\n";
  const auto start = std::chrono::steady_clock::now();
  const Parsed p = parse(text);
  ASSERT_TRUE(p.root);
  EXPECT_EQ(p.root->entries.size(), 60'000u);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(Yaml, ByteOrderMarkIsAccepted) {
  const Parsed p = parse("\xEF\xBB\xBF" "a: 1\n");
  ASSERT_TRUE(p.root);
  EXPECT_EQ(p.root->find("a")->text, "1");
}

}  // namespace
}  // namespace lp::io
