// The data catalogue lived through: a scan, its drafts, the filing with a return, and half a year later a scan that
// finds more than was filed. The ledger says on every day what is owed.
#include <gtest/gtest.h>

#include "scenario/july_world.h"
#include "service/catalogue/catalogue_scan.h"
#include "service/catalogue/test_scan.h"

namespace lp {
namespace {

using namespace lp::testing;
using model::Role;

constexpr const char* kind = "data_catalogue_item";

class CatalogueStory : public ::testing::Test {
 protected:
  July july;
  OrgId org = july.world.add_org("江苏云岭数据有限公司", "internet");
  model::Viewer officer = july.world.person(Role::enterprise_officer, org);
  model::Viewer stranger = july.world.person(Role::enterprise_officer, july.world.add_org("苏州旁人网络有限公司", "internet", "320500"));
  model::Viewer regulator = july.world.person(Role::regulator_officer);

  static json::object scan(std::int64_t rows) {
    return service::testing::scan({{.path = "app.users", .bytes = rows * 2000, .rows = rows, .persons = rows - 5, .level = "important", .sensitivity = "sensitive"},
                                   {.path = "app.contacts", .bytes = 4000, .rows = 20, .persons = 20},
                                   {.path = "app.settings", .bytes = 4000, .rows = 20, .sensitivity = ""}});
  }
  service::CatalogueScanReport upload(const json::object& result, bool preview = false) {
    return must(service::catalogue_from_scan(*july.world.store, july.world.engine, officer, result, {.preview = preview}));
  }
  std::string duty(const char* obligation, const model::Record& about) { return july.state(org, obligation, about.id); }
  void SetUp() override { july.until("2024-07-15"); }
  // Months later: what was done before is in the ledger before the day turns.
  void go_to(const char* moment) {
    july.settle();
    july.world.clock.set(*parse_timestamp(moment));
    must(july.keeper.ledger().roll_day(july.today()));
  }
  void step(const model::Viewer& who, model::Record& record, const char* move, const char* reason = "", const json::object& data = {}) {
    must(july.world.move(who, record, move, reason, data));
  }
};

TEST_F(CatalogueStory, FromAScanToAFilingAndToItsChange) {
  // The enterprise looks first, then hands in.
  EXPECT_EQ(upload(scan(400'000), true).created, 2);
  const auto report = upload(scan(400'000));
  ASSERT_EQ(report.created, 2);
  EXPECT_EQ(report.nothing_found, 1);
  auto users = july.world.read(kind, report.datasets.at(1).record);
  EXPECT_EQ(get_string(users.data, "dataset_id"), "postgresql:crm:app.users");
  EXPECT_EQ(duty("file_catalogue_items", users), "not_due 2024-07-31 -");

  // What a scan cannot know is entered by a person; an incomplete entry is not taken.
  EXPECT_EQ(refused(july.world.engine.move(officer, kind, users.id, users.version, "submit", "")).code, Errc::invalid);
  must(july.world.engine.update(officer, kind, users.id, users.version,
                                {{"name", "客户资料"}, {"level_clause", "个人信息规模"}, {"carrier", "internet_connected"}, {"origin", json::array{"system_collection"}},
                                 {"coverage_kind", "group"}, {"coverage_share", "below_20"}, {"purpose", "客户服务"}, {"cross_entity", false}, {"exported", false},
                                 {"foreign_related", false}, {"system_name", "客服系统"}, {"djbh_level", "3"}, {"cii", false}, {"risk_assessed", true},
                                 {"department", "数据部"}, {"responsible_person", "张三"}, {"responsible_phone", "13800000000"}}));
  users = july.world.read(users);
  step(officer, users, "submit");
  EXPECT_EQ(duty("file_catalogue_items", users), "met 2024-07-31 2024-07-15");
  EXPECT_EQ(to_string(july.world.engine.clock_of(users)->due), "2024-08-12") << "twenty working days";

  // Returned: the duty is open again and fifteen working days run; then accepted and filed.
  july.world.clock.advance_days(1);
  step(regulator, users, "return", "请说明覆盖占比依据");
  EXPECT_EQ(to_string(july.world.engine.clock_of(users)->due), "2024-08-06");
  EXPECT_EQ(duty("file_catalogue_items", users), "due_soon 2024-07-31 -");
  EXPECT_EQ(upload(scan(600'000)).kept, 1) << "what is being handled is not written over";
  must(july.world.engine.update(officer, kind, users.id, users.version, {{"note", "按省内用户总数测算"}}));
  users = july.world.read(users);
  step(officer, users, "submit");
  step(regulator, users, "accept");
  july.world.clock.advance_days(2);
  step(regulator, users, "file", "", {{"filing_no", "苏数备2024001"}, {"certificate", july.world.upload("凭证.pdf")}});
  step(regulator, users, "report_to_ministry");
  EXPECT_EQ(get_string(users.data, "filed_on"), "2024-07-18");
  EXPECT_EQ(duty("file_catalogue_items", users), "met 2024-07-31 2024-07-16");

  // Half a year later a third more is there: three months from that day, shown as not verified.
  go_to("2024-11-30T10:00:00+08:00");
  EXPECT_EQ(upload(scan(500'000)).kept, 1) << "a quarter more is no change to file";
  const auto changed = upload(scan(540'000));
  ASSERT_EQ(changed.change_due, 1);
  users = july.world.read(users);
  EXPECT_EQ(users.state, "change_due");
  EXPECT_EQ(to_string(july.world.engine.clock_of(users)->due), "2025-02-28");
  EXPECT_EQ(get_int(users.data, "record_count"), 400'000);
  EXPECT_EQ(duty("change_catalogue_items", users).substr(0, 18), "not_due 2025-02-28");
  EXPECT_EQ(duty("file_catalogue_items", users), "met 2024-07-31 2024-07-16") << "the filing itself stands";

  must(july.world.engine.update(officer, kind, users.id, users.version, {{"record_count", 540'000}, {"size_gb", 1.01}}));
  users = july.world.read(users);
  go_to("2025-01-10T10:00:00+08:00");
  step(officer, users, "submit");
  EXPECT_EQ(duty("change_catalogue_items", users), "met 2025-02-28 2025-01-10");
  step(regulator, users, "accept");
  step(regulator, users, "file", "", {{"filing_no", "苏数备2024001-1"}});
  EXPECT_EQ(duty("change_catalogue_items", users), "met 2025-02-28 2025-01-10") << "the time of the review is not the enterprise's";
  EXPECT_EQ(upload(scan(545'000)).kept, 1) << "measured against what is filed now";
}

TEST_F(CatalogueStory, WhoLookedAndWhoDidIsKept) {
  const auto report = upload(scan(400'000));
  const auto entry = july.world.read(kind, report.datasets.at(0).record);
  EXPECT_EQ(refused(july.world.engine.get(stranger, kind, entry.id)).code, Errc::not_found);
  must(july.world.engine.get(regulator, kind, entry.id));
  must(july.world.store->read([&](store::ReadTx& tx) -> Status {
    LP_TRY(const auto readers, tx.readers_of(officer, kind, entry.id, 10));
    EXPECT_EQ(readers.size(), 1U);
    LP_TRY(const auto history, tx.history(officer, kind, entry.id));
    EXPECT_EQ(history.at(0).by, officer.user);
    LP_TRY(const auto hits, tx.search(stranger, "contacts", 10));
    EXPECT_TRUE(hits.empty());
    LP_TRY(const auto journal, tx.journal(july.world.person(Role::auditor), INT64_MAX, 50));
    EXPECT_EQ(std::count_if(journal.begin(), journal.end(), [&](const auto& e) { return e.action == "catalogue.scan" && e.org == org; }), 1);
    return ok_status();
  }));
}

}  // namespace
}  // namespace lp
