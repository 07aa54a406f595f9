#include "detect/net/prefix_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace lp::detect {
namespace {

std::vector<Prefix> read_all(std::initializer_list<const char*> texts) {
  std::vector<Prefix> out;
  for (const char* text : texts) out.push_back(*parse_prefix(text));
  return out;
}

TEST(PrefixMap, FindsTheMostSpecificAndWhatIsAroundIt) {
  const PrefixMap map(read_all({"10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.1.0.0/16", "2001:db8::/32", "2001:db8:1::/48", "0.0.0.0/0", "fd00::/8", "::1/128"}));
  const auto found = [&](const char* ip) { return map.find(*parse_ip(ip)); };
  EXPECT_EQ(found("10.1.2.3"), 3u);
  EXPECT_EQ(found("10.1.3.3"), 2u);  // of two equal ones the first
  EXPECT_EQ(found("10.2.0.0"), 1u);
  EXPECT_EQ(found("11.0.0.0"), 7u);
  EXPECT_EQ(found("255.255.255.255"), 7u);
  EXPECT_EQ(found("2001:db8:1::5"), 6u);
  EXPECT_EQ(found("2001:db8:2::5"), 5u);
  EXPECT_EQ(found("2001:db9::"), 0u);
  EXPECT_EQ(found("fdff::1"), 8u);
  EXPECT_EQ(found("fe00::1"), 0u);
  EXPECT_EQ(found("::1"), 9u);
  EXPECT_EQ(found("::2"), 0u);
  const PrefixView view = map.view();
  EXPECT_TRUE(view.is_sound());
  EXPECT_EQ(view.parent(3), 2u);
  EXPECT_EQ(view.parent(2), 4u);
  EXPECT_EQ(view.parent(4), 1u);
  EXPECT_EQ(view.parent(1), 7u);
  EXPECT_EQ(view.parent(7), 0u);
  EXPECT_EQ(PrefixMap().find(*parse_ip("1.2.3.4")), 0u);
  EXPECT_EQ(PrefixMap().find(*parse_ip("::1")), 0u);
}

Prefix random_prefix(std::mt19937_64& random, bool v6) {
  Prefix p;
  p.base.v6 = v6;
  p.bits = static_cast<std::uint8_t>(random() % (v6 ? 129 : 33));
  // Few bits vary, so that prefixes lie in each other.
  p.base.low = v6 ? random() & random() : (random() & 0xF0F00FF3);
  if (v6) p.base.high = random() % 4 == 0 ? random() : 0x2000'0000'0000'0000 | (random() & 0x0F00'0000'F000'000F);
  return *parse_prefix(to_string(p));
}

TEST(PrefixMap, EqualsTheNaiveSearch) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 60; ++round) {
    std::vector<Prefix> prefixes;
    for (std::size_t n = random() % 300; n > 0; --n) prefixes.push_back(random_prefix(random, random() % 2 == 0));
    const PrefixMap map(prefixes);
    ASSERT_TRUE(map.view().is_sound());
    for (int probe = 0; probe < 600; ++probe) {
      Ip ip = random_prefix(random, probe % 2 == 0).base;
      if (!prefixes.empty() && probe % 3 == 0) {  // the edges
        const Prefix& p = prefixes[random() % prefixes.size()];
        ip = probe % 2 == 0 ? p.base : last_of(p);
      }
      std::vector<std::uint32_t> expected;
      for (std::uint32_t i = 0; i < prefixes.size(); ++i)
        if (holds(prefixes[i], ip)) expected.push_back(i + 1);
      std::ranges::stable_sort(expected, [&](auto a, auto b) { return prefixes[a - 1].bits > prefixes[b - 1].bits; });
      std::vector<std::uint32_t> got;
      for (std::uint32_t e = map.find(ip); e != 0; e = map.view().parent(e)) got.push_back(e);
      ASSERT_EQ(got, expected) << to_string(ip);
    }
  }
}

TEST(PrefixView, KnowsWhenArraysAreUnsound) {
  const PrefixMap map(read_all({"10.0.0.0/8", "10.1.0.0/16"}));
  std::vector<PrefixView::Step4> steps(map.view().steps4.begin(), map.view().steps4.end());
  PrefixView view = map.view();
  view.steps4 = steps;
  EXPECT_TRUE(view.is_sound());
  steps[0].entry = 3;
  EXPECT_FALSE(view.is_sound());
  steps[0] = {0xFFFFFFFF, 1};
  EXPECT_FALSE(view.is_sound());
  view = map.view();
  view.index4 = view.index4.first(2);
  EXPECT_FALSE(view.is_sound());
}

}  // namespace
}  // namespace lp::detect
