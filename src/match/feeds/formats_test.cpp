// Every format read from a small file of its kind, with what is wrong in the wild: tests/golden/match/feeds/FORMAT.in → .out
#include <gtest/gtest.h>

#include "base/golden.h"
#include "match/feeds/feed_testing.h"

namespace lp::match {
namespace {

struct Sample {
  const char* file;
  const char* format;
};

class FeedSamples : public ::testing::TestWithParam<Sample> {};

TEST_P(FeedSamples, AreReadAsWritten) {
  const Sample sample = GetParam();
  const std::string text = golden::read(golden::folder() / "match" / "feeds" / (std::string(sample.file) + ".in"));
  ASSERT_FALSE(text.empty());
  const FeedFormat* const format = sniff_feed(text);
  ASSERT_NE(format, nullptr) << sample.file;
  EXPECT_EQ(format->id, sample.format);
  FeedRead read = read_for_test(text);
  EXPECT_EQ(read.statistics.taken, read.advisories.size());
  EXPECT_EQ(read.statistics.signals, read.signals.size());
  EXPECT_EQ(read.statistics.refused, read.diagnostics.warnings());
  golden::expect(to_text(read), std::filesystem::path("match") / "feeds" / (std::string(sample.file) + ".out"));
}

INSTANTIATE_TEST_SUITE_P(All, FeedSamples,
                         ::testing::Values(Sample{"osv", "osv"}, Sample{"nvd11", "nvd11"}, Sample{"nvd", "nvd"}, Sample{"nvd_override", "nvd"}, Sample{"cve5", "cve5"}, Sample{"csaf", "csaf"}, Sample{"openvex", "openvex"},
                                           Sample{"cyclonedx_vex", "cyclonedx_vex"}, Sample{"cnvd", "cnvd"}, Sample{"cnvd_xml", "cnvd_xml"}, Sample{"cnvd_table", "cnvd_table"}, Sample{"cnnvd", "cnnvd"},
                                           Sample{"cnnvd_json", "cnnvd_json"}, Sample{"kev", "kev"}, Sample{"kev_csv", "kev_csv"}, Sample{"epss", "epss"}),
                         [](const auto& one) { return std::string(one.param.file); });

// Every prefix of every sample: no crash, and what was taken is counted.
TEST(FeedSamples, CutAnywhereTheyAreStillAccountedFor) {
  for (const FeedFormat& format : builtin_feeds()) {
    const std::string text = golden::read(golden::folder() / "match" / "feeds" / (std::string(format.id) + ".in"));
    ASSERT_FALSE(text.empty()) << format.id;
    for (std::size_t size = 0; size < text.size(); size += 1 + text.size() / 150) {
      const FeedRead read = read_for_test(std::string_view(text).substr(0, size), std::string(format.id));
      ASSERT_TRUE(read.recognised);
      ASSERT_EQ(read.statistics.taken, read.advisories.size());
      ASSERT_EQ(read.statistics.refused, read.diagnostics.warnings());
    }
  }
}

TEST(FeedSamples, AnotherFormatsBytesAreRefusedNotTaken) {
  for (const FeedFormat& format : builtin_feeds())
    for (const FeedFormat& other : builtin_feeds()) {
      const std::string text = golden::read(golden::folder() / "match" / "feeds" / (std::string(other.id) + ".in"));
      const FeedRead read = read_for_test(text, std::string(format.id));
      EXPECT_EQ(read.statistics.refused, read.diagnostics.warnings());
      for (const Advisory& advisory : read.advisories) EXPECT_FALSE(advisory.id.empty());
    }
}

}  // namespace
}  // namespace lp::match
