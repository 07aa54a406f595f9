#include "probe/range_set.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace lp::probe {
namespace {

RangeSet set_of(std::initializer_list<const char*> texts) {
  std::vector<model::IpRange> ranges;
  for (const char* text : texts) ranges.push_back(*model::parse_ip_range(text));
  return RangeSet(std::move(ranges));
}
std::string text_of(const RangeSet& set) {
  std::string out;
  for (const auto& range : set.ranges()) out += (out.empty() ? "" : " ") + to_string(range);
  return out;
}

TEST(RangeSet, JoinsWhatTouches) {
  EXPECT_EQ(text_of(set_of({"10.0.0.5-10.0.0.9", "10.0.0.0-10.0.0.4", "10.0.0.11", "::1", "::2"})), "10.0.0.0-10.0.0.9 10.0.0.11 ::1-::2");
  EXPECT_EQ(text_of(set_of({"255.255.255.255", "0.0.0.0", "::"})), "0.0.0.0 255.255.255.255 ::") << "the end of IPv4 does not touch IPv6";
}

TEST(RangeSet, TakesAwayAndCuts) {
  EXPECT_EQ(text_of(set_of({"10.0.0.0/29"}).minus(set_of({"10.0.0.3"}))), "10.0.0.0-10.0.0.2 10.0.0.4/30");
  EXPECT_EQ(text_of(set_of({"0.0.0.0-0.0.0.3"}).minus(set_of({"0.0.0.0"}))), "0.0.0.1-0.0.0.3");
  EXPECT_EQ(text_of(set_of({"255.255.255.254/31"}).minus(set_of({"255.255.255.255"}))), "255.255.255.254");
  EXPECT_EQ(text_of(set_of({"10.0.0.0/24"}).minus(set_of({"10.0.0.0/8"}))), "");
  EXPECT_EQ(text_of(set_of({"10.0.0.0/30", "10.0.1.0/30"}).intersect(set_of({"10.0.0.2-10.0.1.1"}))), "10.0.0.2/31 10.0.1.0/31");
  EXPECT_TRUE(set_of({"10.0.0.0/8"}).intersect(set_of({"::/0"})).empty()) << "IPv6 holds no IPv4";
}

TEST(RangeSet, MeasuresAddressesAndNetworks) {
  EXPECT_EQ(extent(set_of({"10.0.0.0/24", "10.0.0.128/25", "192.0.2.1"})), 257);
  EXPECT_EQ(extent(set_of({"2001:db8::/48"})), 65'536);
  EXPECT_EQ(extent(set_of({"2001:db8::1"})), 1);
  EXPECT_EQ(extent(set_of({"::/0"})), std::numeric_limits<std::int64_t>::max());
}

TEST(RangeSet, BlocksAreSlash24And64) {
  EXPECT_EQ(to_string(block_of(*model::parse_ip("203.0.113.77"))), "203.0.113.0");
  EXPECT_EQ(to_string(block_of(*model::parse_ip("2001:db8:1:2:3:4:5:6"))), "2001:db8:1:2::");
}

// Against sets of the 256 addresses of one block.
TEST(RangeSet, IsSetArithmetic) {
  std::mt19937 random(7);
  const auto pick = [&](std::set<int>& members) {
    std::vector<model::IpRange> ranges;
    for (auto i = random() % 5; i > 0; --i) {
      const int first = static_cast<int>(random() % 256), last = first + static_cast<int>(random() % static_cast<unsigned long>(256 - first));
      ranges.push_back(*model::parse_ip_range("10.0.0." + std::to_string(first) + "-10.0.0." + std::to_string(last)));
      for (int at = first; at <= last; ++at) members.insert(at);
    }
    return RangeSet(std::move(ranges));
  };
  for (int round = 0; round < 2'000; ++round) {
    std::set<int> a, b;
    const RangeSet left = pick(a), right = pick(b), minus = left.minus(right), both = left.intersect(right);
    for (int at = 0; at < 256; ++at) {
      const auto address = *model::parse_ip("10.0.0." + std::to_string(at));
      ASSERT_EQ(left.contains(address), a.count(at) == 1) << text_of(left) << " has " << at;
      ASSERT_EQ(minus.contains(address), a.count(at) == 1 && b.count(at) == 0) << text_of(left) << " minus " << text_of(right);
      ASSERT_EQ(both.contains(address), a.count(at) == 1 && b.count(at) == 1) << text_of(left) << " and " << text_of(right);
    }
  }
}

}  // namespace
}  // namespace lp::probe
