#include "server/http/url.h"

#include <gtest/gtest.h>

namespace lp::server {
namespace {

TEST(UrlTest, DecodesStrictly) {
  EXPECT_EQ(percent_decode("a%20b+c", Plus::literal), "a b+c");
  EXPECT_EQ(percent_decode("a%20b+c", Plus::space), "a b c");
  EXPECT_EQ(percent_decode("%E9%BE%99%e7%a3%90", Plus::literal), "龙磐");
  for (const char* bad : {"%", "%2", "%zz", "%00", "%ff", "%c0%af", "%ed%a0%80"}) {
    EXPECT_FALSE(percent_decode(bad, Plus::literal)) << bad;
  }
  EXPECT_EQ(percent_encode("龙 a/b~"), "%E9%BE%99%20a%2Fb~");
}

TEST(UrlTest, KeepsRepeatedQueryItemsInOrder) {
  const auto items = parse_query("a=1&b=&a=2&c&&d=x%3Dy");
  ASSERT_TRUE(items);
  const QueryItems expected{{"a", "1"}, {"b", ""}, {"a", "2"}, {"c", ""}, {"d", "x=y"}};
  EXPECT_EQ(*items, expected);
  std::string many;
  for (int i = 0; i < 1001; ++i) many += "a&";
  EXPECT_FALSE(parse_query(many));
  EXPECT_TRUE(parse_query("")->empty());
}

TEST(UrlTest, RefusesPathsThatTwoReadersMayTakeApart) {
  for (const char* bad : {"", "a", "*", "/a/../b", "/..", "/%2e%2e/x", "/./a", "/a\\b", "/a%0d%0ab", "ftp://x/", "http:///a"}) {
    EXPECT_FALSE(parse_target(bad)) << bad;
  }
  const auto target = parse_target("http://host:1/a%20b?q=1");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->authority, "host:1");
  EXPECT_EQ(target->path, "/a b");
  EXPECT_EQ(target->query.size(), 1U);
}

TEST(UrlTest, ReadsHosts) {
  EXPECT_EQ(parse_host("Example.COM:8080"), "example.com");
  EXPECT_EQ(parse_host("[::1]:80"), "::1");
  for (const char* bad : {"", ":80", "a b", "a/b", "a:b", "a:999999", "[::1", "[::1]x", "[zz]", "user@host"}) {
    EXPECT_FALSE(parse_host(bad)) << bad;
  }
}

TEST(UrlTest, FindsCookies) {
  EXPECT_EQ(find_cookie("a=1; lp_session=tok=en; b=2", "lp_session"), "tok=en");
  EXPECT_EQ(find_cookie("xlp_session=1", "lp_session"), "");
}

}  // namespace
}  // namespace lp::server
