#include "service/personal/personal.h"

#include <gtest/gtest.h>

#include "records/test_world.h"

namespace lp::service {
namespace {

using namespace records::testing;
using model::Role;

class PersonalTest : public testing::Test {
 protected:
  PersonalTest() : me_(world_.person(Role::regulator_officer).user), other_(world_.person(Role::regulator_officer).user) {}
  store::Account account(UserId id) {
    store::Account out;
    must(world_.store->read([&](store::ReadTx& tx) -> Status {
      LP_TRY(out, tx.account(id));
      return ok_status();
    }));
    return out;
  }
  void notify(UserId to, const std::string& key) {
    store::OutboxMessage message;
    message.to = to;
    message.channel = "in_app";
    message.topic = "duty.due_soon";
    message.dedupe = key;
    message.title = {"即将到期 " + key, "due soon " + key};
    message.state = "sent";
    message.created_at = world_.clock.now();
    must(world_.store->write([&](store::WriteTx& tx) { return tx.enqueue(message); }));
    world_.clock.advance_seconds(1);
  }

  World world_;
  UserId me_, other_;
};

TEST_F(PersonalTest, PreferencesHaveDefaultsAndKeepWhatIsGiven) {
  EXPECT_EQ(get_string(preferences_of(account(me_)), "theme"), "auto");
  EXPECT_EQ(get_string(preferences_of(account(me_)), "language"), "zh");
  must(save_preferences(*world_.store, me_, parse_object(R"({"theme":"dark","language":"en","digest":"daily","quiet":{"from":"22:00","to":"07:00"},"unknown":1})")));
  const json::object kept = must(save_preferences(*world_.store, me_, parse_object(R"({"channels":{"in_app":true,"mail":true,"webhook":false}})")));
  EXPECT_EQ(get_string(kept, "theme"), "dark");
  EXPECT_EQ(get_string(kept, "language"), "en");
  EXPECT_EQ(get_string(kept, "digest"), "daily");
  EXPECT_FALSE(kept.contains("unknown"));
  EXPECT_FALSE(account(me_).zh);
  EXPECT_EQ(get_string(preferences_of(account(other_)), "theme"), "auto");
}

TEST_F(PersonalTest, WrongPreferencesAreNamed) {
  for (const auto& [given, field] : {std::pair(R"({"theme":"pink"})", "theme"), {R"({"language":"fr"})", "language"}, {R"({"digest":"hourly"})", "digest"},
                                     {R"({"quiet":{"from":"25:00","to":"07:00"}})", "quiet"}, {R"({"webhook_url":"ftp://example.cn"})", "webhook_url"}}) {
    const Error error = refused(save_preferences(*world_.store, me_, parse_object(given)));
    EXPECT_EQ(error.code, Errc::invalid) << given;
    ASSERT_FALSE(error.fields.empty()) << given;
    EXPECT_EQ(error.fields[0].field.substr(0, std::string_view(field).size()), field);
    EXPECT_FALSE(error.fields[0].zh.empty());
  }
  EXPECT_EQ(get_string(preferences_of(account(me_)), "theme"), "auto");
}

TEST_F(PersonalTest, ViewsAreNamedReplacedAndRemoved) {
  auto& store = *world_.store;
  must(save_view(store, me_, "逾期", "/ledger", "state=overdue"));
  must(save_view(store, me_, "南京", "/records/app", "f.org.region=320100"));
  must(save_view(store, me_, "逾期", "/ledger", "state=overdue&task=1"));
  const json::array views = views_of(account(me_));
  ASSERT_EQ(views.size(), 2U);
  for (const auto& view : views) {
    if (get_string(view.as_object(), "name") != "逾期") continue;
    EXPECT_EQ(get_string(view.as_object(), "query"), "state=overdue&task=1");
  }
  EXPECT_TRUE(views_of(account(other_)).empty());
  must(delete_view(store, me_, "逾期"));
  EXPECT_EQ(delete_view(store, me_, "逾期").error().code, Errc::not_found);
  EXPECT_EQ(delete_view(store, other_, "南京").error().code, Errc::not_found);
  EXPECT_EQ(views_of(account(me_)).size(), 1U);
}

TEST_F(PersonalTest, ViewsHaveLimits) {
  auto& store = *world_.store;
  EXPECT_EQ(save_view(store, me_, "", "/x", "").error().fields.at(0).field, "name");
  EXPECT_FALSE(save_view(store, me_, std::string(61, 'x'), "/x", ""));
  EXPECT_FALSE(save_view(store, me_, "x", "/x", std::string(4001, 'x')));
  for (int i = 0; i < 100; ++i) must(save_view(store, me_, "v" + std::to_string(i), "/x", ""));
  EXPECT_FALSE(save_view(store, me_, "one more", "/x", ""));
  must(save_view(store, me_, "v7", "/y", ""));  // replacing is not adding
}

TEST_F(PersonalTest, PreferencesAndViewsDoNotOverwriteEachOther) {
  must(save_view(*world_.store, me_, "逾期", "/ledger", ""));
  must(save_preferences(*world_.store, me_, parse_object(R"({"theme":"light"})")));
  EXPECT_EQ(views_of(account(me_)).size(), 1U);
  must(save_view(*world_.store, me_, "二", "/ledger", ""));
  EXPECT_EQ(get_string(preferences_of(account(me_)), "theme"), "light");
}

TEST_F(PersonalTest, TheInboxIsOnesOwn) {
  for (const char* key : {"a", "b", "c"}) notify(me_, key);
  notify(other_, "x");
  json::object box = must(inbox(*world_.store, me_, false, 0, 2));
  EXPECT_EQ(get_int(box, "total"), 3);
  EXPECT_EQ(get_int(box, "unread"), 3);
  ASSERT_EQ(find_array(box, "rows")->size(), 2U);
  const std::int64_t newest = get_int(find_array(box, "rows")->at(0).as_object(), "id");
  EXPECT_EQ(get_string(*find_object(find_array(box, "rows")->at(0).as_object(), "title"), "en"), "due soon c");
  must(mark_read(*world_.store, other_, {newest}));  // not the caller's: left alone
  EXPECT_EQ(get_int(must(inbox(*world_.store, me_, true, 0, 10)), "unread"), 3);
  must(mark_read(*world_.store, me_, {newest}));
  EXPECT_EQ(get_int(must(inbox(*world_.store, me_, true, 0, 10)), "total"), 2);
  must(mark_read(*world_.store, me_, {}));
  box = must(inbox(*world_.store, me_, false, 0, 10));
  EXPECT_EQ(get_int(box, "unread"), 0);
  EXPECT_EQ(get_int(box, "total"), 3);
  EXPECT_EQ(get_int(must(inbox(*world_.store, other_, true, 0, 10)), "unread"), 1);
}

}  // namespace
}  // namespace lp::service
