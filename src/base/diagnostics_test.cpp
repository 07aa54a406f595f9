#include "base/diagnostics.h"

#include <gtest/gtest.h>

namespace lp {
namespace {

TEST(Diagnostics, CountsAllAndKeepsTheFirst) {
  Diagnostics sink(2);
  for (int i = 1; i <= 5; ++i) sink.error({"rows.csv", i}, "bad_row", "row is bad");
  sink.warning({"rows.csv"}, "odd_row", "row is odd");
  EXPECT_EQ(sink.errors(), 5u);
  EXPECT_EQ(sink.warnings(), 1u);
  EXPECT_EQ(sink.items().size(), 3u);
  EXPECT_EQ(sink.dropped(), 3u);
}

TEST(Diagnostics, MergeKeepsTheCountsOfBoth) {
  Diagnostics a(1), b(1);
  a.error({"a"}, "x", "one");
  b.error({"b"}, "x", "two");
  b.error({"b"}, "x", "three");
  a.merge(b);
  EXPECT_EQ(a.errors(), 3u);
  EXPECT_EQ(a.items().size(), 1u);
}

TEST(SourceRef, SaysAsMuchAsItKnows) {
  EXPECT_EQ(to_string(SourceRef{"a.yaml", 3, 7}), "a.yaml:3:7");
  EXPECT_EQ(to_string(SourceRef{"a.yaml", 3, 0}), "a.yaml:3");
  EXPECT_EQ(to_string(SourceRef{"a.yaml", 0, 0}), "a.yaml");
}

}  // namespace
}  // namespace lp
