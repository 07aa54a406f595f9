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

using testing_rules::real_rules;

TEST(SecretRules, AreEightyOrMoreWithoutDiagnostics) {
  Diagnostics out;
  const auto rules = load_secret_rules(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
  for (const Diagnostic& d : out.items()) ADD_FAILURE() << to_string(d.where) << ": " << d.code << ": " << d.what;
  ASSERT_TRUE(rules);
  EXPECT_GE(rules->size(), 80u);
  for (const SecretRule& rule : *rules) EXPECT_TRUE(!rule.title.zh.empty() && !rule.title.en.empty()) << rule.id;
}

TEST(SecretRules, DoWhatTheirExamplesSay) {
  Diagnostics out;
  lint_secret_rules(real_rules(), out);
  for (const Diagnostic& d : out.items()) ADD_FAILURE() << to_string(d.where) << ": " << d.code << ": " << d.what;
}

TEST(SecretLint, NamesEveryKindOfMistake) {
  const auto rule_named = [](const char* id) {
    for (const SecretRule& rule : real_rules())
      if (rule.id == id) return rule;
    return real_rules().front();
  };
  const auto found = [&](auto&& spoil) {
    SecretRule rule = rule_named("github_token");
    spoil(rule);
    Diagnostics out;
    lint_secret_rules({rule}, out);
    std::string codes;
    for (const Diagnostic& d : out.items()) {
      codes += d.code + " ";
      for (const std::string& example : rule.examples) EXPECT_EQ(d.what.find(read_marked(example).text), std::string::npos) << "no secret in a message";
    }
    return codes;
  };
  EXPECT_EQ(found([](SecretRule&) {}), "");
  EXPECT_NE(found([](SecretRule& r) { r.examples = {"no marks at all"}; }).find("example_without_mark"), std::string::npos);
  EXPECT_NE(found([](SecretRule& r) { r.examples = {"«nothing like it»"}; }).find("example_not_found"), std::string::npos);
  EXPECT_NE(found([](SecretRule& r) { r.confidence = 20; }).find("example_unsure"), std::string::npos);
  EXPECT_NE(found([](SecretRule& r) { r.near_misses = {read_marked(r.examples.at(0)).text}; }).find("near_miss_found"), std::string::npos);
  EXPECT_NE(found([](SecretRule& r) {
              MarkedText marked = read_marked(r.examples.at(0));
              r.examples = {marked.text.substr(0, marked.spans.at(0).begin + 3) + "«" + marked.text.substr(marked.spans.at(0).begin + 3) + "»"};
            }).find("example_elsewhere"), std::string::npos);
}

}  // namespace
}  // namespace lp::discover
