#include "spec/suggest.h"

#include <gtest/gtest.h>

namespace lp::spec {
namespace {

TEST(EditDistance, CountsSteps) {
  EXPECT_EQ(edit_distance("", "", 3), 0);
  EXPECT_EQ(edit_distance("state", "state", 3), 0);
  EXPECT_EQ(edit_distance("state", "staet", 3), 1);  // neighbours exchanged
  EXPECT_EQ(edit_distance("state", "stat", 3), 1);
  EXPECT_EQ(edit_distance("state", "estates", 3), 2);
  EXPECT_EQ(edit_distance("kitten", "sitting", 3), 3);
  EXPECT_EQ(edit_distance("kitten", "sitting", 2), 3);
  EXPECT_EQ(edit_distance("a", "abcdefgh", 3), 4);
}

TEST(Suggestion, NearestOrAList) {
  const std::vector<std::string> known{"submitted", "returned", "filed"};
  EXPECT_EQ(nearest("submited", known), "submitted");
  EXPECT_EQ(nearest("xyz", known), "");
  EXPECT_EQ(suggestion("fild", known), "did you mean \"filed\"?");
  EXPECT_EQ(suggestion("xyz", known), "known: submitted, returned, filed");
  EXPECT_EQ(suggestion("xyz", {}), "");
  EXPECT_EQ(nearest(std::string(100'000, 'a'), known), "");
}

TEST(Suggestion, LongListsAreCut) {
  std::vector<std::string> known;
  for (int i = 0; i < 40; ++i) known.push_back("name" + std::to_string(1000 + i));
  EXPECT_NE(suggestion("zzz", known).find("…"), std::string::npos);
}

}  // namespace
}  // namespace lp::spec
