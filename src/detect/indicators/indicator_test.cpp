#include "detect/indicators/indicator.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <unordered_set>

#include "detect/indicators/url_key.h"

namespace lp::detect {
namespace {

TEST(UrlKey, IsOneForAllSpellings) {
  struct Row { const char* url; const char* key; };  // "" = no URL
  const std::array rows{Row{"http://Example.com", "example.com/"}, Row{"https://example.com:443/", "example.com/"}, Row{"example.com/", "example.com/"},
                        Row{"HTTP://EXAMPLE.COM:80/A/b?C=d#frag", "example.com/A/b?C=d"}, Row{"http://example.com:8080/x", "example.com:8080/x"},
                        Row{"http://example.com/%7euser/%2f%c3%a9", "example.com/~user/%2F%C3%A9"}, Row{"http://example.com/\xc3\xa9 x", "example.com/%C3%A9%20x"},
                        Row{"http://example.com/100%", "example.com/100%25"}, Row{"http://example.com/?", "example.com/"}, Row{"http://example.com?q=1", "example.com/?q=1"},
                        Row{"http://user:pw@example.com/x", "example.com/x"}, Row{"//example.com/x", "example.com/x"}, Row{"ftp://Example.com/x", "ftp://example.com/x"},
                        Row{"http://[2001:DB8::1]:80/x", "[2001:db8::1]/x"}, Row{"http://192.0.2.1/x", "192.0.2.1/x"}, Row{"http://例え.テスト/", "xn--r8jz45g.xn--zckzah/"},
                        Row{"http://", ""}, Row{"/only/path", ""}, Row{"http://exa mple.com/", ""}, Row{"http://example.com:99999x/", ""}, Row{"http://[::1/x", ""},
                        Row{"example.com./x", "example.com/x"}, Row{"http://example.com/a?b?", "example.com/a?b?"}};
  std::string key;
  for (const Row& row : rows) {
    EXPECT_EQ(to_url_key(row.url, key) ? key : "", row.key) << row.url;
    std::string again;
    if (*row.key != '\0' && key.find("://") == std::string::npos) {
      EXPECT_TRUE(to_url_key(key, again) && again == key) << key;
    }
  }
  EXPECT_TRUE(to_url_key("Example.com:80", "/a%41?x", key));
  EXPECT_EQ(key, "example.com/aA?x");
  EXPECT_FALSE(to_url_key("example.com", std::string(9000, 'a'), key));
  EXPECT_EQ(host_of_url_key("example.com:8080/x"), "example.com");
  EXPECT_EQ(host_of_url_key("[2001:db8::1]/x"), "2001:db8::1");
  EXPECT_EQ(host_of_url_key("ftp://example.com/x"), "example.com");
  EXPECT_EQ(host_of_url_key("example.com/?u=http://other/"), "example.com");
}

TEST(Indicator, KeysAreReadBack) {
  struct Row { IndicatorKind kind; const char* text; const char* shown; };
  const std::array rows{Row{IndicatorKind::ip, "192.0.2.1", "192.0.2.1"}, Row{IndicatorKind::ip, "2001:DB8::1", "2001:db8::1"}, Row{IndicatorKind::ip, "::ffff:192.0.2.1", "192.0.2.1"},
                        Row{IndicatorKind::prefix, "192.0.2.7/24", "192.0.2.0/24"}, Row{IndicatorKind::domain, "*.Bad.Example.", "bad.example"},
                        Row{IndicatorKind::md5, "D41D8CD98F00B204E9800998ECF8427E", "d41d8cd98f00b204e9800998ecf8427e"}, Row{IndicatorKind::email, "Mallory@Bad.Example", "mallory@bad.example"},
                        Row{IndicatorKind::ja4, "t13d1516h2_8daaf6152771_b186095e22b6", "t13d1516h2_8daaf6152771_b186095e22b6"}};
  std::string key;
  for (const Row& row : rows) {
    ASSERT_TRUE(to_key(row.kind, row.text, key)) << row.text;
    EXPECT_EQ(key_text(row.kind, key), row.shown);
  }
  struct Bad { IndicatorKind kind; const char* text; };
  for (const Bad& bad : {Bad{IndicatorKind::ip, "x"}, Bad{IndicatorKind::domain, "192.0.2.1"}, Bad{IndicatorKind::md5, "xyz"}, Bad{IndicatorKind::sha1, "d41d8cd98f00b204e9800998ecf8427e"},
                         Bad{IndicatorKind::email, "@x.y"}, Bad{IndicatorKind::ja4, "t13d1516h2"}, Bad{IndicatorKind::prefix, "1.2.3.4/40"}, Bad{IndicatorKind::url, ""}})
    EXPECT_FALSE(to_key(bad.kind, bad.text, key)) << bad.text;
}

TEST(Indicator, KindsAreGuessedByLooks) {
  struct Row { const char* text; const char* kind; };
  const std::array rows{Row{"192.0.2.1", "ip"}, Row{"2001:db8::1", "ip"}, Row{"192.0.2.0/24", "prefix"}, Row{"bad.example", "domain"}, Row{"http://bad.example/x", "url"},
                        Row{"bad.example/x", "url"}, Row{"192.0.2.1:8080", "url"}, Row{"192.0.2.1/x", "url"}, Row{"a@bad.example", "email"}, Row{"d41d8cd98f00b204e9800998ecf8427e", "md5"},
                        Row{"da39a3ee5e6b4b0d3255bfef95601890afd80709", "sha1"}, Row{"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "sha256"},
                        Row{"t13d1516h2_8daaf6152771_b186095e22b6", "ja4"}, Row{"word", ""}, Row{"two words", ""}, Row{"", ""}};
  for (const Row& row : rows) {
    const auto kind = guess_kind(row.text);
    EXPECT_EQ(kind ? to_string(*kind) : "", row.kind) << row.text;
  }
}

TEST(Indicator, DefangedTextIsReadable) {
  EXPECT_EQ(refang("hxxps://bad[.]example[:]8080/x"), "https://bad.example:8080/x");
  EXPECT_EQ(refang("bad(dot)example"), "bad.example");
  EXPECT_EQ(refang("192[.]0[.]2[.]1"), "192.0.2.1");
  EXPECT_EQ(refang("a[@]bad[.]example"), "a@bad.example");
  EXPECT_EQ(refang("hXXp[://]bad.example"), "http://bad.example");
  EXPECT_EQ(refang("plain.example"), "plain.example");
}

TEST(Indicator, HashesSpreadAndNeverChange) {
  EXPECT_EQ(hash_key(IndicatorKind::domain, "bad.example"), hash_key(IndicatorKind::domain, std::string("bad.example")));
  EXPECT_NE(hash_key(IndicatorKind::domain, "bad.example"), hash_key(IndicatorKind::url, "bad.example"));
  std::unordered_set<std::uint64_t> seen;
  std::array<std::size_t, 256> top{};
  std::string key;
  std::mt19937_64 random(1);
  for (int i = 0; i < 200'000; ++i) {
    key = "host-" + std::to_string(i) + (i % 3 == 0 ? ".a-rather-long-registered-name.example" : ".cn");
    const std::uint64_t h = hash_key(IndicatorKind::domain, key);
    EXPECT_TRUE(seen.insert(h).second);
    ++top[h >> 56];
  }
  for (const std::size_t n : top) EXPECT_NEAR(static_cast<double>(n), 200'000 / 256.0, 170);
}

TEST(Tlp, IsReadInAllSpellings) {
  EXPECT_EQ(parse_tlp("tlp:white"), Tlp::clear);
  EXPECT_EQ(parse_tlp("TLP:AMBER+STRICT"), Tlp::amber_strict);
  EXPECT_EQ(parse_tlp("Red"), Tlp::red);
  EXPECT_EQ(parse_tlp("purple"), Tlp::none);
  EXPECT_EQ(to_string(Tlp::clear), "TLP:CLEAR");
}

}  // namespace
}  // namespace lp::detect
