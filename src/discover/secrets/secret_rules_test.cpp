// Every rule of specs/secrets against its own examples, and the whole set against labelled texts.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/text.h"
#include "discover/secrets/secret_rules_reader.h"
#include "discover/secrets/secret_scanner.h"
#include "discover/secrets/test_rules.h"

namespace lp::discover {
namespace {

using testing_rules::hits_of;
using testing_rules::Marked;
using testing_rules::read_marked;
using testing_rules::real_rules;
using testing_rules::real_scanner;

TEST(SecretRules, AreEightyOrMoreWithoutDiagnostics) {
  Diagnostics out;
  const auto rules = load_secret_rules(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
  for (const Diagnostic& d : out.items()) ADD_FAILURE() << to_string(d.where) << ": " << d.code << ": " << d.what;
  ASSERT_TRUE(rules);
  EXPECT_GE(rules->size(), 80u);
  for (const SecretRule& rule : *rules) EXPECT_TRUE(!rule.title.zh.empty() && !rule.title.en.empty()) << rule.id;
}

TEST(SecretRules, ExamplesAreFoundAtTheirPlaceByTheirRule) {
  for (const SecretRule& rule : real_rules()) {
    const auto alone = SecretScanner::build({rule});
    ASSERT_TRUE(alone) << rule.id;
    for (const std::string& example : rule.examples) {
      const Marked marked = read_marked(example);
      ASSERT_EQ(marked.spans.size(), 1u) << rule.id << ": an example marks its value with «»: " << example;
      const auto hits = hits_of(*alone, marked.text);
      ASSERT_EQ(hits.size(), 1u) << rule.id << ": " << marked.text;
      EXPECT_EQ((Span{hits[0].offset, hits[0].offset + hits[0].length}), marked.spans[0]) << rule.id << ": " << marked.text;
      EXPECT_GE(hits[0].confidence, 50) << rule.id << ": " << marked.text;
      EXPECT_FALSE(hits_of(real_scanner(), marked.text).empty()) << rule.id << " among all: " << marked.text;
    }
  }
}

TEST(SecretRules, NearMissesAreNotFound) {
  for (const SecretRule& rule : real_rules()) {
    const auto alone = SecretScanner::build({rule});
    ASSERT_TRUE(alone) << rule.id;
    for (const std::string& miss : rule.near_misses) EXPECT_TRUE(hits_of(*alone, miss).empty()) << rule.id << ": " << miss;
  }
}

}  // namespace
}  // namespace lp::discover
