#include "discover/report/glob.h"

#include <gtest/gtest.h>

#include <string>

namespace lp::discover {
namespace {

TEST(Glob, StarsStayInAFolderUnlessDoubled) {
  EXPECT_TRUE(glob_matches("a/*.csv", "a/x.csv"));
  EXPECT_FALSE(glob_matches("a/*.csv", "a/b/x.csv"));
  EXPECT_TRUE(glob_matches("a/**.csv", "a/b/x.csv"));
  EXPECT_TRUE(glob_matches("**", ""));
  EXPECT_TRUE(glob_matches("**/customers_*", "exports/2024/customers_06"));
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_FALSE(glob_matches("?", ""));
  EXPECT_TRUE(glob_matches("?.csv", "a.csv"));
  EXPECT_FALSE(glob_matches("?", "/"));
  EXPECT_TRUE(glob_matches("合同/*!*", "合同/a.zip!b"));
}

TEST(Glob, WithoutStarsItIsEquality) {
  EXPECT_TRUE(glob_matches("", ""));
  EXPECT_FALSE(glob_matches("", "a"));
  EXPECT_TRUE(glob_matches("a.b", "a.b"));
  EXPECT_FALSE(glob_matches("a.b", "axb"));
}

TEST(Glob, ManyStarsTakeNoLongTime) {
  std::string pattern, text(20'000, 'a');
  for (int i = 0; i < 60; ++i) pattern += "*a";
  EXPECT_FALSE(glob_matches(pattern + "b", text));
  EXPECT_TRUE(glob_matches(pattern, text));
}

}  // namespace
}  // namespace lp::discover
