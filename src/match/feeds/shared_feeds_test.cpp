// Real feeds, where a checkout has them beside it: every record is taken or refused for a reason, and counted here.
#include <gtest/gtest.h>

#include "match/feeds/feed_testing.h"
#include "match/inventory/inventory_testing.h"

namespace lp::match {
namespace {

struct Tally {
  FeedStatistics statistics;
  std::size_t affected = 0, several_intervals = 0, versions = 0, nameless = 0;
  std::map<std::string, std::size_t> refused;   // code → how many
};

Tally read_shared(const char* file) {
  Tally tally;
  const FeedTakers takers{[&](Advisory&& advisory) {
    for (const Affected& a : advisory.affected) {
      ++tally.affected;
      tally.several_intervals += a.intervals.size() > 1;
      tally.versions += a.versions.size();
      tally.nameless += a.package.name.empty() || (a.intervals.empty() && a.versions.empty()) || a.confidence <= 0 || a.confidence > 1;
    }
  }, {}};
  Diagnostics out(100'000);
  auto result = read_feed_path(shared_match_data() / file, {}, takers, out);
  EXPECT_TRUE(result) << file;
  if (result) tally.statistics = *std::move(result);
  for (const Diagnostic& d : out.items()) ++tally.refused[d.code];
  EXPECT_EQ(tally.statistics.refused, out.warnings());
  EXPECT_EQ(tally.nameless, 0u) << file;
  return tally;
}

using Counts = std::map<std::string, std::uint64_t>;

TEST(SharedFeeds, OsvIsCompletelyAccountedFor) {
  if (shared_match_data().empty()) GTEST_SKIP() << "../shared/data/match is not there";
  const Tally osv = read_shared("advisories");
  EXPECT_EQ(osv.statistics.records, (Counts{{"osv", 29'762}}));
  EXPECT_EQ(osv.statistics.taken, 29'762u);
  EXPECT_EQ(osv.statistics.withdrawn, 323u);
  EXPECT_EQ(osv.versions, 625'468u);
  EXPECT_EQ(osv.statistics.left_out.at("git_range"), 5'560u);
  EXPECT_EQ(osv.statistics.left_out.at("nothing_stated"), 2'447u);   // GIT ranges alone
  EXPECT_EQ(osv.affected, 97'255u - 2'447u);
  EXPECT_TRUE(osv.refused.empty());
}

TEST(SharedFeeds, CsafOfManyMakers) {
  if (shared_match_data().empty()) GTEST_SKIP() << "../shared/data/match is not there";
  const Tally cisa = read_shared("csaf/cisacsaf.jsonl.zst");
  EXPECT_EQ(cisa.statistics.records, (Counts{{"csaf", 2'385}}));
  EXPECT_EQ(cisa.statistics.taken, 7'916u);
  EXPECT_EQ(cisa.refused, (std::map<std::string, std::size_t>{{"no_document", 2}}));   // two lines are ROLIE feeds
  EXPECT_LT(cisa.statistics.left_out.at("unclear_versions"), 450u);
}

// Valid and failing documents of the standard: none is lost, none brings the reader down.
TEST(SharedFeeds, ValidatorDocumentsOfCsaf) {
  if (shared_match_data().empty()) GTEST_SKIP() << "../shared/data/match is not there";
  const Tally oasis = read_shared("csaf/oasis-csaf-validator-tests.tar.zst");
  EXPECT_EQ(oasis.statistics.records.at("csaf") + oasis.statistics.left_out.at("no_feed"), 1'206u);
  EXPECT_EQ(oasis.statistics.records.at("csaf"), 1'128u);
  EXPECT_EQ(oasis.statistics.taken, 708u);
  EXPECT_GT(oasis.refused.at("unknown_product"), 0u);
}

TEST(SharedFeeds, VexOfDistributions) {
  if (shared_match_data().empty()) GTEST_SKIP() << "../shared/data/match is not there";
  const Tally vunnel = read_shared("csaf/vunnel-vex-csaf-fixtures.tar.zst");
  EXPECT_EQ(vunnel.statistics.records.at("openvex"), 2u);
  EXPECT_GE(vunnel.statistics.records.at("csaf"), 8u);
  EXPECT_GT(vunnel.affected, 1'400u);
}

TEST(SharedFeeds, Signals) {
  if (shared_match_data().empty()) GTEST_SKIP() << "../shared/data/match is not there";
  const Tally kev = read_shared("signals/kev.tar.zst");
  EXPECT_EQ(kev.statistics.records, (Counts{{"kev", 1'404}, {"kev_csv", 1'404}}));
  EXPECT_EQ(kev.statistics.signals, 2'808u);
  EXPECT_EQ(read_shared("signals/epss-sample.csv").statistics.signals, 24u);
}

TEST(SharedFeeds, CveAndCnvdAreCompletelyAccountedFor) {
  if (shared_match_data().empty()) GTEST_SKIP() << "../shared/data/match is not there";
  if (sanitized) GTEST_SKIP() << "0.5 GB: read without a sanitizer only";
  const Tally nvd11 = read_shared("cve/nvd11.jsonl.zst");
  EXPECT_EQ(nvd11.statistics.records, (Counts{{"nvd11", 142'519}}));
  EXPECT_EQ(nvd11.statistics.taken, 142'519u);
  EXPECT_TRUE(nvd11.refused.empty());
  const Tally overrides = read_shared("cve/nvdover.jsonl.zst");
  EXPECT_EQ(overrides.statistics.records, (Counts{{"nvd", 32'185}}));
  EXPECT_EQ(overrides.statistics.taken, 32'184u);   // one line is a schema
  const Tally cve5 = read_shared("cve/cve5.jsonl.zst");
  EXPECT_EQ(cve5.statistics.taken, 44'130u);
  EXPECT_EQ(cve5.statistics.withdrawn, 104u);
  EXPECT_EQ(cve5.statistics.signals, 44'026u + 1 + 224);   // SSVC by CISA, and once by a CNA; KEV
  EXPECT_EQ(cve5.refused, (std::map<std::string, std::size_t>{{"no_cpe", 26}}));
  const Tally cnvd = read_shared("cn/cnvd_min.jsonl.zst");
  EXPECT_EQ(cnvd.statistics.taken, 112'192u);
  EXPECT_TRUE(cnvd.refused.empty());
  EXPECT_LT(cnvd.statistics.left_out.at("unclear_versions"), 1'200u);
}

}  // namespace
}  // namespace lp::match
