#include "base/check.h"

#include <gtest/gtest.h>

namespace lp {
namespace {

TEST(Check, FailureThrowsBugWithPlaceConditionAndText) {
  try {
    LP_CHECK(1 + 1 == 3, "sums hold");
    FAIL() << "LP_CHECK did not throw";
  } catch (const Bug& bug) {
    const std::string text = bug.what();
    EXPECT_NE(text.find("base/check_test.cpp"), std::string::npos) << text;
    EXPECT_NE(text.find("1 + 1 == 3"), std::string::npos) << text;
    EXPECT_NE(text.find("sums hold"), std::string::npos) << text;
  }
}

TEST(Check, HoldingConditionIsSilent) { EXPECT_NO_THROW(LP_CHECK(true)); }

}  // namespace
}  // namespace lp
