#include "discover/checksum.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace lp::discover {
namespace {

TEST(Checksum, PublishedExamples) {
  EXPECT_TRUE(luhn("79927398713"));          // ISO/IEC 7812-1's usual example
  EXPECT_TRUE(luhn("490154203237518"));      // 3GPP IMEI
  EXPECT_TRUE(mod_11_2("11010519491231002X"));  // GB 11643-1999
  EXPECT_TRUE(mod_11_2("07940"));             // ISO 7064
  EXPECT_TRUE(mod_11_2("079X"));
  EXPECT_TRUE(mod_97_10("54930084UKLVMY22DS16"));  // an LEI of ISO 17442's register
  EXPECT_TRUE(gtin("6291041500213"));        // GS1
  EXPECT_TRUE(gtin("73513537"));             // GTIN-8
  EXPECT_TRUE(org_code_check("D2143569X"));  // GB 11714
  EXPECT_TRUE(icao_check("L898902C36"));     // ICAO 9303 part 4, document number
  EXPECT_TRUE(icao_check("7408122"));        // its date of birth
}

TEST(Checksum, OtherCharactersAndLengthsAreFalse) {
  for (const char* bad : {"", "0", "A", "1234567890a", "\xff\xfe", "12 34"}) {
    EXPECT_FALSE(luhn(bad)) << bad;
    EXPECT_FALSE(mod_11_10(bad)) << bad;
    EXPECT_FALSE(gtin(bad)) << bad;
    EXPECT_FALSE(org_code_check(bad)) << bad;
  }
  EXPECT_FALSE(mod_11_2("X"));
  EXPECT_FALSE(mod_11_2("1A3"));
  EXPECT_FALSE(mod_97_10("ab"));
  EXPECT_FALSE(icao_check("L8989é02C36"));
}

// What each standard promises: one wrong character is always noticed.
void every_substitution(const std::string& good, bool (*check)(std::string_view), std::size_t positions) {
  ASSERT_TRUE(check(good)) << good;
  for (std::size_t i = 0; i < positions; ++i) {
    for (char c = '0'; c <= '9'; ++c) {
      std::string other = good;
      other[i] = c;
      EXPECT_EQ(check(other), c == good[i]) << other;
    }
  }
}

TEST(Checksum, OneWrongDigitIsNoticed) {
  every_substitution("79927398713", luhn, 11);
  every_substitution("11010519491231002X", mod_11_2, 17);
  every_substitution("320100000000017", mod_11_10, 15);
  every_substitution("6291041500213", gtin, 13);
}

RC_GTEST_PROP(Checksum, TransposedNeighboursAreNoticedByMod112, ()) {
  const auto digits = *rc::gen::container<std::string>(17, rc::gen::inRange('0', static_cast<char>('9' + 1)));
  std::string id;
  for (const char c : std::string("0123456789X")) {
    if (mod_11_2(digits + c)) id = digits + c;
  }
  RC_ASSERT(id.size() == 18u);
  const auto at = *rc::gen::inRange<std::size_t>(0, 16);
  std::string swapped = id;
  std::swap(swapped[at], swapped[at + 1]);
  RC_ASSERT(mod_11_2(swapped) == (swapped == id));
}

}  // namespace
}  // namespace lp::discover
