#include "match/feeds/alias_sets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace lp::match {
namespace {

Advisory advisory(std::string id, std::vector<std::string> aliases, std::vector<std::string> related = {}) {
  Advisory a;
  a.id = std::move(id);
  a.aliases = std::move(aliases);
  a.related = std::move(related);
  return a;
}

TEST(AliasSets, AreTransitiveAndCanonical) {
  AliasSets sets;
  Diagnostics out;
  sets.add(advisory("PYSEC-2021-1", {"GHSA-zzzz-zzzz-zzzz"}), out);
  sets.add(advisory("CNVD-2021-5", {"CVE-2021-10000"}), out);
  EXPECT_EQ(sets.canonical("PYSEC-2021-1"), "GHSA-zzzz-zzzz-zzzz");
  sets.add(advisory("GHSA-zzzz-zzzz-zzzz", {"CVE-2021-10000", "CVE-2021-9999"}), out);
  EXPECT_EQ(sets.canonical("PYSEC-2021-1"), "CVE-2021-9999");
  EXPECT_TRUE(sets.same("PYSEC-2021-1", "CNVD-2021-5"));
  EXPECT_EQ(sets.members("CNVD-2021-5"), (std::vector<std::string_view>{"CVE-2021-9999", "CVE-2021-10000", "GHSA-zzzz-zzzz-zzzz", "CNVD-2021-5", "PYSEC-2021-1"}));
  EXPECT_EQ(sets.sets(), 1u);
  EXPECT_EQ(sets.canonical("CVE-1999-1"), "CVE-1999-1");
  EXPECT_EQ(out.warnings(), 0u);
}

TEST(AliasSets, RelatedIsNotTheSame) {
  AliasSets sets;
  Diagnostics out;
  sets.add(advisory("ALSA-1", {}, {"CVE-2021-1111", "CVE-2021-2222"}), out);
  EXPECT_FALSE(sets.same("ALSA-1", "CVE-2021-1111"));
}

TEST(AliasSets, SelfCyclesAndBlanksDoNoHarm) {
  AliasSets sets;
  Diagnostics out;
  sets.add(advisory("A", {"A", "", " "}), out);
  sets.add(advisory("A", {"B"}), out);
  sets.add(advisory("B", {"C"}), out);
  sets.add(advisory("C", {"A"}), out);
  sets.add(advisory("", {"X", "Y"}), out);
  EXPECT_EQ(sets.canonical("C"), "A");
  EXPECT_EQ(sets.members("B").size(), 3u);
  EXPECT_EQ(sets.sets(), 1u);
}

TEST(AliasSets, ABrokenFeedDoesNotMakeOneFlawOfAll) {
  AliasSets sets(64);
  Diagnostics out;
  std::vector<std::string> thousands;
  for (int i = 0; i < 5000; ++i) thousands.push_back("CVE-2020-" + std::to_string(10'000 + i));
  sets.add(advisory("BROKEN-1", thousands), out);
  EXPECT_LE(sets.members("BROKEN-1").size(), 64u);
  EXPECT_EQ(sets.refused(), 5000u - 63u);
  EXPECT_EQ(out.warnings(), 1u);
  EXPECT_EQ(sets.canonical("CVE-2020-14999"), "CVE-2020-14999");
  for (const std::string_view member : sets.members("BROKEN-1")) EXPECT_TRUE(sets.same(member, "BROKEN-1"));
}

// Against a plain closure, in any order of joins.
TEST(AliasSets, EqualANaiveClosure) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    AliasSets sets(1000);
    const std::size_t n = 2 + random() % 30;
    std::vector<std::size_t> group(n);
    for (std::size_t i = 0; i < n; ++i) group[i] = i;
    const auto name = [](std::size_t i) { return (i % 3 == 0 ? "CVE-2020-" : i % 3 == 1 ? "GHSA-" : "X-") + std::to_string(i); };
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t a = random() % n, b = random() % n;
      sets.join(name(a), name(b));
      const std::size_t from = group[a];
      for (std::size_t i = 0; i < n; ++i)
        if (group[i] == from) group[i] = group[b];
    }
    for (std::size_t a = 0; a < n; ++a) {
      std::string best = name(a);
      for (std::size_t b = 0; b < n; ++b) {
        ASSERT_EQ(sets.same(name(a), name(b)), group[a] == group[b]);
        if (group[a] == group[b] && is_better_id(name(b), best)) best = name(b);
      }
      ASSERT_EQ(sets.canonical(name(a)), best);
    }
  }
}

}  // namespace
}  // namespace lp::match
