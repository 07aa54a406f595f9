#include "service/catalogue/catalogue_scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "records/test_world.h"
#include "service/catalogue/catalogue_fields.h"
#include "service/catalogue/test_scan.h"

namespace lp::service {
namespace {

using namespace testing;
using model::Role;
using records::testing::must;
using records::testing::refused;
using records::testing::World;

class CatalogueScanTest : public ::testing::Test {
 protected:
  World world;
  OrgId org = world.add_org("江苏云岭数据有限公司", "internet");
  OrgId other = world.add_org("苏州旁人网络有限公司", "internet", "320500");
  model::Viewer officer = world.person(Role::enterprise_officer, org);
  model::Viewer stranger = world.person(Role::enterprise_officer, other);
  model::Viewer regulator = world.person(Role::regulator_officer);

  CatalogueScanReport upload(const json::object& result, CatalogueScan options = {}) {
    return must(catalogue_from_scan(*world.store, world.engine, officer, result, options));
  }
  std::vector<model::Record> entries(const model::Viewer& viewer) {
    std::vector<model::Record> out;
    store::RecordQuery query;
    query.kind = catalogue_kind;
    query.limit = -1;
    must(world.store->read([&](store::ReadTx& tx) {
      return tx.each(viewer, query, [&](const model::Record& r) { out.push_back(r); return true; });
    }));
    return out;
  }
  model::Record entry() { return entries(officer).at(0); }

  // A person completes the draft and both sides bring it to filed.
  void file(model::Record record) {
    must(world.engine.update(officer, catalogue_kind, record.id, record.version,
                             {{"level_clause", "目录第3条"}, {"carrier", "internet_connected"}, {"origin", json::array{"system_collection"}}, {"coverage_kind", "group"},
                              {"coverage_share", "below_20"}, {"purpose", "客户服务"}, {"cross_entity", false}, {"exported", false}, {"foreign_related", false},
                              {"system_name", "客服系统"}, {"djbh_level", "3"}, {"cii", false}, {"risk_assessed", true}, {"department", "数据部"},
                              {"responsible_person", "张三"}, {"responsible_phone", "13800000000"}}));
    record = world.read(record);
    must(world.move(officer, record, "submit"));
    must(world.move(regulator, record, "accept"));
    must(world.move(regulator, record, "file", "", {{"filing_no", "苏数备1"}}));
  }
};

const json::object first = scan({{.path = "app.users", .bytes = 20'000'000'000, .rows = 1'000'000, .persons = 900'000, .level = "important", .sensitivity = "sensitive"},
                                 {.path = "app.settings", .bytes = 1000, .rows = 10, .sensitivity = ""}});

TEST_F(CatalogueScanTest, APreviewSaysAndDoesNothing) {
  const auto report = upload(first, {.preview = true});
  EXPECT_TRUE(report.preview);
  EXPECT_EQ(report.created, 1);
  EXPECT_EQ(report.nothing_found, 1) << "settings hold nothing about anybody";
  EXPECT_TRUE(entries(officer).empty());
}

TEST_F(CatalogueScanTest, ANewDatasetBecomesADraftWithItsEvidence) {
  const auto report = upload(first);
  EXPECT_EQ(report.created, 1);
  ASSERT_EQ(report.datasets.size(), 1U);
  const auto made = entry();
  EXPECT_EQ(report.datasets[0].record, made.id);
  EXPECT_EQ(made.state, "draft");
  EXPECT_EQ(made.org, org);
  EXPECT_EQ(get_string(made.data, "name"), "app.users");
  EXPECT_EQ(get_string(made.data, "level"), "important");
  EXPECT_EQ(made.data.at("size_gb"), json::value(20.0));
  EXPECT_EQ(get_int(made.data, "record_count"), 1'000'000);
  EXPECT_EQ(get_int(made.data, "persons"), 900'000);
  EXPECT_TRUE(get_bool(made.data, "has_sensitive"));
  EXPECT_EQ(get_string(made.data, "processor_name"), "江苏云岭数据有限公司");
  EXPECT_EQ(to_text(made.data.at("classes_telecom")), R"(["A1-2"])");
  EXPECT_EQ(to_text(made.data.at("classes_general")), R"(["personal_online"])");
  const json::array* evidence = find_array(made.data, "evidence");
  ASSERT_NE(evidence, nullptr);
  const std::string text = must(world.store->blobs().get(get_string(evidence->at(0).as_object(), "hash")));
  for (const char* part : {report.digest.c_str(), "rules_digest", "skipped_by_reason", "postgresql:crm:app.users", "mobile"}) EXPECT_TRUE(contains(text, part)) << part;
}

TEST_F(CatalogueScanTest, TheSameResultAgainChangesNothing) {
  upload(first);
  const auto before = entry();
  const auto again = upload(first);
  EXPECT_EQ(again.unchanged, 1);
  EXPECT_EQ(again.created + again.updated, 0);
  EXPECT_EQ(entry().version, before.version);
}

TEST_F(CatalogueScanTest, ADraftFollowsTheScanButNotOverAPerson) {
  upload(first);
  auto draft = entry();
  must(world.engine.update(officer, catalogue_kind, draft.id, draft.version, {{"level", "core"}, {"name", "客户资料"}, {"record_count", 5'000'000}}));
  const auto report = upload(scan({{.path = "app.users", .bytes = 21'000'000'000, .rows = 1'100'000, .persons = 950'000, .level = "important", .sensitivity = "sensitive"}}));
  EXPECT_EQ(report.updated, 1);
  EXPECT_EQ(report.datasets[0].name, "客户资料");
  draft = entry();
  EXPECT_EQ(draft.data.at("size_gb"), json::value(21.0)) << "still said what the scan before said";
  EXPECT_EQ(get_int(draft.data, "persons"), 950'000);
  EXPECT_EQ(get_string(draft.data, "level"), "core") << "decided by a person";
  EXPECT_EQ(get_string(draft.data, "name"), "客户资料");
  EXPECT_EQ(get_int(draft.data, "record_count"), 5'000'000);
  EXPECT_EQ(get_int(draft.data, "scanned_records"), 1'100'000);
  EXPECT_EQ(find_array(draft.data, "evidence")->size(), 2U);
}

TEST_F(CatalogueScanTest, AFiledEntryIsOnlyMovedAndOnlyByALargeChange) {
  upload(first);
  file(entry());
  const auto small = upload(scan({{.path = "app.users", .bytes = 22'000'000'000, .rows = 1'290'000, .level = "core"}}));
  EXPECT_EQ(small.kept, 1);
  EXPECT_TRUE(contains(small.datasets[0].why.zh, "建议级别高于")) << small.datasets[0].why.zh;
  EXPECT_EQ(entry().state, "filed");
  const auto grown = scan({{.path = "app.users", .bytes = 22'000'000'000, .rows = 1'350'000, .level = "important"}});
  const auto preview = upload(grown, {.preview = true});
  EXPECT_EQ(preview.change_due, 1);
  EXPECT_EQ(to_string(preview.datasets[0].due), "2024-10-15");
  EXPECT_EQ(entry().state, "filed");
  const auto report = upload(grown);
  EXPECT_EQ(report.change_due, 1);
  EXPECT_EQ(report.datasets[0].due, preview.datasets[0].due);
  EXPECT_FALSE(report.datasets[0].due_verified);
  const auto moved = entry();
  EXPECT_EQ(moved.state, "change_due");
  EXPECT_EQ(get_string(moved.data, "change_detected_on"), "2024-07-15");
  EXPECT_EQ(get_string(moved.data, "change_reason"), "条数 1000000 → 1350000（+35.0%）");
  EXPECT_EQ(get_int(moved.data, "record_count"), 1'000'000) << "what was filed stays until a person files anew";
  EXPECT_EQ(get_int(moved.data, "scanned_records"), 1'350'000);
  const auto clock = world.engine.clock_of(moved);
  ASSERT_TRUE(clock);
  EXPECT_EQ(to_string(clock->due), "2024-10-15");
  const auto again = upload(grown);
  EXPECT_EQ(again.kept, 1) << "it is due already";
}

TEST_F(CatalogueScanTest, EntriesACompleteScanMissesAreNamedNotTouched) {
  upload(scan({{.path = "a", .rows = 5}, {.path = "b", .rows = 5}}));
  const auto report = upload(scan({{.path = "a", .rows = 5}}));
  EXPECT_EQ(report.not_seen, 1);
  EXPECT_EQ(report.datasets.at(1).dataset, "postgresql:crm:b");
  EXPECT_EQ(entries(officer).size(), 2U);
  EXPECT_EQ(upload(scan({{.path = "a", .rows = 5}}, "postgresql", "crm2")).not_seen, 0) << "another place";
  json::object partial = scan({{.path = "a", .rows = 5}});
  partial["interrupted"] = true;
  EXPECT_EQ(upload(partial).not_seen, 0);
}

TEST_F(CatalogueScanTest, ADiscardedEntryIsMadeAnewWhenTheDataAreStillThere) {
  upload(first);
  auto draft = entry();
  must(world.move(officer, draft, "discard", "误报"));
  EXPECT_EQ(upload(first).created, 1);
  EXPECT_EQ(entries(officer).size(), 2U);
}

TEST_F(CatalogueScanTest, NobodyHandsInForAnother) {
  const auto hand_in = [&](const model::Viewer& who, OrgId whose) {
    return catalogue_from_scan(*world.store, world.engine, who, first, {.org = whose});
  };
  EXPECT_EQ(refused(hand_in(stranger, org)).code, Errc::denied);
  EXPECT_EQ(refused(hand_in(regulator, org)).code, Errc::denied);
  EXPECT_EQ(refused(hand_in(world.person(Role::enterprise_leader, org), org)).code, Errc::denied);
  EXPECT_EQ(refused(hand_in(world.assessor_for({org}), org)).code, Errc::denied);
  EXPECT_EQ(refused(hand_in(model::Viewer::system("test"), {})).code, Errc::denied) << "whose data?";
  EXPECT_TRUE(hand_in(model::Viewer::system("command line"), org));
  EXPECT_EQ(entries(officer).size(), 1U);
}

// The same place in two enterprises is two datasets, and neither sees the other's.
TEST_F(CatalogueScanTest, TheWallStandsBetweenTenants) {
  upload(first);
  const auto mine = entry();
  EXPECT_TRUE(entries(stranger).empty());
  const auto theirs = must(catalogue_from_scan(*world.store, world.engine, stranger, first, {}));
  EXPECT_EQ(theirs.created, 1);
  EXPECT_NE(theirs.datasets.at(0).record, mine.id);
  EXPECT_EQ(entry().version, mine.version);
  EXPECT_EQ(entries(stranger).size(), 1U);
  EXPECT_TRUE(entries(world.assessor_for({org, other})).empty()) << "assessors have no part in the catalogue";
  EXPECT_EQ(entries(regulator).size(), 2U);
}

TEST_F(CatalogueScanTest, EveryUploadIsInTheJournal) {
  const auto report = upload(first);
  upload(first, {.preview = true});
  must(world.store->read([&](store::ReadTx& tx) -> Status {
    LP_TRY(const auto entries, tx.journal(world.person(Role::auditor), INT64_MAX, 50));
    int scans = 0;
    for (const auto& e : entries) {
      if (e.action != "catalogue.scan") continue;
      ++scans;
      EXPECT_EQ(e.org, org);
      EXPECT_EQ(get_string(e.detail, "result_sm3"), report.digest);
      EXPECT_EQ(get_int(e.detail, "created"), 1);
    }
    EXPECT_EQ(scans, 1);
    return ok_status();
  }));
}

TEST_F(CatalogueScanTest, OneBadDatasetWritesNothing) {
  json::object bad = scan({{.path = "a", .rows = 1}, {.path = "b", .rows = 1, .level = "secret"}});
  EXPECT_EQ(refused(catalogue_from_scan(*world.store, world.engine, officer, bad)).code, Errc::invalid);
  EXPECT_TRUE(entries(officer).empty());
}

TEST_F(CatalogueScanTest, TheReportLinksToItsRecords) {
  const json::object out = to_json(upload(first));
  EXPECT_EQ(get_int(out, "created"), 1);
  const json::object& item = find_array(out, "datasets")->at(0).as_object();
  EXPECT_EQ(get_string(item, "action"), "created");
  EXPECT_EQ(get_string(item, "link"), fmt::format("/records/data_catalogue_item/{}", entry().id.value));
}

}  // namespace
}  // namespace lp::service
