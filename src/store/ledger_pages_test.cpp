// Pages of duties: every order walked gives the order sorted, whatever the page; words and objects.
#include <algorithm>
#include <random>

#include "store/ledger_order.h"
#include "store/test_store.h"

namespace lp::store::testing {
namespace {

using model::Duty;
using model::DutyState;

class LedgerPages : public StoreTest {
 protected:
  void SetUp() override {
    model::Obligation titled;
    titled.name = "o1";
    titled.title = {"应急演练", "Emergency drill"};
    catalogue_.obligations["o1"] = titled;
    StoreTest::SetUp();
    for (int i = 0; i < 4; ++i) orgs_.push_back(to_org(insert_org("企业" + std::to_string(i), i < 2 ? "320100" : "320200").id));
  }

  // Dates around today, many on one day, some none; every state.
  void fill(int count) {
    std::mt19937 random(5);
    const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    for (int i = 0; i < count; ++i) {
      Duty d;
      d.plan = "longpan2024";
      d.org = orgs_[static_cast<std::size_t>(pick(4))];
      d.obligation = "o" + std::to_string(pick(5));
      d.task = pick(5);
      d.object = {i + 1'000};
      d.state = static_cast<DutyState>(pick(8));
      d.due = pick(3) == 0 ? Duty::no_date : clock_.today().days() + pick(9) - 4;
      if (d.state == DutyState::met) d.proof = {i + 5'000};
      duties_.push_back(d);
    }
    const Status s = store_->write_bulk([&](WriteTx& tx) { return tx.put_duties(duties_); });
    ASSERT_TRUE(s) << s.error().message;
  }
  std::vector<std::string> numbers(const DutyFilter& f) {
    const auto page = read<DutyPage>([&](ReadTx& tx) { return tx.duties(the_system(), f); });
    EXPECT_TRUE(page) << page.error().message;
    std::vector<std::string> out;
    for (const Duty& d : page->rows) out.push_back(d.no);
    return out;
  }
  static DutyFilter plan(std::string order, int limit = -1) {
    DutyFilter f;
    f.plan = "longpan2024";
    f.order = std::move(order);
    f.limit = limit;
    return f;
  }
  std::vector<OrgId> orgs_;
  std::vector<Duty> duties_;
};

TEST_F(LedgerPages, WalkedOrdersAreTheSortedOnes) {
  fill(300);
  for (const char* order : {"due", "-due", "task", "-task", "state", "-state", "urgent", "org", "-org", "no", "-no"}) {
    for (const bool open_only : {false, true}) {
      DutyFilter walked = plan(order);
      if (open_only) walked.states = {DutyState::overdue, DutyState::due_soon, DutyState::standing};
      DutyFilter sorted = walked;
      sorted.orgs = orgs_;   // the same duties; a list of organisations is sorted
      EXPECT_EQ(numbers(walked), numbers(sorted)) << order << (open_only ? " open" : "");
    }
  }
}

TEST_F(LedgerPages, PagesPutTogetherAreTheWhole) {
  fill(120);
  for (const char* order : {"due", "-due", "task", "-state", "urgent"}) {
    const auto whole = numbers(plan(order));
    EXPECT_EQ(whole.size(), 120U);
    std::vector<std::string> together;
    for (int page = 0; page < 20; ++page) {
      DutyFilter f = plan(order, 7);
      f.offset = page * 7;
      for (auto& no : numbers(f)) together.push_back(no);
    }
    EXPECT_EQ(together, whole) << order;
  }
}

TEST_F(LedgerPages, UrgentLeadsWithTheNearestAndWhatIsPastFirst) {
  const std::int32_t today = clock_.today().days();
  const std::pair<DutyState, int> kinds[] = {{DutyState::due_soon, 3}, {DutyState::overdue, -3}, {DutyState::standing, Duty::no_date - today}, {DutyState::met, -1}, {DutyState::not_due, 0}};
  for (const auto& [state, days] : kinds) {
    Duty d;
    d.plan = "longpan2024";
    d.org = orgs_[0];
    d.obligation = to_string(state);
    d.state = state;
    d.due = today + days;
    duties_.push_back(d);
  }
  ASSERT_TRUE(store_->write_bulk([&](WriteTx& tx) { return tx.put_duties(duties_); }));
  std::string names;
  const auto page = read<DutyPage>([&](ReadTx& tx) { return tx.duties(the_system(), plan("urgent")); });
  for (const Duty& d : page->rows) names += d.obligation + " ";
  EXPECT_EQ(names, "not_due overdue due_soon standing met ");
}

TEST_F(LedgerPages, WordsFindOrganisationsTitlesAndNumbers) {
  fill(60);
  const auto found = [&](std::string text) {
    DutyFilter f = plan("no");
    f.text = std::move(text);
    return numbers(f);
  };
  const auto by = [&](const auto& wanted) {
    std::vector<std::string> out;
    for (const Duty& d : duties_) {
      if (wanted(d)) out.push_back(d.no);
    }
    return out;
  };
  EXPECT_EQ(found("企业2"), by([&](const Duty& d) { return d.org == orgs_[2]; }));
  EXPECT_EQ(found("演练"), by([](const Duty& d) { return d.obligation == "o1"; }));
  EXPECT_EQ(found("DRILL"), by([](const Duty& d) { return d.obligation == "o1"; }));
  EXPECT_EQ(found("lp2024-0000007"), (std::vector<std::string>{"LP2024-0000007"}));
  EXPECT_EQ(found("LP2024-000001"), by([](const Duty& d) { return d.no.starts_with("LP2024-000001"); }));
  EXPECT_EQ(found("12"), (std::vector<std::string>{"LP2024-0000012"}));
  EXPECT_TRUE(found("没有这样的词").empty());
  EXPECT_TRUE(found("' OR 1=1 --").empty());
  DutyFilter f = plan("no");
  f.text = "演练";
  EXPECT_EQ(read<DutyPage>([&](ReadTx& tx) { return tx.duties(the_system(), f); })->total, static_cast<std::int64_t>(found("演练").size()));
}

TEST_F(LedgerPages, AnObjectFindsWhatItOwesAndWhatItMet) {
  fill(60);
  DutyFilter f = plan("no");
  f.object = {1'003};
  EXPECT_EQ(numbers(f), (std::vector<std::string>{duties_[3].no}));
  const auto met = std::find_if(duties_.begin(), duties_.end(), [](const Duty& d) { return static_cast<bool>(d.proof); });
  ASSERT_NE(met, duties_.end());
  f.object = met->proof;
  EXPECT_EQ(numbers(f), (std::vector<std::string>{met->no}));
}

TEST_F(LedgerPages, CountsAreTheSameByCounterAndByLooking) {
  fill(200);
  const auto counts = [&](const DutyFilter& f) { return read<BoardCounts>([&](ReadTx& tx) { return tx.count_duties(the_system(), f); }).value(); };
  DutyFilter by_counter = plan("no"), by_looking = plan("no");
  by_looking.obligations = {"o0", "o1", "o2", "o3", "o4"};
  EXPECT_EQ(counts(by_counter), counts(by_looking));
  by_counter.regions = by_looking.regions = {"320200"};
  by_counter.tasks = by_looking.tasks = {1, 3};
  EXPECT_EQ(counts(by_counter), counts(by_looking));
  const BoardPage board = read<BoardPage>([&](ReadTx& tx) { return tx.board(the_system(), plan("name")); }).value();
  std::array<std::int64_t, 8> of_region{};
  for (const Duty& d : duties_) {
    if (d.org == orgs_[0] || d.org == orgs_[1]) ++of_region[static_cast<std::size_t>(d.state)];
  }
  EXPECT_EQ(board.by_region.size(), 2U);
  EXPECT_EQ(board.by_region.at("320100"), of_region);
}

TEST_F(LedgerPages, TheBoardSortsByNameAndByOverdue) {
  fill(200);
  const auto overdue = [](const BoardRow& row) {
    std::int32_t n = 0;
    for (const auto& states : row.counts) n += states[static_cast<std::size_t>(DutyState::overdue)];
    return n;
  };
  const auto rows = [&](const char* order) { return read<BoardPage>([&](ReadTx& tx) { return tx.board(the_system(), plan(order)); })->rows; };
  const auto names = rows("name");
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.name < b.name; }));
  const auto most = rows("-overdue"), least = rows("overdue");
  EXPECT_TRUE(std::is_sorted(most.begin(), most.end(), [&](const auto& a, const auto& b) { return overdue(a) > overdue(b); }));
  EXPECT_TRUE(std::is_sorted(least.begin(), least.end(), [&](const auto& a, const auto& b) { return overdue(a) < overdue(b); }));
  EXPECT_EQ(rows("due").front().org, most.front().org);
}

}  // namespace
}  // namespace lp::store::testing
