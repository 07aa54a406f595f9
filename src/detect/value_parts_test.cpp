#include "detect/value_parts.h"

#include <gtest/gtest.h>

namespace lp::detect {
namespace {

struct PartsCase {
  const char *text, *host, *path, *query, *extension;  // "–" = none
};

TEST(ValueParts, UrlsAndPathsComeApart) {
  const PartsCase cases[] = {
      {"https://user:pw@www.example.com:8443/a/b.tar.gz?x=1&y=/z#top", "www.example.com", "/a/b.tar.gz", "x=1&y=/z", "gz"},
      {"http://[2001:db8::1]:80/", "[2001:db8::1]", "/", "–", "–"},
      {"http://example.com", "example.com", "–", "–", "–"},
      {"http://example.com?q=1", "example.com", "", "q=1", "–"},
      {"/index.php?url=http://evil.example/x.txt", "–", "/index.php", "url=http://evil.example/x.txt", "php"},
      {"/a.b/c", "–", "/a.b/c", "–", "–"},
      {"/?", "–", "/", "", "–"},
      {"", "–", "", "–", "–"},
      {"://x", "–", "://x", "–", "–"},
      {"example.com:443", "–", "example.com:443", "–", "com:443"},
  };
  const auto part = [](const char* text, ValuePart::Kind kind) {
    const std::string_view found = value_part(text, kind);
    return found.data() == nullptr ? std::string("–") : std::string(found);
  };
  for (const PartsCase& c : cases) {
    EXPECT_EQ(part(c.text, ValuePart::Kind::host), c.host) << c.text;
    EXPECT_EQ(part(c.text, ValuePart::Kind::path), c.path) << c.text;
    EXPECT_EQ(part(c.text, ValuePart::Kind::query), c.query) << c.text;
    EXPECT_EQ(part(c.text, ValuePart::Kind::extension), c.extension) << c.text;
  }
}

TEST(ValueParts, HashListsComeApart) {
  constexpr std::string_view list = "SHA1=aa,Md5=bb, SHA256=cc,IMPHASH=dd";
  EXPECT_EQ(value_part(list, ValuePart::Kind::md5), "bb");
  EXPECT_EQ(value_part(list, ValuePart::Kind::sha1), "aa");
  EXPECT_EQ(value_part(list, ValuePart::Kind::sha256), "cc");
  EXPECT_EQ(value_part(list, ValuePart::Kind::imphash), "dd");
  EXPECT_EQ(value_part("SHA1=aa", ValuePart::Kind::md5).data(), nullptr);
  EXPECT_EQ(value_part("", ValuePart::Kind::md5).data(), nullptr);
}

}  // namespace
}  // namespace lp::detect
