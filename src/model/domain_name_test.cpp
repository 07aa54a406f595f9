#include "model/domain_name.h"

#include <gtest/gtest.h>

namespace lp::model {
namespace {

TEST(DomainName, Canonical) {
  EXPECT_EQ(*parse_domain(" WWW.Example.COM. "), "www.example.com");
  EXPECT_EQ(*parse_domain("*.example.com"), "*.example.com");
  EXPECT_EQ(*parse_domain("示例.中国"), "示例.中国");
  EXPECT_EQ(*parse_domain("xn--fsq092h.xn--fiqs8s"), "xn--fsq092h.xn--fiqs8s");
  EXPECT_EQ(*parse_domain("a。example。com"), "a.example.com");
}

TEST(DomainName, Refused) {
  for (const std::string& text : {std::string(), std::string("localhost"), std::string("a..b"), std::string("-a.com"), std::string("a-.com"),
                                  std::string("1.2.3.4"), std::string("a b.com"), std::string("a_b.com"), std::string("http://a.com"),
                                  std::string("a.com/x"), std::string(64, 'a') + ".com", std::string(130, 'a') + "." + std::string(130, 'b'), std::string("a\xff.com"),
                                  std::string("*.*.com"), std::string("..")}) {
    EXPECT_FALSE(parse_domain(text)) << text;
  }
  std::string longest;
  for (int i = 0; i < 100; ++i) longest += "ab.";
  EXPECT_EQ(parse_domain(longest + "com").error().fields[0].code, "domain");
}

TEST(DomainName, Within) {
  EXPECT_TRUE(is_within_domain("a.example.com", "example.com"));
  EXPECT_TRUE(is_within_domain("example.com", "example.com"));
  EXPECT_FALSE(is_within_domain("badexample.com", "example.com"));
  EXPECT_FALSE(is_within_domain("com", "example.com"));
}

TEST(Email, AcceptsAndRefuses) {
  EXPECT_EQ(*parse_email(" Zhang.San@Example.COM "), "Zhang.San@example.com");
  EXPECT_EQ(*parse_email("a+b@mail.example.cn"), "a+b@mail.example.cn");
  for (const char* text : {"", "a", "@a.com", "a@", "a@b", "a b@c.com", "a@@c.com", ".a@c.com", "a.@c.com", "a..b@c.com", "张@c.com", "a@*.c.com", "a@c.com\nBcc: d@e.com"}) {
    EXPECT_FALSE(parse_email(text)) << text;
  }
}

TEST(Url, AcceptsAndRefuses) {
  EXPECT_EQ(*parse_url("HTTPS://Example.COM/Path?q=1#x"), "https://example.com/Path?q=1#x");
  EXPECT_EQ(*parse_url("http://203.0.113.7:8080"), "http://203.0.113.7:8080");
  EXPECT_EQ(*parse_url("https://[2001:db8::1]:8443/a"), "https://[2001:db8::1]:8443/a");
  for (const char* text : {"", "example.com", "ftp://example.com", "javascript:alert(1)", "http://", "http:///x", "http://a b.com", "http://example.com:99999",
                           "http://example.com:", "http://user@example.com", "https://[::1", "http://example.com/<script>", "http://*.example.com"}) {
    EXPECT_FALSE(parse_url(text)) << text;
  }
}

}  // namespace
}  // namespace lp::model
