#include "match/product_text/product_text.h"

#include <gtest/gtest.h>

#include "match/feeds/feed_testing.h"

namespace lp::match {
namespace {

std::string read(const ProductText& r) {
  std::string out = r.vendor + " | " + r.product + " |";
  for (const Interval& i : r.intervals) out += " " + bounds_text(i);
  return out;
}

TEST(ProductText, VendorProductAndVersions) {
  struct Case { std::string_view text, reading; };
  const Case all[] = {
      {"Pexip Infinity <10", "Pexip | Infinity | (, 10)"},
      {"Pexip Pexip Infinity 23.*，<23.3", "Pexip | Pexip Infinity | [23, 23.3)"},
      {"Linux Kernel >=4.0，<=4.9", "Linux | Kernel | [4.0, 4.9]"},
      {"Cisco IOS 15.1(3)T", "Cisco | IOS | [15.1(3)T, 15.1(3)T]"},
      {"Huawei S7700 V200R009C00", "Huawei | S7700 | [V200R009C00, V200R009C00]"},
      {"深圳市深信服电子科技有限公司 SANGFOR AF ≤7.5.1", "深圳市深信服电子科技有限公司 | SANGFOR AF | (, 7.5.1]"},
      {"淄博闪灵网络科技有限公司 S-CMS电子商城系统 v1.5（PHP版）", "淄博闪灵网络科技有限公司 | S-CMS电子商城系统 v1.5 | (, )"},
      {"Adobe Flash Player(on Windows/OS X) 19.x-21.x(<21.0.0.182)", "Adobe | Flash Player | [19, 21.0.0.182)"},
      {"Electric Sheep Fencing LLC. pfSense <2.2.3", "Electric Sheep Fencing LLC. | pfSense | (, 2.2.3)"},
      {"Palo Alto Networks PAN-OS  7.*，<7.0.16", "Palo Alto Networks | PAN-OS | [7, 7.0.16)"},
      {"Pulse Secure Pulse Secure Pulse Connect Secure ＜9.1R8", "Pulse Secure | Pulse Secure Pulse Connect Secure | (, 9.1R8)"},
      {"Apache ActiveMQ 5.0.0 through 5.10.0", "Apache | ActiveMQ | [5.0.0, 5.10.0]"},
      {"Moodle Moodle 2.7 - 2.7.3", "Moodle | Moodle | [2.7, 2.7.3]"},
      {"Cisco Identity Services Engine (ISE) 1.3", "Cisco | Identity Services Engine | [1.3, 1.3]"},
      {"F5 BIG-IP (APM) >=15.1.0，<=15.1.5", "F5 | BIG-IP APM | [15.1.0, 15.1.5]"},
      {"Rockwell Automation Studio 5000 Launcher <=31", "Rockwell Automation | Studio 5000 Launcher | (, 31]"},
      {"Cisco Remote PHY 220 全部版本", "Cisco | Remote PHY 220 | (, )"},
      {"Microsoft Windows JScript 无", "Microsoft | Windows JScript | (, )"},
      {"Huawei Berlin-L21HN The versions before Berlin-L21HNC185B381", "Huawei | Berlin-L21HN The | (, Berlin-L21HNC185B381)"},
      {"phpWhois", " | phpWhois | (, )"},
  };
  for (const Case& c : all) {
    const auto readings = parse_product_text(c.text);
    ASSERT_FALSE(readings.empty()) << c.text;
    EXPECT_EQ(read(readings[0]), c.reading) << c.text;
  }
}

TEST(ProductText, ANumberAtTheEndIsReadBothWays) {
  const auto year = parse_product_text("Microsoft Windows Server 2016");
  ASSERT_EQ(year.size(), 2u);
  EXPECT_EQ(read(year[0]), "Microsoft | Windows Server 2016 | (, )");
  EXPECT_EQ(read(year[1]), "Microsoft | Windows Server | [2016, 2016]");
  const auto small = parse_product_text("Microsoft Internet Explorer 11");
  ASSERT_EQ(small.size(), 2u);
  EXPECT_EQ(read(small[0]), "Microsoft | Internet Explorer | [11, 11]");
  for (const auto& r : {year[0], year[1], small[0], small[1]}) EXPECT_LE(r.confidence, 0.6);
}

TEST(ProductText, WhatIsNotUnderstoodHasNoRange) {
  const auto readings = parse_product_text("Maker Thing <the one of last week");
  ASSERT_EQ(readings.size(), 1u);
  EXPECT_TRUE(readings[0].intervals.empty());
  EXPECT_EQ(readings[0].confidence, 0);
  EXPECT_TRUE(parse_product_text("").empty());
  EXPECT_TRUE(parse_product_text("  ， ").empty());
}

}  // namespace
}  // namespace lp::match
