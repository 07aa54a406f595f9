#include "model/uscc.h"

#include <gtest/gtest.h>

namespace lp::model {
namespace {

TEST(Uscc, AcceptsValidCodes) {
  for (const char* code : {"91320100MA0000015Q", "91320500MAXXXX12XY", "123200000000000005", "91350100M000100Y43"}) {
    EXPECT_EQ(check_uscc(code), UsccFault::none) << code;
  }
}

TEST(Uscc, TellsWhichRuleFails) {
  EXPECT_EQ(check_uscc("91320100MA00000150"), UsccFault::check_digit);
  EXPECT_EQ(check_uscc("91320100MI0000015Q"), UsccFault::character);
  EXPECT_EQ(check_uscc("91320200TEST00018A"), UsccFault::character);
  EXPECT_EQ(check_uscc("91320100MA000001"), UsccFault::length);
  EXPECT_EQ(check_uscc("91320100ma0000015q"), UsccFault::character);
  EXPECT_EQ(check_uscc(""), UsccFault::length);
}

TEST(Uscc, ReadsWhatPeopleType) {
  EXPECT_EQ(*parse_uscc(" 91320100ma0000015q "), "91320100MA0000015Q");
  EXPECT_EQ(*parse_uscc("９１３２０１００ＭＡ０００００１５Ｑ"), "91320100MA0000015Q");
  EXPECT_EQ(*parse_uscc("9132-0100-MA00-0001-5Q"), "91320100MA0000015Q");
}

TEST(Uscc, ErrorsCarryAStableCode) {
  EXPECT_EQ(parse_uscc("1").error().fields[0].code, "uscc_length");
  EXPECT_EQ(parse_uscc("91320100MA00000150").error().fields[0].code, "uscc_check_digit");
  EXPECT_NE(parse_uscc("91320100MI0000015Q").error().message_zh.find("字母"), std::string::npos);
}

TEST(Uscc, EverySingleSubstitutionIsCaught) {
  const std::string good = "91320100MA0000015Q";
  constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const char c : alphabet) {
      std::string bad = good;
      bad[i] = c;
      EXPECT_EQ(check_uscc(bad) == UsccFault::none, c == good[i]) << bad;
    }
  }
}

}  // namespace
}  // namespace lp::model
