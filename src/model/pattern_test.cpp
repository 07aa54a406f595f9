#include "model/pattern.h"

#include <gtest/gtest.h>

namespace lp::model {
namespace {

TEST(Pattern, MatchesTheWholeValueByCharacter) {
  const auto pattern = Pattern::compile("[苏沪]..");
  ASSERT_TRUE(pattern);
  EXPECT_TRUE(pattern->matches("苏州市"));
  EXPECT_FALSE(pattern->matches("苏州"));
  EXPECT_FALSE(pattern->matches("x苏州市"));
}

TEST(Pattern, BadExpressionsAreErrors) {
  for (const std::string& text : {std::string("["), std::string("("), std::string("a{2,1}"), std::string("*"), std::string(301, 'a')}) {
    EXPECT_FALSE(Pattern::compile(text)) << text;
  }
}

TEST(Pattern, LongValuesNeverMatchAndNeverCrash) {
  const auto pattern = Pattern::compile("(a|b)*");
  EXPECT_TRUE(pattern->matches(std::string(2'000, 'a')));
  EXPECT_FALSE(pattern->matches(std::string(1'000'000, 'a')));
}

}  // namespace
}  // namespace lp::model
