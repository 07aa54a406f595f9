#include "discover/record_scanner.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace lp::discover {
namespace {

std::shared_ptr<const Rules> real_rules() {
  Diagnostics out;
  auto rules = Rules::load(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
  EXPECT_TRUE(rules && out.errors() == 0);
  return *rules;
}

TEST(RecordScanner, TheHeadersExample) {
  const auto rules = real_rules();
  RecordScanner scanner(rules);
  const std::string record = R"({"phone":"13800000000"})";
  const auto hits = scanner.scan(record);
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(record.substr(hits[0].offset, hits[0].length), "13800000000");
  EXPECT_EQ(rules->kinds()[hits[0].kind].id, "mobile");
  EXPECT_EQ(hits[0].setting, Setting::header);
}

TEST(RecordScanner, MasksWhatItFindsAndNothingElse) {
  RecordScanner scanner(real_rules());
  EXPECT_EQ(scanner.masked("订单 20240715 联系电话13800000000，邮箱 a@b"), "订单 20240715 联系电话138****0000，邮箱 a@b");
  EXPECT_EQ(scanner.masked(""), "");
  const std::string masked = scanner.masked("id=32010219000101001X");
  EXPECT_EQ(masked.find("19000101"), std::string::npos) << masked;
}

}  // namespace
}  // namespace lp::discover
