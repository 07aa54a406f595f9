#include "discover/tracks.h"

#include <gtest/gtest.h>

#include <string>

#include "discover/document_scanner.h"
#include "discover/test_engine.h"
#include "io/bytes.h"

namespace lp::discover {
namespace {

Finding finding(std::string kind, std::uint64_t hits, std::uint64_t distinct) {
  Finding f;
  f.kind = std::move(kind);
  f.hits = hits;
  f.distinct = distinct;
  f.confidence = 90;
  return f;
}
Document document(std::vector<Finding> findings) {
  Document d;
  d.findings = std::move(findings);
  return d;
}

TEST(Tracks, ManyPositionsOfFewSubjectsAreOne) {
  const auto track = find_track(document({finding("vin", 1000, 10), finding("geo_coordinates", 1000, 990)}));
  ASSERT_TRUE(track);
  EXPECT_EQ(track->kind, "location_track");
  EXPECT_EQ(track->hits, 1000U);
  EXPECT_EQ(track->distinct, 10U);
  EXPECT_EQ(track->because, "points_of_subjects");
}

TEST(Tracks, PlacesOfOthersAreNone) {
  EXPECT_FALSE(find_track(document({finding("geo_coordinates", 1000, 990)}))) << "nobody went there";
  EXPECT_FALSE(find_track(document({finding("mobile", 1000, 1000), finding("geo_coordinates", 1000, 990)}))) << "addresses of customers";
  EXPECT_FALSE(find_track(document({finding("mobile", 2, 1), finding("geo_coordinates", 1000, 990)}))) << "a list of stations with a hotline";
  EXPECT_FALSE(find_track(document({finding("vin", 20, 1), finding("coordinates", 20, 20)}))) << "too few";
  EXPECT_FALSE(find_track(document({finding("vin", 1000, 10), finding("coordinates", 1000, 9), finding("location_track", 1000, 9)}))) << "told already";
}

TEST(Tracks, OfAFileWithoutAWord) {
  std::string text = "t,v,x,y\n";
  for (int i = 0; i < 200; ++i) text += std::to_string(1700000000 + i * 30) + (i % 2 != 0 ? ",LZZTEST16R0000001,116." : ",LZZTEST18R0000002,116.") + std::to_string(397128 + i * 7) + ",39." + std::to_string(916527 + i * 3) + "\n";
  DocumentScanner scanner(testing::specs_engine());
  const auto d = scanner.scan({"a.csv", text.size(), 0}, *io::make_memory_source(text));
  ASSERT_TRUE(d);
  for (const Finding& f : d->findings) if (f.kind == "location_track") return;
  std::string seen;
  for (const Finding& f : d->findings) seen += f.field + ":" + f.kind + "×" + std::to_string(f.hits) + "/" + std::to_string(f.distinct) + " ";
  FAIL() << seen;
}

}  // namespace
}  // namespace lp::discover
