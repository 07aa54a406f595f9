#include "model/icp_number.h"

#include <gtest/gtest.h>

namespace lp::model {
namespace {

TEST(IcpNumber, TellsTheServiceBySuffix) {
  EXPECT_EQ(parse_icp_number("蜀ICP备2024099992号-4A")->service, IcpService::app);
  EXPECT_EQ(parse_icp_number("粤B2-20090059-1626X")->service, IcpService::mini_program);
  EXPECT_EQ(parse_icp_number("苏ICP备12345678号-3K")->service, IcpService::quick_app);
  EXPECT_EQ(parse_icp_number("苏ICP备12345678号-2")->service, IcpService::website);
  EXPECT_EQ(parse_icp_number("苏ICP备12345678号")->service, IcpService::subject);
}

TEST(IcpNumber, ReadsTheParts) {
  const auto number = parse_icp_number("粤B2-20090059-1626X");
  ASSERT_TRUE(number);
  EXPECT_EQ(number->province, "粤");
  EXPECT_TRUE(number->licence);
  EXPECT_EQ(number->digits, "20090059");
  EXPECT_EQ(number->index, 1626);
  EXPECT_EQ(icp_subject(*number), "粤B2-20090059");
  EXPECT_EQ(to_string(*number), "粤B2-20090059-1626X");
}

TEST(IcpNumber, CanonicalForm) {
  EXPECT_EQ(to_string(*parse_icp_number(" 苏icp备２０２４０９９９９２号－４a ")), "苏ICP备2024099992号-4A");
  EXPECT_EQ(to_string(*parse_icp_number("苏 ICP备 12345678 号")), "苏ICP备12345678号");
}

TEST(IcpNumber, RefusesNearMisses) {
  for (const char* text : {"", "苏", "苏ICP备1234567号", "苏ICP备123456789号", "苏ICP备12345678", "ICP备12345678号", "港ICP备12345678号",
                           "苏ICP备12345678号-", "苏ICP备12345678号-1B", "苏ICP备12345678号-1AX", "苏ICP备12345678号-123456",
                           "苏B2-1234567", "苏B2-2009005912", "苏B3-20090059", "苏ICP备12345678号1A"}) {
    const auto number = parse_icp_number(text);
    EXPECT_FALSE(number) << text;
    if (!number) {
      EXPECT_EQ(number.error().fields[0].code, "icp_number");
    }
  }
}

}  // namespace
}  // namespace lp::model
