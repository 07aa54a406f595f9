#include "base/hash.h"

#include <gtest/gtest.h>

#include <set>

namespace lp {
namespace {

// GB/T 32905-2016 appendix A, examples 1 and 2.
TEST(Sm3, EqualsTheStandardsExamples) {
  EXPECT_EQ(to_hex(sm3("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  std::string text;
  for (int i = 0; i < 16; ++i) text += "abcd";
  EXPECT_EQ(to_hex(sm3(text)), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

// FIPS 180-4 and RFC 4231 test case 2.
TEST(Sha256, EqualsPublishedVectors) {
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Hasher, PiecesEqualTheWholeAndItIsReusable) {
  Hasher h(Hasher::Algorithm::sm3);
  h.update("a");
  h.update("bc");
  EXPECT_EQ(h.finish(), sm3("abc"));
  h.update("xyz");
  EXPECT_EQ(h.finish(), sm3("xyz"));
}

TEST(Hex, RoundTripsAndRefusesJunk) {
  std::string out;
  EXPECT_TRUE(from_hex("00ff7F", out));
  EXPECT_EQ(out, std::string("\0\xff\x7f", 3));
  EXPECT_FALSE(from_hex("0", out));
  EXPECT_FALSE(from_hex("zz", out));
}

TEST(Base64, RoundTripsEveryLength) {
  std::string bytes, out;
  for (int n = 0; n < 70; ++n) {
    ASSERT_TRUE(from_base64(to_base64(bytes), out));
    EXPECT_EQ(out, bytes);
    bytes += static_cast<char>(n * 37);
  }
  EXPECT_EQ(to_base64("foob"), "Zm9vYg==");
  EXPECT_FALSE(from_base64("a b", out));
}

TEST(Random, TokensAreUrlSafeAndDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string token = random_token();
    EXPECT_EQ(token.size(), 43u);
    EXPECT_EQ(token.find_first_of("+/="), std::string::npos);
    seen.insert(token);
  }
  EXPECT_EQ(seen.size(), 100u);
}

TEST(ConstantTime, ComparesLikeEquality) {
  EXPECT_TRUE(equal_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_constant_time("abc", "ab"));
}

}  // namespace
}  // namespace lp
