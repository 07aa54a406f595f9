#include "store/test_store.h"

namespace lp::store::testing {
namespace {

using model::Duty;
using model::DutyState;
using model::Role;

class LedgerStore : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    a_ = to_org(insert_org("甲公司", "320100", {"internet"}).id);
    b_ = to_org(insert_org("乙公司", "320200", {"basic_telecom", "idc"}).id);
    duties_ = {duty(a_, "x", 1, DutyState::not_due), duty(a_, "y", 2, DutyState::overdue), duty(b_, "x", 1, DutyState::met)};
    put(duties_);
  }
  Duty duty(OrgId org, std::string obligation, int task, DutyState state) const {
    Duty d;
    d.plan = "longpan2024";
    d.org = org;
    d.obligation = std::move(obligation);
    d.task = task;
    d.state = state;
    d.due = 19'930;
    return d;
  }
  void put(std::vector<Duty>& duties) {
    const Status s = store_->write_bulk([&](WriteTx& tx) { return tx.put_duties(duties); });
    ASSERT_TRUE(s) << s.error().message;
  }
  BoardPage board(const DutyFilter& f, const model::Viewer& v = the_system()) {
    return read<BoardPage>([&](ReadTx& tx) { return tx.board(v, f); }).value();
  }
  static DutyFilter plan() {
    DutyFilter f;
    f.plan = "longpan2024";
    return f;
  }
  static std::size_t at(DutyState s) { return static_cast<std::size_t>(s); }

  OrgId a_, b_;
  std::vector<Duty> duties_;
};

TEST_F(LedgerStore, DrawsNumbersOfThePlansYear) {
  EXPECT_EQ(duties_[0].no, "LP2024-0000001");
  EXPECT_EQ(duties_[2].no, "LP2024-0000003");
  const auto back = read<Duty>([&](ReadTx& tx) { return tx.duty(the_system(), "LP2024-0000002"); });
  ASSERT_TRUE(back);
  EXPECT_EQ(back->obligation, "y");
  EXPECT_EQ(back->due, 19'930);
}

TEST_F(LedgerStore, KeepsIdentityAndHistoryOfChanges) {
  clock_.advance_days(1);
  std::vector<Duty> changed{duties_[0]};
  changed[0].state = DutyState::waived;
  changed[0].reason = "已注销";
  changed[0].decided_by = {5};
  changed[0].org = b_;
  put(changed);
  EXPECT_EQ(changed[0].org, a_);
  const auto history = read<json::array>([&](ReadTx& tx) { return tx.duty_history(the_system(), duties_[0].id); }).value();
  ASSERT_EQ(history.size(), 2U);
  EXPECT_EQ(get_string(history[0].as_object(), "to"), "not_due");
  EXPECT_EQ(get_string(history[1].as_object(), "from"), "not_due");
  EXPECT_EQ(get_string(history[1].as_object(), "to"), "waived");
  EXPECT_EQ(get_string(history[1].as_object(), "reason"), "已注销");
  EXPECT_EQ(get_int(history[1].as_object(), "by"), 5);
}

TEST_F(LedgerStore, BoardCountsFollowEveryChange) {
  auto page = board(plan());
  EXPECT_EQ(page.total, 2);
  EXPECT_EQ(page.totals[1][at(DutyState::not_due)], 1);
  EXPECT_EQ(page.totals[1][at(DutyState::met)], 1);
  EXPECT_EQ(page.rows[0].name, "甲公司") << "most overdue first";
  EXPECT_EQ(page.rows[1].type, "basic_telecom");
  std::vector<Duty> changed{duties_[0]};
  changed[0].state = DutyState::overdue;
  put(changed);
  EXPECT_EQ(board(plan()).totals[1][at(DutyState::overdue)], 1);
  EXPECT_EQ(board(plan()).totals[1][at(DutyState::not_due)], 0);
  const std::vector<DutyId> gone{duties_[2].id};
  ASSERT_TRUE(store_->write([&](WriteTx& tx) { return tx.remove_duties(gone, "不再适用"); }));
  EXPECT_EQ(board(plan()).total, 1);
}

// A page is read from sums kept since the last change, everything at once from the counters.
TEST_F(LedgerStore, PagesOfABoardFollowDutiesAndNames) {
  const auto names = [&](int limit) {
    auto f = plan();
    f.order = "name";
    f.limit = limit;
    std::string out;
    for (const BoardRow& row : board(f).rows) out += row.name + std::to_string(row.counts[1][at(DutyState::overdue)]) + ' ';
    return out;
  };
  EXPECT_EQ(names(10), names(-1));
  const std::string before = names(10);
  std::vector<Duty> changed{duties_[0]};
  changed[0].state = DutyState::overdue;
  put(changed);
  EXPECT_NE(names(10), before);
  EXPECT_EQ(names(10), names(-1));
  const auto renamed = store_->write([&](WriteTx& tx) -> Status {
    LP_TRY(model::Record org, tx.get(the_system(), "organisation", to_record(a_)));
    org.data["name"] = "丁公司";
    LP_CHECK_OK(tx.update(the_system(), org, org.version, "update", ""));
    return ok_status();
  });
  ASSERT_TRUE(renamed) << renamed.error().message;
  EXPECT_NE(names(10).find("丁公司"), std::string::npos);
  EXPECT_EQ(names(10), names(-1));
}

TEST_F(LedgerStore, BoardFiltersAgreeWithCountingDuties) {
  auto f = plan();
  f.states = {DutyState::overdue};
  EXPECT_EQ(board(f).total, 1);
  EXPECT_EQ(board(f).totals[1][at(DutyState::not_due)], 0);
  f = plan();
  f.regions = {"320200"};
  EXPECT_EQ(board(f).rows.at(0).org, b_);
  f = plan();
  f.types = {"idc"};
  EXPECT_EQ(board(f).total, 1);
  f = plan();
  f.search = "甲";
  EXPECT_EQ(board(f).total, 1);
  f = plan();
  f.obligations = {"x"};
  EXPECT_EQ(board(f).totals[1][at(DutyState::met)], 1);
  EXPECT_EQ(board(f).totals[2][at(DutyState::overdue)], 0);
}

TEST_F(LedgerStore, LeadsWithWhatIsNearestToToday) {
  const std::int32_t today = clock_.today().days();
  std::vector<Duty> more{duty(a_, "old", 3, DutyState::overdue), duty(a_, "late", 3, DutyState::overdue), duty(a_, "soon", 3, DutyState::due_soon),
                         duty(a_, "standing", 3, DutyState::standing), duty(a_, "done", 3, DutyState::met)};
  const std::int32_t days[] = {-1000, -3, 1, 0, 0};
  for (std::size_t i = 0; i < more.size(); ++i) more[i].due = today + days[i];
  more[3].due = Duty::no_date;
  put(more);
  auto f = plan();
  f.tasks = {3};
  f.order = "urgent";
  std::string order;
  const auto page = read<DutyPage>([&](ReadTx& tx) { return tx.duties(the_system(), f); }).value();
  for (const Duty& d : page.rows) order += d.obligation + " ";
  EXPECT_EQ(order, "soon late old standing done ");
}

TEST_F(LedgerStore, ListsSortsAndStreams) {
  auto f = plan();
  f.order = "-no";
  auto page = read<DutyPage>([&](ReadTx& tx) { return tx.duties(the_system(), f); }).value();
  EXPECT_EQ(page.total, 3);
  EXPECT_EQ(page.rows[0].no, duties_[2].no);
  f.order = "nosuch";
  EXPECT_EQ(read<DutyPage>([&](ReadTx& tx) { return tx.duties(the_system(), f); }).error().code, Errc::invalid);
  std::string order;
  ASSERT_TRUE(store_->read([&](ReadTx& tx) {
    return tx.each_duty(the_system(), plan(), [&](const Duty& d) {
      order += d.obligation + std::to_string(d.org.value) + " ";
      return true;
    });
  }));
  EXPECT_EQ(order, "x" + std::to_string(a_.value) + " x" + std::to_string(b_.value) + " y" + std::to_string(a_.value) + " ");
  int rows = 0;
  ASSERT_TRUE(store_->read([&](ReadTx& tx) {
    return tx.each_duty_row(the_system(), {"longpan2024", a_, {"x"}, {}}, [&](std::string_view o, const DutyRow& d) {
      EXPECT_EQ(o, "x");
      EXPECT_EQ(d.id, duties_[0].id);
      return ++rows > 0;
    });
  }));
  EXPECT_EQ(rows, 1);
}

TEST_F(LedgerStore, TheSameDutyTwiceIsAConflict) {
  std::vector<Duty> twice{duty(a_, "x", 1, DutyState::not_due)};
  const Status s = store_->write([&](WriteTx& tx) { return tx.put_duties(twice); });
  ASSERT_FALSE(s);
  EXPECT_EQ(s.error().code, Errc::conflict);
  EXPECT_EQ(board(plan()).totals[1][at(DutyState::not_due)], 1);
}

TEST_F(LedgerStore, SnapshotsStayAsTheyWere) {
  Snapshot s;
  ASSERT_TRUE(store_->write([&](WriteTx& tx) -> Status {
    LP_TRY(s, tx.take_snapshot(viewer(Role::regulator_leader), "longpan2024", "七月"));
    return {};
  }));
  EXPECT_EQ(s.duties, 3);
  EXPECT_EQ(s.hash.size(), 64U);
  std::vector<Duty> changed{duties_[1]};
  changed[0].state = DutyState::met_late;
  put(changed);
  auto f = plan();
  f.states = {DutyState::overdue};
  EXPECT_EQ(read<DutyPage>([&](ReadTx& tx) { return tx.snapshot_duties(the_system(), s.id, f); })->total, 1);
  EXPECT_EQ(read<DutyPage>([&](ReadTx& tx) { return tx.duties(the_system(), f); })->total, 0);
  EXPECT_EQ(read<DutyPage>([&](ReadTx& tx) { return tx.snapshot_duties(viewer(Role::enterprise_leader, b_), s.id, plan()); })->total, 1);
  EXPECT_EQ(read<std::vector<Snapshot>>([&](ReadTx& tx) { return tx.snapshots(the_system(), "longpan2024"); })->at(0).hash, s.hash);
  // Who sees a part of the ledger is not told how long the whole is.
  for (const auto& [role, duties] : {std::pair(Role::enterprise_officer, -1), {Role::assessor, -1}, {Role::regulator_officer, 3}}) {
    const auto seen = read<std::vector<Snapshot>>([&](ReadTx& tx) { return tx.snapshots(viewer(role, a_), "longpan2024"); });
    EXPECT_EQ(seen->at(0).duties, duties);
  }
  auto city = viewer(Role::regulator_officer);
  city.regions = {"320100"};
  EXPECT_EQ(read<std::vector<Snapshot>>([&](ReadTx& tx) { return tx.snapshots(city, "longpan2024"); })->at(0).duties, -1);
  const Status refused = store_->write([&](WriteTx& tx) -> Status {
    LP_CHECK_OK(tx.take_snapshot(viewer(Role::enterprise_officer, a_), "longpan2024", "x"));
    return {};
  });
  EXPECT_EQ(refused.error().code, Errc::denied);
}

}  // namespace
}  // namespace lp::store::testing
