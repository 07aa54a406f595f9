#include "service/accounts/accounts.h"

#include <gtest/gtest.h>

#include "service/accounts/password.h"

namespace lp::service {
namespace {

TEST(PasswordTest, VerifiesWhatItHashed) {
  const auto hash = hash_password("Correct-Horse-9", PasswordCost::for_tests());
  ASSERT_TRUE(hash);
  EXPECT_EQ(hash->substr(0, 10), "$argon2id$");
  EXPECT_TRUE(verify_password(*hash, "Correct-Horse-9"));
  EXPECT_FALSE(verify_password(*hash, "correct-horse-9"));
  EXPECT_FALSE(verify_password("", "x"));
  EXPECT_FALSE(verify_password("not a hash", "x"));
}

TEST(PasswordTest, SaltsEveryHash) {
  EXPECT_NE(*hash_password("same", PasswordCost::for_tests()), *hash_password("same", PasswordCost::for_tests()));
}

TEST(PasswordTest, AsksForARehashWhenTheCostRises) {
  const auto hash = hash_password("x", PasswordCost::for_tests());
  EXPECT_FALSE(needs_rehash(*hash, PasswordCost::for_tests()));
  EXPECT_TRUE(needs_rehash(*hash, {2, 16'384}));
}

TEST(PasswordTest, HasRules) {
  EXPECT_TRUE(check_password_rules("Correct-9-x", "officer"));
  EXPECT_TRUE(check_password_rules("correcthorsebatterystaple", "officer"));
  EXPECT_TRUE(check_password_rules("龙磐口令足够长的一句话就可以了吧", "officer"));
  for (const char* bad : {"", "Ab1-xyz", "alllowercase", "Aa1Aa1Aa1Aa1", "aaaaaaaaaaaaaaaaaaaa", "My-Officer-1"}) {
    const Status status = check_password_rules(bad, "officer");
    ASSERT_FALSE(status) << bad;
    EXPECT_EQ(status.error().fields.at(0).field, "password");
    EXPECT_FALSE(status.error().message_zh.empty());
  }
  EXPECT_FALSE(check_password_rules(std::string(129, 'x') + "Aa1-", "officer"));
  EXPECT_FALSE(check_password_rules("Abc-123\xff\xfe-xyz", "officer"));
}

TEST(PasswordTest, MakesPasswordsThatPassItsRules) {
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(check_password_rules(make_password(), "officer"));
}

TEST(ViewerTest, IsBuiltFromTheAccount) {
  store::Account account;
  account.id = UserId{7};
  account.role = model::Role::regulator_officer;
  account.regions = {"320100"};
  account.sectors = {"internet"};
  account.name = "王";
  account.zh = false;
  const model::Viewer viewer = viewer_of(account);
  EXPECT_EQ(viewer.user.value, 7);
  EXPECT_EQ(viewer.role, model::Role::regulator_officer);
  EXPECT_EQ(viewer.regions, account.regions);
  EXPECT_EQ(viewer.sectors, account.sectors);
  EXPECT_FALSE(viewer.zh);
}

}  // namespace
}  // namespace lp::service
