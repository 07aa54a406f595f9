#include "match/product_text/version_phrase.h"

#include <gtest/gtest.h>

#include "match/feeds/feed_testing.h"
#include "match/product_text/version_text.h"

namespace lp::match {
namespace {

std::string read(std::string_view text) {
  const VersionPhrase phrase = parse_version_phrase(text);
  std::string out;
  for (const Interval& i : phrase.intervals) out += (out.empty() ? "" : " ") + bounds_text(i);
  return out.empty() ? "! " + std::string(phrase.why) : out;
}

TEST(VersionPhrase, OfEveryKind) {
  struct Case { std::string_view text, intervals; };
  const Case all[] = {
      {"<10", "(, 10)"}, {"<=10", "(, 10]"}, {"＜＝ 10", "(, 10]"}, {"≤7.5.1", "(, 7.5.1]"}, {">= V2.3 and < V6.30.016", "[2.3, 6.30.016)"}, {">=4.0，<=4.9", "[4.0, 4.9]"}, {">= 1.0 | <= 1.32", "[1.0, 1.32]"},
      {"< 2.0, >= 1.0", "[1.0, 2.0)"}, {"=1.2", "[1.2, 1.2]"}, {"1.2", "[1.2, 1.2]"}, {"v1.2, v1.3", "[1.2, 1.2] [1.3, 1.3]"}, {"6.6.*，<6.6.3", "[6.6, 6.6.3)"}, {"8.x(<8.0.7)", "[8, 8.0.7)"}, {"16.1<16.1R1", "[16.1, 16.1R1)"},
      {"5.4，<05.43.25", "[5.4, 05.43.25)"}, {"8.x", "[8, 9)"}, {"<= V6.x", "(, 7)"}, {"< 11.x", "(, 11)"}, {"19.x-21.x(<21.0.0.182)", "[19, 21.0.0.182)"}, {"14.1.0-14.1.4", "[14.1.0, 14.1.4]"}, {"2.0.0-2.3.24.1", "[2.0.0, 2.3.24.1]"},
      {"7.x-1.x", "[7.x-1, 7.x-2)"}, {"10.2-P3", "[10.2-P3, 10.2-P3]"}, {"5.0.0 through 5.10.0", "[5.0.0, 5.10.0]"}, {"9.1.0 to 9.1.3", "[9.1.0, 9.1.3]"}, {"2.7.0 ~ 2.7.6", "[2.7.0, 2.7.6]"}, {"8.0.x至8.0.1.3", "[8.0, 8.0.1.3]"},
      {"from 1.0 before 2.0", "[1.0, 2.0)"}, {"prior to 2.1", "(, 2.1)"}, {"versions prior to V3.2", "(, 3.2)"}, {"before version 1.1", "(, 1.1)"}, {"up to 2.0", "(, 2.0]"}, {"up to and including 2.0", "(, 2.0]"}, {"8.0.27 and prior", "(, 8.0.27]"},
      {"ver 2.6.0 and earlier", "(, 2.6.0]"}, {"2.0 and later", "[2.0, )"}, {"V200R019及以前版本", "(, V200R019]"}, {"2.3之前版本", "(, 2.3)"}, {"2.3及之前版本", "(, 2.3]"}, {"2.3以下", "(, 2.3]"}, {"低于2.3", "(, 2.3)"}, {"V13 SP2 Update 4", "[13 SP2 Update 4, 13 SP2 Update 4]"},
      {"< V13 SP2 Update 4", "(, 13 SP2 Update 4)"}, {"2018 R2", "[2018 R2, 2018 R2]"}, {"All versions", "(, )"}, {"所有版本", "(, )"}, {"vers:all/*", "(, )"}, {"vers:all/<V5.2", "(, 5.2)"}, {"vers:all/>=V7.80<V9.40", "[7.80, 9.40)"}, {"vers:npm/>=1.0.0|<2.0.0", "[1.0.0, 2.0.0)"},
      {"All versions < V1.1.1", "(, 1.1.1)"}, {"15.1(3)T", "[15.1(3)T, 15.1(3)T]"}, {"2.7 | >= 4.0 | <= 4.6.4", "[2.7, 2.7] [4.0, 4.6.4]"},
      // Not understood, and said so.
      {"", "! no_version"}, {"< July 1 2017", "! unknown_words"}, {"3.0 and <", "! no_version"}, {"<= the first 5 digits of the serial number", "! unknown_words"}, {"not affected 2.0", "! unknown_words"},
      {">= a3b04b7bc4872a5a39e5de3fdc5fbde52c09e10e", "! unknown_words"}, {"see references", "! unknown_words"}, {"< Apr-2022", "! unknown_words"},
  };
  for (const Case& c : all) {
    const std::string got = read(c.text);
    if (c.intervals.starts_with("! ")) EXPECT_TRUE(got.starts_with("! ")) << c.text << " → " << got;
    else EXPECT_EQ(got, c.intervals) << c.text;
  }
}

TEST(VersionPhrase, ConfidenceFallsWithWhatIsUnclear) {
  const auto confidence = [](std::string_view text) { return parse_version_phrase(text).confidence; };
  EXPECT_GT(confidence("<2.0"), confidence("prior to 2.0"));
  EXPECT_GT(confidence("1.0 to 2.0"), confidence("1.0-2.0"));
  EXPECT_GT(confidence("<2.0"), confidence("<2.0 if the web server is on"));
  EXPECT_GT(confidence("<2.0"), confidence("<R2B"));
  EXPECT_GT(confidence("2.0 and prior"), confidence("2.0 prior"));
  EXPECT_EQ(confidence("nothing of the kind"), 0);
}

TEST(VersionPhrase, LongAndOddTexts) {
  for (const std::string& text : {std::string(10'000, '9'), std::string(10'000, '.'), std::string(10'000, '<'), std::string(10'000, '('), std::string("1.") + std::string(10'000, 'x'), std::string(3'000, '\xE4'), std::string("\0<1\0", 4)}) {
    const VersionPhrase phrase = parse_version_phrase(text);
    EXPECT_GE(phrase.confidence, 0);
    EXPECT_LE(phrase.confidence, 1);
  }
}

TEST(VersionText, Looks) {
  EXPECT_EQ(look_of("1.2"), VersionLook::clear);
  EXPECT_EQ(look_of("v2"), VersionLook::clear);
  EXPECT_EQ(look_of("V200R019C10"), VersionLook::clear);
  EXPECT_EQ(look_of("2016"), VersionLook::number);
  EXPECT_EQ(look_of("820A"), VersionLook::number);
  EXPECT_EQ(look_of("SE2021MP7"), VersionLook::lettered);
  EXPECT_EQ(look_of("firmware"), VersionLook::none);
  EXPECT_EQ(look_of("Apr-2022"), VersionLook::none);
  EXPECT_EQ(next_stem("6.9"), "6.10");
  EXPECT_EQ(next_stem("V200R019"), "V200R020");
  EXPECT_EQ(next_stem("R2B"), "");
  EXPECT_EQ(without_v("V5.2"), "5.2");
  EXPECT_EQ(without_v("V200R019"), "V200R019");
}

}  // namespace
}  // namespace lp::match
