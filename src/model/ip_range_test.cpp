#include "model/ip_range.h"

#include <gtest/gtest.h>

namespace lp::model {
namespace {

std::string canonical(std::string_view text) {
  const auto range = parse_ip_range(text);
  return range ? to_string(*range) : "error";
}
IpRange range(std::string_view text) { return *parse_ip_range(text); }

TEST(IpRange, AllForms) {
  EXPECT_EQ(canonical("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(canonical("203.0.113.0/24"), "203.0.113.0/24");
  EXPECT_EQ(canonical("203.0.113.77/24"), "203.0.113.0/24");
  EXPECT_EQ(canonical("203.0.113.1-20"), "203.0.113.1-203.0.113.20");
  EXPECT_EQ(canonical("203.0.113.0-255"), "203.0.113.0/24");
  EXPECT_EQ(canonical("203.0.113.200-203.0.114.3"), "203.0.113.200-203.0.114.3");
  EXPECT_EQ(canonical("2001:db8::1"), "2001:db8::1");
  EXPECT_EQ(canonical("2001:DB8::/32"), "2001:db8::/32");
  EXPECT_EQ(canonical("2001:db8::1-2001:db8::9"), "2001:db8::1-2001:db8::9");
  EXPECT_EQ(canonical("0.0.0.0/0"), "0.0.0.0/0");
}

TEST(IpRange, WhatPeopleType) {
  EXPECT_EQ(canonical(" 203.0.113.1 - 20 "), "203.0.113.1-203.0.113.20");
  EXPECT_EQ(canonical("203.0.113.1~203.0.113.20"), "203.0.113.1-203.0.113.20");
  EXPECT_EQ(canonical("２０３．０．１１３．１"), "203.0.113.1");
  EXPECT_EQ(canonical("203.0.113.1—20"), "203.0.113.1-203.0.113.20");
}

TEST(IpRange, RefusesNonsense) {
  for (const char* text : {"", "1.2.3", "1.2.3.256", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "1.2.3.9-5", "1.2.3.4-::1", "1.2.3.4-300",
                           "01.2.3.4", "1.2.3.4/024", "example.com", "1.2.3.4-", "::/129", "1.2.3.4 5"}) {
    EXPECT_EQ(canonical(text), "error") << text;
  }
  EXPECT_EQ(parse_ip_range("x").error().fields[0].code, "ip_range");
}

TEST(IpRange, Lists) {
  const auto ranges = parse_ip_ranges("203.0.113.1、203.0.113.2; 203.0.113.3\n203.0.113.4，203.0.113.5,");
  ASSERT_TRUE(ranges);
  EXPECT_EQ(ranges->size(), 5u);
  EXPECT_FALSE(parse_ip_ranges("203.0.113.1,bad"));
}

TEST(IpRange, SizeAndExpansion) {
  EXPECT_EQ(size_of(range("203.0.113.250-203.0.114.5")), 12);
  EXPECT_EQ(size_of(range("10.0.0.0/8")), 1 << 24);
  EXPECT_EQ(size_of(range("::/0")), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(size_of(range("2001:db8::/96")), std::int64_t{1} << 32);
  const auto all = expand(range("203.0.113.254-203.0.114.1"));
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 4u);
  EXPECT_EQ(to_string((*all)[2]), "203.0.114.0");
  EXPECT_EQ(expand(range("10.0.0.0/8")).error().code, Errc::too_large);
  EXPECT_EQ(expand(range("255.255.255.254-255"))->size(), 2u);
}

TEST(IpRange, ContainmentAndOverlap) {
  EXPECT_TRUE(contains(range("203.0.113.0/24"), range("203.0.113.4-9")));
  EXPECT_FALSE(contains(range("203.0.113.0/24"), range("203.0.113.4-203.0.114.9")));
  EXPECT_TRUE(overlaps(range("203.0.113.0/24"), range("203.0.113.4-203.0.114.9")));
  EXPECT_FALSE(overlaps(range("203.0.113.0/25"), range("203.0.113.128/25")));
  EXPECT_FALSE(contains(range("::/0"), range("203.0.113.1")));
  EXPECT_TRUE(contains(range("::/0"), range("2001:db8::5")));
}

TEST(IpRange, Private) {
  for (const char* text : {"10.1.2.3", "172.16.0.0/12", "172.31.255.255", "192.168.1.1-20", "127.0.0.1", "100.64.0.1", "169.254.1.1", "fd00::1", "fe80::1", "::1"}) {
    EXPECT_TRUE(is_private(range(text))) << text;
  }
  for (const char* text : {"11.0.0.1", "172.32.0.1", "203.0.113.1", "9.255.255.255-10.0.0.5", "2001:db8::1", "0.0.0.0/0"}) {
    EXPECT_FALSE(is_private(range(text))) << text;
  }
}

}  // namespace
}  // namespace lp::model
