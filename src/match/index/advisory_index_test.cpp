#include "match/index/advisory_index.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "io/files.h"
#include "match/index/index_tables.h"
#include "match/index/index_testing.h"
#include "match/index/range_check.h"

namespace lp::match {
namespace {

std::vector<Advisory> some(int n) {
  std::vector<Advisory> out;
  std::mt19937 random(7);
  for (int i = 0; i < n; ++i)
    out.push_back(advisory_of("A-" + std::to_string(i), {osv_entry("npm", "p" + std::to_string(random() % 7), "npm", {between("1." + std::to_string(random() % 5) + ".0", "2." + std::to_string(random() % 5) + ".0")})}));
  return out;
}

std::string bytes_of(const AdvisoryIndex& index) {
  const auto folder = io::TempDir::create("index_test");
  EXPECT_TRUE(index.save(folder->path() / "x"));
  return *io::read_file(folder->path() / "x", 1u << 30);
}

std::shared_ptr<const AdvisoryIndex> built(const std::vector<Advisory>& advisories) {
  AdvisoryIndexBuilder builder;
  for (const Advisory& a : advisories) builder.add(a);
  return builder.build();
}

TEST(AdvisoryIndex, IsTheSameInWhateverOrderItWasMade) {
  std::vector<Advisory> advisories = some(200);
  const std::string first = bytes_of(*built(advisories));
  std::mt19937 random(1);
  for (int i = 0; i < 3; ++i) {
    std::ranges::shuffle(advisories, random);
    EXPECT_EQ(bytes_of(*built(advisories)), first);
  }
}

TEST(AdvisoryIndex, KeepsTheOneModifiedLastOfEqualNames) {
  Advisory old = advisory_of("A", {osv_entry("npm", "p", "npm", {before("1.0.0")})}), fresh = advisory_of("A", {osv_entry("npm", "q", "npm", {before("2.0.0")})});
  old.modified = Timestamp(1);
  fresh.modified = Timestamp(2);
  for (const auto& order : {std::vector{old, fresh}, std::vector{fresh, old}}) {
    const auto index = built(order);
    EXPECT_EQ(index->size(), 1u);
    EXPECT_EQ(index->advisory(0).affected[0].package.name, "q");
    EXPECT_EQ(index->statistics().replaced, 1u);
    EXPECT_EQ(index->statistics().packages, 1u);
  }
  Advisory elsewhere = fresh;
  elsewhere.source = "nvd";
  EXPECT_EQ(built({old, elsewhere})->size(), 2u);  // each source only replaces its own
}

TEST(AdvisoryIndex, FindsByIdAliasAndName) {
  const auto index = built({advisory_of("GHSA-1", {}, {"CVE-1"}), advisory_of("CVE-1", {}, {}, "nvd")});
  EXPECT_EQ(index->find("CVE-1").size(), 1u);
  EXPECT_EQ(index->find_with_aliases("CVE-1").size(), 2u);
  EXPECT_EQ(index->find_with_aliases("CVE-2").size(), 0u);
  EXPECT_TRUE(index->find(AdvisoryName{"nvd", "CVE-1"}));
  EXPECT_FALSE(index->find(AdvisoryName{"osv", "CVE-1"}));
}

TEST(AdvisoryIndex, OpensWhatItSaved) {
  const auto folder = io::TempDir::create("index_test");
  const auto path = folder->path() / "advisories";
  const auto index = built(some(50));
  ASSERT_TRUE(index->save(path));
  const auto opened = AdvisoryIndex::open(path, AdvisoryIndex::Verify::digest);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ((*opened)->size(), 50u);
  EXPECT_EQ((*opened)->statistics().intervals, index->statistics().intervals);
  for (std::uint32_t i = 0; i < 50; ++i) EXPECT_EQ((*opened)->name(i), index->name(i));
}

TEST(AdvisoryIndex, AnEmptyOneOpens) {
  const auto index = built({});
  EXPECT_EQ(index->size(), 0u);
  EXPECT_TRUE(AdvisoryIndex::from_bytes(bytes_of(*index), AdvisoryIndex::Verify::digest));
}

TEST(AdvisoryIndex, RefusesWhatIsCutShortOrDamaged) {
  const std::string whole = bytes_of(*built(some(20)));
  for (std::size_t n = 0; n < whole.size(); n += 61) {
    const auto opened = AdvisoryIndex::from_bytes(whole.substr(0, n));
    ASSERT_FALSE(opened) << n;
    EXPECT_EQ(opened.error().code, Errc::corrupt);
  }
  for (std::size_t i = 0; i < whole.size(); i += 13) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x41);
    EXPECT_FALSE(AdvisoryIndex::from_bytes(damaged, AdvisoryIndex::Verify::digest)) << i;
    const auto trusted = AdvisoryIndex::from_bytes(damaged);  // tables are checked, texts are not
    if (!trusted) continue;
    const Matcher matcher{AdvisoryLayers(*trusted)};
    for (int p = 0; p < 7; ++p)
      for (const Match& m : matcher.match(purl_component("pkg:npm/p" + std::to_string(p) + "@1.3.0"))) (void)matcher.text(purl_component("pkg:npm/p1@1.3.0"), m);
  }
  std::string newer = whole;
  newer[8] = 9;
  EXPECT_EQ(AdvisoryIndex::from_bytes(newer).error().code, Errc::unsupported);
  EXPECT_FALSE(AdvisoryIndex::open("/nonexistent/advisories"));
}

// All intervals of a package against each place, the slow way.
TEST(AdvisoryIndex, StabbingEqualsALookAtEveryInterval) {
  std::mt19937 random(11);
  for (int round = 0; round < 40; ++round) {
    const auto version = [&] { return std::to_string(random() % 6) + "." + std::to_string(random() % 4); };
    std::vector<Advisory> advisories;
    for (int a = 0; a < 30; ++a) {
      std::vector<Interval> intervals;
      for (unsigned i = 0; i <= random() % 4; ++i) {
        Interval interval;
        if (random() % 5 != 0) interval.from = version();
        if (random() % 5 != 0) interval.to = version();
        interval.from_included = random() % 2 == 0;
        interval.to_included = random() % 2 == 0;
        intervals.push_back(interval);
      }
      advisories.push_back(advisory_of("A-" + std::to_string(a), {osv_entry("PyPI", "p", "pypi", intervals)}));
    }
    const auto index = built(advisories);
    const IndexTables& t = index->tables();
    ASSERT_EQ(t.tables.size(), 1u);
    for (int v = 0; v < 7 * 5; ++v) {
      const std::string at = std::to_string(v / 5) + "." + std::to_string(v % 5);
      std::multiset<std::string> found, expected;
      t.stab(t.tables[0], t.place_of(t.tables[0], *version_key(*find_scheme("pypi"), at)), [&](std::uint32_t s) { found.insert(index->name(t.statements[s].advisory).id); });
      for (const Advisory& a : advisories)
        if (std::ranges::any_of(a.affected[0].intervals, [&](const Interval& i) { return check_interval(find_scheme("pypi"), i, at).has_value(); })) expected.insert(a.id);
      EXPECT_EQ(found, expected) << at;
    }
  }
}

TEST(AdvisoryIndex, ForgetsVersionsThatDecideNothing) {
  Affected entry = osv_entry("PyPI", "p", "pypi", {between("1", "9")});
  for (int i = 1; i < 9; ++i) entry.versions.push_back(std::to_string(i));
  const auto index = built({advisory_of("A", {entry})});
  EXPECT_EQ(index->statistics().versions, 2u);
  EXPECT_EQ(index->statistics().intervals, 1u);
}

TEST(AdvisoryIndex, CountsWhatItCouldNotOrder) {
  const auto index = built({advisory_of("A", {osv_entry("PyPI", "p", "pypi", {{std::nullopt, "2.6.0-NA", true, true}}), osv_entry("PyPI", "q", "", {before("2")}), osv_entry("PyPI", "r", "pypi", {})})});
  EXPECT_EQ(index->statistics().foreign_bounds, 1u);
  EXPECT_EQ(index->statistics().unknown_scheme, 1u);
  EXPECT_EQ(index->statistics().nothing_stated, 1u);
}

}  // namespace
}  // namespace lp::match
