#include "probe/fingerprint_pattern.h"

#include <gtest/gtest.h>

#include <chrono>

#include "base/text.h"

namespace lp::probe {
namespace {

struct Case {
  const char* pattern;
  const char* literal;
};
class CertainLiteral : public testing::TestWithParam<Case> {};

TEST_P(CertainLiteral, IsInEveryMatch) { EXPECT_EQ(certain_literal(GetParam().pattern), GetParam().literal); }

INSTANTIATE_TEST_SUITE_P(All, CertainLiteral, testing::Values(
    Case{"^nginx(?:/(?<version>\\d+))?", "nginx"}, Case{"OpenSSH_(?<v>\\d)", "openssh_"}, Case{"a|b", ""}, Case{"(?:a|b)cd", "cd"},
    Case{"ab?cd", "cd"}, Case{"abc*", "ab"}, Case{"abc+d", "abc"}, Case{"abc{0,2}de", "ab"}, Case{"a\\.b", "a.b"}, Case{"a\\d+bc", "bc"},
    Case{"[)abc]xy", "xy"}, Case{"(a(b)[)]c)xy", "xy"}, Case{"\\x41bc", ""}, Case{"\\Qa|b\\E", ""}, Case{"", ""}, Case{"abc\\", "abc"},
    Case{"通达OA", ""}, Case{"(?x) a b", ""}, Case{"x(", "x"}));

TEST(FingerprintPattern, NamesEveryGroup) {
  const auto pattern = FingerprintPattern::compile("a(?<one>x)?(?<two>\\d+)");
  ASSERT_TRUE(pattern);
  EXPECT_TRUE(pattern->has_group("one"));
  EXPECT_FALSE(pattern->has_group("three"));
  const auto groups = pattern->match("--A12--");
  ASSERT_TRUE(groups);
  EXPECT_EQ(groups->at("one"), "");
  EXPECT_EQ(groups->at("two"), "12");
  EXPECT_FALSE(pattern->match("a"));
  EXPECT_FALSE(pattern->match({}));
}

TEST(FingerprintPattern, AnyBytesMayBeMatched) {
  const auto pattern = FingerprintPattern::compile("^\\xff(?<rest>.*)$");
  ASSERT_TRUE(pattern);
  EXPECT_EQ(pattern->match("\xff\x80\xfe")->at("rest"), "\x80\xfe");
}

TEST(FingerprintPattern, WorkOfAMatchIsLimited) {
  const auto pattern = FingerprintPattern::compile("^(?:(?:a+)+)+(?:(?:a+)+)+b");
  ASSERT_TRUE(pattern);
  const auto from = std::chrono::steady_clock::now();
  EXPECT_FALSE(pattern->match(std::string(4000, 'a')));
  EXPECT_LT(std::chrono::steady_clock::now() - from, std::chrono::seconds(2));
}

TEST(FingerprintPattern, TextsAreLookedAtUpToALimit) {
  const auto pattern = FingerprintPattern::compile("end");
  ASSERT_TRUE(pattern);
  EXPECT_TRUE(pattern->match(std::string(4093, ' ') + "end"));
  EXPECT_FALSE(pattern->match(std::string(4094, ' ') + "end"));
}

TEST(FingerprintPattern, BadPatternsAreRefused) {
  for (const std::string& bad : {std::string("("), std::string("[a"), std::string(), std::string(1001, 'a'), std::string("(?<v>a)(?<v>b)"), std::string("\\C")}) {
    const auto pattern = FingerprintPattern::compile(bad);
    ASSERT_FALSE(pattern) << bad;
    EXPECT_EQ(pattern.error().code, Errc::invalid);
  }
}

}  // namespace
}  // namespace lp::probe
