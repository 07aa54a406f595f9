#include "model/phone.h"

#include <gtest/gtest.h>

namespace lp::model {
namespace {

std::string canonical(std::string_view text) {
  const auto phone = parse_phone(text);
  return phone ? phone->text : "error";
}

TEST(Phone, Mobile) {
  EXPECT_EQ(canonical("13800000000"), "13800000000");
  EXPECT_EQ(canonical("138 0000 0000"), "13800000000");
  EXPECT_EQ(canonical("+86 138-0000-0000"), "13800000000");
  EXPECT_EQ(canonical("008613800000000"), "13800000000");
  EXPECT_EQ(canonical("8613800000000"), "13800000000");
  EXPECT_EQ(canonical("１３８００００００００"), "13800000000");
  EXPECT_EQ(parse_phone("13800000000")->kind, PhoneKind::mobile);
}

TEST(Phone, FixedLines) {
  EXPECT_EQ(canonical("025-83220000"), "025-83220000");
  EXPECT_EQ(canonical("02583220000"), "025-83220000");
  EXPECT_EQ(canonical("(025) 83220000"), "025-83220000");
  EXPECT_EQ(canonical("0516-8322000"), "0516-8322000");
  EXPECT_EQ(canonical("025-83220000-801"), "025-83220000-801");
  EXPECT_EQ(canonical("010-12345678"), "010-12345678");
}

TEST(Phone, ServiceNumbers) {
  EXPECT_EQ(canonical("400-800-0000"), "400-800-0000");
  EXPECT_EQ(canonical("4008000000"), "400-800-0000");
  EXPECT_EQ(canonical("95598"), "95598");
  EXPECT_EQ(canonical("10086"), "10086");
}

TEST(Phone, Refused) {
  for (const char* text : {"", "1", "12800000000", "1380000000", "138000000000", "025-8322", "83220000", "phone", "025-83220000-8010000", "0-0-0-0", "--", "1380000000o"}) {
    EXPECT_EQ(canonical(text), "error") << text;
  }
  EXPECT_EQ(parse_phone("x").error().fields[0].code, "phone");
}

}  // namespace
}  // namespace lp::model
