// What the ledger reads lies in an index of its own, and the database uses it.
#include <algorithm>

#include "store/db/sqlite.h"
#include "store/ledger_columns.h"
#include "store/test_store.h"

namespace lp::store::testing {
namespace {

model::Obligation obligation(std::string name) {
  model::Obligation o;
  o.name = std::move(name);
  o.each_kind = "network_unit";
  o.each_where = model::Predicate::compare("grade", model::Op::gte, {3});
  model::DueSource due;
  due.kind = model::DueSource::Kind::after_field;
  due.field = "go_live";
  o.due = {due};
  return o;
}

class LedgerColumns : public StoreTest {
 protected:
  void SetUp() override {
    catalogue_.obligations["file"] = obligation("file");
    StoreTest::SetUp();
  }
  std::vector<std::string> texts(const std::string& sql, int column) {
    std::vector<std::string> out;
    const auto db = db::open_sqlite({.file = folder_.path() / "longpan.db", .access = db::Access::read}).value();
    EXPECT_TRUE(db->query(sql, {}, [&](const db::Row& row) {
      out.push_back(row.string(column));
      return true;
    }));
    return out;
  }
  std::vector<std::string> own_indexes() {
    return texts("SELECT sql FROM sqlite_master WHERE type = 'index' AND name LIKE 'r\\_network\\_unit\\_\\_org%' ESCAPE '\\'", 0);
  }
};

TEST_F(LedgerColumns, HoldWhatObligationsName) {
  model::Obligation proof = obligation("assess");
  proof.met.kind = "network_unit";
  proof.met.object_field = "parent";
  proof.met.where = model::Predicate::all_of({model::Predicate::equals("public", true), model::Predicate::equals("org.region", "320100")});
  proof.met.date_field = "no_such_field";
  catalogue_.obligations["assess"] = proof;
  EXPECT_EQ(ledger_fields(catalogue_, *catalogue_.kind("network_unit")), (std::vector<std::string>{"go_live", "grade", "parent", "public"}));
  EXPECT_TRUE(ledger_fields(catalogue_, *catalogue_.kind("organisation")).empty());
}

TEST_F(LedgerColumns, AreOneIndexPerKindThatFollowsTheSpecs) {
  ASSERT_EQ(own_indexes().size(), 1U);
  EXPECT_NE(own_indexes()[0].find("(org_id, state, state_since, path, f_go_live, f_grade)"), std::string::npos) << own_indexes()[0];
  catalogue_.obligations["file"].each_where = model::Predicate::equals("unit_type", "idc");
  reopen();
  ASSERT_EQ(own_indexes().size(), 1U);
  EXPECT_NE(own_indexes()[0].find("f_go_live, f_unit_type)"), std::string::npos) << own_indexes()[0];
}

TEST_F(LedgerColumns, AreReadInsteadOfTheTable) {
  for (const char* where : {"t.org_id >= 1 AND t.org_id <= 9", "t.org_id = 7"}) {
    const auto plan = texts("EXPLAIN QUERY PLAN SELECT t.id, t.org_id, t.state, t.state_since, t.path, t.f_grade, t.f_go_live FROM r_network_unit t WHERE " +
                                std::string(where), 3);
    ASSERT_EQ(plan.size(), 1U);
    EXPECT_NE(plan[0].find("USING COVERING INDEX r_network_unit__org"), std::string::npos) << plan[0];
  }
  const auto plan = texts("EXPLAIN QUERY PLAN SELECT id, obligation, org_id, object_id, cycle, state, due, met_on, proof_id FROM duty "
                          "WHERE org_id >= 1 AND org_id <= 9 AND +plan = 'p' ORDER BY org_id, obligation, object_id, cycle", 3);
  ASSERT_EQ(plan.size(), 1U) << "nothing is sorted";
  EXPECT_NE(plan[0].find("USING COVERING INDEX duty_ledger"), std::string::npos) << plan[0];
}

TEST_F(LedgerColumns, ChangesAreReadFromTheJournal) {
  const OrgId org = to_org(insert_org("甲公司").id);
  const std::int64_t before = read<std::int64_t>([](ReadTx& tx) { return tx.last_journal_entry(); }).value();
  const auto unit = insert_unit(org, {{"name", "核心网"}});
  ASSERT_TRUE(store_->write([&](WriteTx& tx) {
    JournalEntry reading;
    reading.action = "record.read";
    reading.kind = "network_unit";
    reading.record = unit.id;
    reading.org = org;
    return tx.append_journal(reading);
  }));
  std::vector<Change> changes;
  const auto follow = [&](std::int64_t after, const model::Viewer& v) {
    changes.clear();
    return store_->read([&](ReadTx& tx) {
      return tx.each_change(v, after, [&](std::int64_t, const Change& c) {
        changes.push_back(c);
        return true;
      });
    });
  };
  ASSERT_TRUE(follow(before, the_system()));
  ASSERT_EQ(changes.size(), 1U) << "a reading is no change";
  EXPECT_EQ(changes[0].kind, "network_unit");
  EXPECT_EQ(changes[0].record, unit.id);
  EXPECT_EQ(changes[0].org, org);
  ASSERT_TRUE(follow(0, the_system()));
  EXPECT_EQ(changes.size(), 2U);
  EXPECT_EQ(follow(0, viewer(model::Role::regulator_leader)).error().code, Errc::denied);
}

}  // namespace
}  // namespace lp::store::testing
