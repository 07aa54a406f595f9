// Canaries: a record of another organisation must not show through any reading or writing.
#include "store/conformance.h"

namespace lp::store::testing {
namespace {

using model::Predicate;
using model::Role;

class Wall : public ConformanceTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    ours_ = to_org(insert_org("本单位", "320100", {"internet"}).id);
    theirs_ = to_org(insert_org("金丝雀公司", "320200", {"basic_telecom"}).id);
    insert_unit(ours_, {{"name", "自有网元"}});
    canary_ = insert_unit(theirs_, {{"name", "金丝雀网元"}, {"grade", 4}});
    model::Duty d;
    d.plan = "longpan2024";
    d.obligation = "file_units";
    d.org = theirs_;
    std::vector<model::Duty> duties{d};
    ASSERT_TRUE(store_->write([&](WriteTx& tx) { return tx.put_duties(duties); }));
    duty_ = duties[0];
  }

  // Everyone who must not see the canary.
  std::vector<model::Viewer> outsiders() const {
    auto assessor = viewer(Role::assessor);
    assessor.assigned = {ours_};
    auto officer = viewer(Role::regulator_officer);
    officer.regions = {"320100"};
    auto sector = viewer(Role::regulator_officer);
    sector.sectors = {"internet"};
    return {viewer(Role::enterprise_officer, ours_), viewer(Role::enterprise_leader, ours_), viewer(Role::enterprise_officer),
            viewer(Role::assessor), viewer(Role::administrator), assessor, officer, sector};
  }

  OrgId ours_, theirs_;
  model::Record canary_;
  model::Duty duty_;
};

TEST_P(Wall, NoReadShowsTheCanary) {
  for (const auto& v : outsiders()) {
    SCOPED_TRACE(model::to_string(v.role));
    ASSERT_TRUE(store_->read([&](ReadTx& tx) -> Status {
      EXPECT_EQ(tx.get(v, "network_unit", canary_.id).error().code, Errc::not_found);
      EXPECT_EQ(tx.get(v, "organisation", to_record(theirs_)).error().code, Errc::not_found);
      EXPECT_EQ(tx.history(v, "network_unit", canary_.id).error().code, Errc::not_found);
      EXPECT_EQ(tx.readers_of(v, "network_unit", canary_.id, 10).error().code, Errc::not_found);
      RecordQuery q;
      q.kind = "network_unit";
      q.where = Predicate::any_of({Predicate::equals("grade", 4), Predicate::equals("id", canary_.id.value)});
      EXPECT_EQ(tx.list(v, q)->total, 0);
      EXPECT_EQ(tx.count(v, q).value(), 0);
      EXPECT_TRUE(tx.count_by(v, q, {"grade"})->empty());
      EXPECT_TRUE(tx.each(v, q, [](const model::Record&) { ADD_FAILURE(); return true; }));
      EXPECT_TRUE(tx.each_row(v, q, {"grade"}, [](const RowView&) { ADD_FAILURE(); return true; }));
      q.where = Predicate::negation(Predicate::never_true());
      q.search = "金丝雀";
      EXPECT_EQ(tx.list(v, q)->total, 0);
      EXPECT_TRUE(tx.search(v, "金丝雀", 10)->empty());
      EXPECT_EQ(tx.duty(v, duty_.no).error().code, Errc::not_found);
      EXPECT_EQ(tx.duty_history(v, duty_.id).error().code, Errc::not_found);
      DutyFilter f;
      f.plan = "longpan2024";
      EXPECT_EQ(tx.duties(v, f)->total, 0);
      EXPECT_EQ(tx.board(v, f)->total, 0);
      EXPECT_TRUE(tx.each_duty(v, f, [](const model::Duty&) { ADD_FAILURE(); return true; }));
      f.org = theirs_;
      EXPECT_EQ(tx.duties(v, f)->total, 0);
      EXPECT_EQ(tx.each_duty_row(v, {"longpan2024", {}, {}, {}}, [](std::string_view, const DutyRow&) { return true; }).error().code, Errc::denied);
      return {};
    }));
  }
}

TEST_P(Wall, NoWriteReachesTheCanary) {
  for (const auto& v : outsiders()) {
    SCOPED_TRACE(model::to_string(v.role));
    const Status updated = store_->write([&](WriteTx& tx) -> Status {
      LP_CHECK_OK(tx.update(v, canary_, 1, "update"));
      return {};
    });
    ASSERT_FALSE(updated);
    EXPECT_EQ(updated.error().code, model::may_write_records(v.role) ? Errc::not_found : Errc::denied);
    const Status inserted = store_->write([&](WriteTx& tx) -> Status {
      model::Record r;
      r.kind = "network_unit";
      r.org = theirs_;
      const auto made = tx.insert(v, r, "create");
      EXPECT_FALSE(made);
      EXPECT_EQ(made.error().code, Errc::denied);
      return {};  // swallowing the error must not keep the record
    });
    EXPECT_TRUE(inserted);
  }
  RecordQuery q;
  q.kind = "network_unit";
  EXPECT_EQ(list(the_system(), q)->total, 2);
  EXPECT_EQ(read<model::Record>([&](ReadTx& tx) { return tx.get(the_system(), "network_unit", canary_.id); })->version, 1);
}

TEST_P(Wall, ThoseWhoMaySeeDo) {
  auto assessor = viewer(Role::assessor);
  assessor.assigned = {theirs_};
  auto officer = viewer(Role::regulator_officer);
  officer.regions = {"320200"};
  for (const auto& v : {viewer(Role::enterprise_leader, theirs_), assessor, officer, viewer(Role::regulator_leader), viewer(Role::auditor)}) {
    SCOPED_TRACE(model::to_string(v.role));
    ASSERT_TRUE(store_->read([&](ReadTx& tx) -> Status {
      EXPECT_TRUE(tx.get(v, "network_unit", canary_.id));
      EXPECT_EQ(tx.search(v, "金丝雀", 10)->size(), 2U);
      EXPECT_TRUE(tx.duty(v, duty_.no));
      return {};
    }));
  }
}

TEST_P(Wall, TheJournalIsForAuditors) {
  const auto may = [&](Role r) {
    return read<std::vector<JournalEntry>>([&](ReadTx& tx) { return tx.journal(viewer(r, ours_), 0, 10); }).has_value();
  };
  EXPECT_TRUE(may(Role::auditor));
  EXPECT_TRUE(may(Role::administrator));
  EXPECT_FALSE(may(Role::regulator_leader));
  EXPECT_FALSE(may(Role::enterprise_officer));
}

LP_CONFORMANCE(Wall);

}  // namespace
}  // namespace lp::store::testing
