#include "base/result.h"

#include <gtest/gtest.h>

#include <set>

namespace lp {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return make_error(Errc::invalid, "odd", "give an even number");
  return n / 2;
}

Result<int> quarter(int n) {
  LP_TRY(const int h, half(n));
  LP_TRY(const int q, half(h));
  return q;
}

Status check_even(int n) {
  LP_CHECK_OK(half(n));
  return ok_status();
}

TEST(Result, TryTakesTheValueOrReturnsTheError) {
  EXPECT_EQ(quarter(12).value(), 3);
  const auto failed = quarter(6);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, Errc::invalid);
  EXPECT_EQ(failed.error().hint, "give an even number");
}

TEST(Result, CheckOkDropsTheValue) {
  EXPECT_TRUE(check_even(2));
  EXPECT_FALSE(check_even(3));
}

TEST(Result, WithinSaysWhere) {
  EXPECT_EQ(make_error(Errc::io, "disk full").within("writing x").message, "writing x: disk full");
}

TEST(Errc, EveryCodeHasItsOwnNameAndSentences) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(Errc::internal); ++i) {
    const ErrcInfo& row = info(static_cast<Errc>(i));
    EXPECT_EQ(static_cast<int>(row.code), i);
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(row.zh.empty());
    EXPECT_FALSE(row.en.empty());
    EXPECT_GE(row.http_status, 400);
    EXPECT_GT(row.exit_code, 1);
  }
}

}  // namespace
}  // namespace lp
