// Imports over the real engine and store: what is worked out ahead must be refused and accepted as row by row.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "io/files.h"
#include "records/test_world.h"
#include "service/sheets/import.h"

namespace lp::service {
namespace {

using records::testing::must;
using records::testing::World;

class EngineImport : public ::testing::Test {
 protected:
  World world;
  OrgId org = world.add_org("南京甲网络有限公司", "basic_telecom");
  io::TempDir dir = std::move(*io::TempDir::create("engine-import-test"));
  Importer importer{*world.store, world.engine};

  ImportRequest request(const std::string& kind, const std::string& text, ImportPolicy policy = ImportPolicy::skip) {
    ImportRequest r;
    r.kind = kind;
    r.file = dir.path() / "upload.csv";
    EXPECT_TRUE(io::write_file_atomic(r.file, text));
    r.name = "upload.csv";
    r.policy = policy;
    r.org = org;
    return r;
  }
  ImportReport commit(const ImportRequest& r, const model::Viewer& viewer = model::Viewer::system("test")) { return must(importer.commit(viewer, r)); }
  std::int64_t count(const std::string& kind, const model::Predicate& where = {}) {
    store::RecordQuery q;
    q.kind = kind;
    q.where = where;
    std::int64_t n = 0;
    must(world.store->read([&](store::ReadTx& tx) -> Status {
      LP_TRY(n, tx.count(model::Viewer::system("test"), q));
      return {};
    }));
    return n;
  }
};

constexpr const char* units = "定级对象名称,网络单元类型,系统编号\n";

TEST_F(EngineImport, AUniqueValueTwiceInOneSheetIsRefusedTheSecondTime) {
  const auto r = request("network_unit", std::string(units) + "核心网甲,mobile_core,S-1\n核心网乙,mobile_core,S-1\n核心网丙,mobile_core,S-2\n");
  const ImportReport report = commit(r);
  EXPECT_EQ(report.create, 2);
  ASSERT_EQ(report.rejected, 1);
  EXPECT_EQ(report.problems.at(0).code, "not_unique");
  EXPECT_EQ(report.problems.at(0).row, 3);
  EXPECT_EQ(count("network_unit"), 2);
}

TEST_F(EngineImport, AValueAnotherRecordHasIsRefused) {
  commit(request("network_unit", std::string(units) + "核心网甲,mobile_core,S-1\n"));
  const ImportReport report = commit(request("network_unit", std::string(units) + "核心网乙,mobile_core,S-1\n"));
  EXPECT_EQ(report.rejected, 1);
  EXPECT_EQ(report.problems.at(0).field, "system_number");
}

// The row before has just given the number up: worked out ahead it looks taken, where it is written it is free.
TEST_F(EngineImport, AValueGivenUpByAnEarlierRowIsFree) {
  commit(request("network_unit", std::string(units) + "核心网甲,mobile_core,S-1\n"));
  const auto r = request("network_unit", std::string(units) + "核心网甲,mobile_core,S-9\n核心网乙,mobile_core,S-1\n", ImportPolicy::update);
  const ImportReport report = commit(r);
  EXPECT_EQ(report.update, 1);
  EXPECT_EQ(report.create, 1) << (report.problems.empty() ? "" : report.problems[0].en);
}

TEST_F(EngineImport, AnUpdateThatTakesAValueStopsTheRowAfterIt) {
  commit(request("network_unit", std::string(units) + "核心网甲,mobile_core,S-1\n"));
  const auto r = request("network_unit", std::string(units) + "核心网甲,mobile_core,S-9\n核心网乙,mobile_core,S-9\n", ImportPolicy::update);
  const ImportReport report = commit(r);
  EXPECT_EQ(report.update, 1);
  EXPECT_EQ(report.rejected, 1);
  EXPECT_EQ(report.problems.at(0).code, "not_unique");
}

TEST_F(EngineImport, CheckingSaysTheSameAndWritesNothing) {
  const auto r = request("app", "应用名称,应用形态,负责人电话\n掌上甲,app,13800000000\n掌上乙,no_such_kind,\n,app,\n");
  const ImportReport checked = must(importer.check(model::Viewer::system("test"), r));
  EXPECT_EQ(count("app"), 0);
  const ImportReport done = commit(r);
  EXPECT_EQ(count("app"), 1);
  EXPECT_EQ(checked.create, done.create);
  EXPECT_EQ(checked.rejected, done.rejected);
  ASSERT_EQ(checked.problems.size(), done.problems.size());
  for (std::size_t i = 0; i < done.problems.size(); ++i) EXPECT_EQ(checked.problems[i].code, done.problems[i].code);
}

// More checks at once than the store has reading connections.
TEST_F(EngineImport, ManyChecksAtOnceDoNotWaitForEachOther) {
  const auto r = request("app", "应用名称,应用形态\n掌上甲,app\n");
  std::vector<std::jthread> threads;
  std::atomic<int> created = 0;
  for (int i = 0; i < 12; ++i) threads.emplace_back([&] { created += static_cast<int>(must(importer.check(model::Viewer::system("test"), r)).create); });
  threads.clear();
  EXPECT_EQ(created, 12);
}

TEST_F(EngineImport, ManyRowsKeepTheirOrderAndStandInTheJournal) {
  std::string text = "应用名称,应用形态\n";
  for (int i = 0; i < 1'000; ++i) text += "掌上" + std::to_string(i) + ",app\n";
  const ImportReport report = commit(request("app", text));
  EXPECT_EQ(report.create, 1'000);
  ASSERT_EQ(report.written.size(), 1'000U);
  EXPECT_TRUE(std::is_sorted(report.written.begin(), report.written.end()));
  std::string first;
  must(world.store->read([&](store::ReadTx& tx) -> Status {
    LP_TRY(const auto record, tx.get(model::Viewer::system("test"), "app", report.written.front()));
    first = get_string(record.data, "name");
    return {};
  }));
  EXPECT_EQ(first, "掌上0");
  const auto proof = must(store::verify_offline(world.folder / "longpan.db"));
  EXPECT_TRUE(proof.intact) << proof.problem;
}

}  // namespace
}  // namespace lp::service
