#include "base/source_map.h"

#include <gtest/gtest.h>

namespace lp {
namespace {

SourceMap example() {
  SourceMap map({"a.yaml", 1, 1});
  map.add("met_when", 3, 1);
  map.add("met_when.state", 4, 10);
  map.add("due.on", 5, 12);
  map.add("proof", 6, 1);
  map.add("proof[1]", 7, 5);
  map.add("applies_to", 8, 1);
  map.add("applies_to.any[0].grade", 9, 20);
  map.add("applies_to_more.grade", 10, 20);
  return map;
}

TEST(SourceMapTest, PointsAtTheKeyOrWhatIsAroundIt) {
  const SourceMap map = example();
  EXPECT_EQ(map.at("met_when.state"), (SourceRef{"a.yaml", 4, 10}));
  EXPECT_EQ(map.at("met_when.object"), (SourceRef{"a.yaml", 3, 1})) << "not written: the map it belongs in";
  EXPECT_EQ(map.at("proof[1]"), (SourceRef{"a.yaml", 7, 5}));
  EXPECT_EQ(map.at("proof[9]"), (SourceRef{"a.yaml", 6, 1}));
  EXPECT_EQ(map.at("due[0].on"), (SourceRef{"a.yaml", 5, 12})) << "a list of one without brackets";
  EXPECT_EQ(map.at("title"), (SourceRef{"a.yaml", 1, 1}));
}

TEST(SourceMapTest, FindsAKeyDeepInside) {
  const SourceMap map = example();
  EXPECT_EQ(map.inside("applies_to", "grade"), (SourceRef{"a.yaml", 9, 20}));
  EXPECT_EQ(map.inside("applies_to", "ade"), (SourceRef{"a.yaml", 8, 1})) << "whole names only";
  EXPECT_EQ(map.inside("each", "grade"), (SourceRef{"a.yaml", 1, 1}));
}

}  // namespace
}  // namespace lp
