// Sign-in over the real store with a fake clock: lockout, expiry, rotation; rules of accounts.
#include <gtest/gtest.h>

#include "records/test_world.h"
#include "service/accounts/users.h"

namespace lp::service {
namespace {

using namespace records::testing;
using model::Role;

constexpr std::string_view password = "Correct-Horse-9";

class SessionsTest : public testing::Test {
 protected:
  SessionsTest() : accounts_(*world_.store, cheap()), users_(accounts_, world_.catalogue), admin_(world_.person(Role::administrator)) {
    org_ = world_.add_org("江苏云岭数据有限公司", "internet");
    officer_ = make("officer", Role::enterprise_officer);
  }
  static AccountOptions cheap() {
    AccountOptions options;
    options.cost = PasswordCost::for_tests();
    return options;
  }
  UserId make(const std::string& login, Role role) {
    UserDraft draft;
    draft.login = login;
    draft.name = "王测试";
    draft.role = role;
    draft.org = org_;
    return must(users_.create(admin_, draft, password)).account.id;
  }
  Errc refusal(std::string_view login, std::string_view word) { return refused(accounts_.sign_in(login, word)).code; }

  World world_;
  Accounts accounts_;
  Users users_;
  model::Viewer admin_;
  OrgId org_;
  UserId officer_;
};

TEST_F(SessionsTest, FiveFailuresLockKnownAndUnknownLoginsAlike) {
  for (const char* login : {"officer", "nobody-here"}) {
    for (int i = 0; i < 5; ++i) EXPECT_EQ(refusal(login, "wrong"), Errc::unauthenticated) << login << i;
    EXPECT_EQ(refusal(login, password), Errc::too_many) << login;
    EXPECT_EQ(accounts_.retry_after(login), 15 * 60) << login;
  }
  world_.clock.advance_seconds(15 * 60 - 1);
  EXPECT_EQ(refusal("officer", password), Errc::too_many);
  world_.clock.advance_seconds(1);
  EXPECT_TRUE(accounts_.sign_in("OFFICER ", password));
  EXPECT_EQ(refusal("nobody-here", password), Errc::unauthenticated);
}

TEST_F(SessionsTest, SuccessForgetsFailures) {
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 4; ++i) EXPECT_EQ(refusal("officer", "wrong"), Errc::unauthenticated);
    EXPECT_TRUE(accounts_.sign_in("officer", password));
  }
}

TEST_F(SessionsTest, SessionsEndWhenIdleAndInAnyCase) {
  const std::string idle = must(accounts_.sign_in("officer", password)).token;
  world_.clock.advance_seconds(30 * 60 - 1);
  EXPECT_TRUE(accounts_.resolve(idle));  // seen: the half hour begins again
  world_.clock.advance_seconds(30 * 60);
  EXPECT_EQ(refused(accounts_.resolve(idle)).code, Errc::unauthenticated);
  const std::string busy = must(accounts_.sign_in("officer", password)).token;
  for (int minutes = 20; minutes < 12 * 60; minutes += 20) {
    world_.clock.advance_seconds(20 * 60);
    ASSERT_TRUE(accounts_.resolve(busy)) << minutes;
  }
  world_.clock.advance_seconds(20 * 60);
  EXPECT_FALSE(accounts_.resolve(busy));
  for (const std::string& forged : {std::string(), std::string("x"), std::string(300, 'x'), busy + "x"}) EXPECT_FALSE(accounts_.resolve(forged));
}

// A clock that was wrong and is put right: nothing made under it lives on for years.
TEST_F(SessionsTest, AClockSetBackEndsSessionsItMade) {
  const Timestamp right = world_.clock.now();
  world_.clock.advance_days(6 * 365);
  const std::string made_in_the_future = must(accounts_.sign_in("officer", password)).token;
  EXPECT_TRUE(accounts_.resolve(made_in_the_future));
  world_.clock.set(right);
  EXPECT_EQ(refused(accounts_.resolve(made_in_the_future)).code, Errc::unauthenticated);
  world_.clock.advance_days(6 * 365);
  EXPECT_FALSE(accounts_.resolve(made_in_the_future)) << "and it does not come back with its time";
}

TEST_F(SessionsTest, AClockCorrectedALittleEndsNothing) {
  const std::string token = must(accounts_.sign_in("officer", password)).token;
  const Timestamp start = world_.clock.now();
  world_.clock.advance_seconds(10 * 60);
  EXPECT_TRUE(accounts_.resolve(token));
  world_.clock.set(start.plus_seconds(-60));
  EXPECT_TRUE(accounts_.resolve(token)) << "eleven minutes back";
  world_.clock.set(start.plus_seconds(40 * 60));
  EXPECT_FALSE(accounts_.resolve(token)) << "idle is idle";
}

TEST_F(SessionsTest, AClockSetBackOpensLocksItMade) {
  const Timestamp right = world_.clock.now();
  world_.clock.advance_days(6 * 365);
  for (const char* login : {"officer", "nobody-here"}) {
    for (int i = 0; i < 5; ++i) refusal(login, "wrong");
    EXPECT_EQ(refusal(login, password), Errc::too_many);
  }
  world_.clock.set(right);
  EXPECT_EQ(accounts_.retry_after("officer"), 0);
  EXPECT_TRUE(accounts_.sign_in("officer", password));
  EXPECT_EQ(refusal("nobody-here", password), Errc::unauthenticated);
}

TEST_F(SessionsTest, AClockSetForwardEndsSessions) {
  const std::string token = must(accounts_.sign_in("officer", password)).token;
  world_.clock.advance_days(400);
  EXPECT_EQ(refused(accounts_.resolve(token)).code, Errc::unauthenticated);
  EXPECT_TRUE(accounts_.sign_in("officer", password));
}

TEST_F(SessionsTest, APasswordChangeRotatesAndEndsTheOthers) {
  const SignIn first = must(accounts_.sign_in("officer", password));
  const SignIn second = must(accounts_.sign_in("officer", password));
  EXPECT_NE(first.token, second.token);
  EXPECT_EQ(refused(accounts_.change_password(first.caller, "wrong", "Another-Horse-8")).fields.at(0).field, "old");
  EXPECT_EQ(refused(accounts_.change_password(first.caller, password, password)).fields.at(0).field, "new");
  EXPECT_EQ(refused(accounts_.change_password(first.caller, password, "short")).code, Errc::invalid);
  const SignIn changed = must(accounts_.change_password(first.caller, password, "Another-Horse-8"));
  EXPECT_FALSE(changed.caller.account.must_change_password);
  EXPECT_EQ(changed.caller.session.csrf, first.caller.session.csrf);
  EXPECT_FALSE(accounts_.resolve(first.token));
  EXPECT_FALSE(accounts_.resolve(second.token));
  EXPECT_TRUE(accounts_.resolve(changed.token));
  EXPECT_EQ(refusal("officer", password), Errc::unauthenticated);
  EXPECT_TRUE(accounts_.sign_in("officer", "Another-Horse-8"));
  must(accounts_.sign_out(changed.caller));
  EXPECT_FALSE(accounts_.resolve(changed.token));
}

TEST_F(SessionsTest, NoSecretIsKeptOrJournalled) {
  const SignIn in = must(accounts_.sign_in("officer", password));
  refusal("officer", "Wrong-Guess-77");
  must(world_.store->read([&](store::ReadTx& tx) -> Status {
    LP_TRY(const auto entries, tx.journal(model::Viewer::system("test"), 0, 1000));
    EXPECT_GT(entries.size(), 3U);
    for (const auto& entry : entries) {
      const std::string line = entry.action + to_text(entry.detail) + entry.who;
      for (std::string_view secret : {password, std::string_view("Wrong-Guess-77"), std::string_view(in.token), std::string_view(in.caller.session.csrf), std::string_view("argon2")}) {
        EXPECT_EQ(line.find(secret), std::string::npos) << line;
      }
    }
    LP_TRY(const store::Account account, tx.account(officer_));
    EXPECT_EQ(account.password_hash.find(password), std::string::npos);
    EXPECT_FALSE(to_json(account).contains("password_hash"));
    return ok_status();
  }));
}

TEST_F(SessionsTest, LosingRightsEndsSessions) {
  const SignIn in = must(accounts_.sign_in("officer", password));
  UserDraft renamed;
  renamed.name = "新名字";
  must(users_.update(admin_, officer_, renamed));
  EXPECT_TRUE(accounts_.resolve(in.token));
  UserDraft disabled;
  disabled.disabled = true;
  must(users_.update(admin_, officer_, disabled));
  EXPECT_FALSE(accounts_.resolve(in.token));
  EXPECT_EQ(refusal("officer", password), Errc::unauthenticated);
  const NewUser reset = must(users_.reset_password(admin_, officer_, ""));
  EXPECT_FALSE(reset.password.empty());
  EXPECT_TRUE(reset.account.must_change_password);
}

TEST_F(SessionsTest, AccountsHaveRules) {
  const auto problem = [&](const std::function<void(UserDraft&)>& change) {
    UserDraft draft;
    draft.login = "newcomer";
    draft.name = "新人";
    draft.role = Role::enterprise_officer;
    draft.org = org_;
    change(draft);
    const Error error = refused(users_.create(admin_, draft, password));
    EXPECT_FALSE(error.message_zh.empty());
    return error.fields.empty() ? std::string() : error.fields[0].field;
  };
  EXPECT_EQ(problem([](UserDraft& d) { d.login = "no"; }), "login");
  EXPECT_EQ(problem([](UserDraft& d) { d.login = "空 格"; }), "login");
  EXPECT_EQ(problem([](UserDraft& d) { d.login = "officer"; }), "login");
  EXPECT_EQ(problem([](UserDraft& d) { d.name = " "; }), "name");
  EXPECT_EQ(problem([](UserDraft& d) { d.role = Role::system; }), "role");
  EXPECT_EQ(problem([](UserDraft& d) { d.org = OrgId{}; }), "org");
  EXPECT_EQ(problem([](UserDraft& d) { d.org = OrgId{99999}; }), "org");
  EXPECT_EQ(problem([](UserDraft& d) { d.regions = std::vector<std::string>{"999999"}; }), "regions");
  for (Role role : {Role::enterprise_officer, Role::regulator_leader, Role::auditor, Role::assessor}) {
    const model::Viewer stranger = world_.person(role, org_);
    EXPECT_EQ(refused(users_.list(stranger)).code, Errc::denied);
    EXPECT_EQ(refused(users_.reset_password(stranger, officer_, "")).code, Errc::denied);
    EXPECT_EQ(refused(users_.update(stranger, officer_, {})).code, Errc::denied);
  }
}

TEST_F(SessionsTest, AnAdministratorRemains) {
  UserDraft disabled;
  disabled.disabled = true;
  EXPECT_EQ(refused(users_.update(admin_, admin_.user, disabled)).fields.at(0).code, "self");
  EXPECT_EQ(refused(users_.update(model::Viewer::system("test"), admin_.user, disabled)).fields.at(0).code, "last_administrator");
  const UserId second = make("second-admin", Role::administrator);
  must(users_.update(admin_, second, disabled));
}

}  // namespace
}  // namespace lp::service
