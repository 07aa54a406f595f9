// Lists against a naive one: random conditions, sorts and pages over random units give the rows,
// the order (ties by id, absent values least) and the totals that sorting and counting by hand give.
#include <algorithm>
#include <random>
#include <set>

#include "store/test_store.h"

namespace lp::store::testing {
namespace {

using model::Op;
using model::Predicate;

class ListProperty : public StoreTest {
 protected:
  std::mt19937 random_{20240715};
  std::size_t pick(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  template <class T>
  const T& one_of(const std::vector<T>& from) { return from[pick(from.size())]; }

  void fill(int units) {
    for (int i = 0; i < 4; ++i) orgs_.push_back(to_org(insert_org("单位" + std::to_string(i), i % 2 == 0 ? "320100" : "320500").id));
    const std::vector<std::string> names{"甲", "乙网元", "丙 单元", "A", "a", "Z9", "z10"};
    for (int i = 0; i < units; ++i) {
      json::object data;
      if (pick(5) != 0) data["name"] = one_of(names);
      if (pick(3) != 0) data["grade"] = static_cast<std::int64_t>(pick(5)) + 1;
      if (pick(3) != 0) data["score"] = static_cast<double>(pick(8)) / 4;
      if (pick(3) != 0) data["public"] = pick(2) == 0;
      if (pick(3) != 0) data["go_live"] = "2024-0" + std::to_string(1 + pick(9)) + "-15";
      all_.push_back(insert_unit(orgs_[pick(orgs_.size())], data));
    }
  }
  static json::value value_of(const model::Record& r, const std::string& field) {
    if (field == "id") return r.id.value;
    const json::value* v = find(r.data, field);
    return v == nullptr ? json::value() : *v;
  }
  // -1, 0, 1; absent values come before all others.
  static int compare(const json::value& a, const json::value& b) {
    if (a.is_null() || b.is_null()) return (a.is_null() ? 0 : 1) - (b.is_null() ? 0 : 1);
    if (a.is_string()) return a.as_string().compare(b.as_string());
    const double x = a.is_bool() ? a.as_bool() : a.to_number<double>(), y = b.is_bool() ? b.as_bool() : b.to_number<double>();
    return x < y ? -1 : x > y ? 1 : 0;
  }
  Predicate random_condition() {
    switch (pick(5)) {
      case 0: return Predicate::compare("grade", Op::gte, json::array{static_cast<std::int64_t>(pick(6))});
      case 1: return Predicate::compare("name", Op::contains, json::array{"元"});
      case 2: return Predicate::equals("public", pick(2) == 0);
      case 3: return Predicate::compare("score", Op::exists, json::array{pick(2) == 0});
      default: return {};
    }
  }
  std::vector<model::Record> by_hand(const RecordQuery& q, const std::vector<OrgId>& seen) {
    std::vector<model::Record> rows;
    for (const auto& r : all_) {
      const bool visible = std::find(seen.begin(), seen.end(), r.org) != seen.end();
      if (visible && model::test(q.where, model::ObjectSource(r.data), clock_.today())) rows.push_back(r);
    }
    std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) {
      for (const auto& s : q.order) {
        const int c = compare(value_of(a, s.field), value_of(b, s.field));
        if (c != 0) return s.descending ? c > 0 : c < 0;
      }
      const bool down = !q.order.empty() && q.order.back().descending;  // ties follow the last sort
      return down ? b.id < a.id : a.id < b.id;
    });
    return rows;
  }

  std::vector<OrgId> orgs_;
  std::vector<model::Record> all_;
};

TEST_F(ListProperty, RowsOrderAndTotalsAreThoseByHand) {
  fill(150);
  auto enterprise = viewer(model::Role::enterprise_officer, orgs_[1]);
  auto city = viewer(model::Role::regulator_officer);
  city.regions = {"320100"};
  const std::pair<model::Viewer, std::vector<OrgId>> people[] = {{the_system(), orgs_}, {enterprise, {orgs_[1]}}, {city, {orgs_[0], orgs_[2]}}};
  for (int round = 0; round < 120; ++round) {
    RecordQuery q;
    q.kind = "network_unit";
    q.where = Predicate::all_of({random_condition(), random_condition()});
    for (std::size_t n = pick(3); n > 0; --n) q.order.push_back({one_of(std::vector<std::string>{"name", "grade", "score", "public", "go_live"}), pick(2) == 0});
    q.limit = 1 + static_cast<int>(pick(40));
    q.offset = static_cast<std::int64_t>(pick(60));
    const auto& [who, seen] = people[pick(3)];
    const auto expected = by_hand(q, seen);
    const auto page = list(who, q);
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(page->total, static_cast<std::int64_t>(expected.size()));
    std::vector<std::int64_t> wanted, got;
    for (auto i = static_cast<std::size_t>(q.offset); i < expected.size() && wanted.size() < static_cast<std::size_t>(q.limit); ++i) wanted.push_back(expected[i].id.value);
    for (const auto& r : page->rows) got.push_back(r.id.value);
    if (q.order.empty()) {  // any order, the same set size
      EXPECT_EQ(got.size(), wanted.size());
    } else {
      EXPECT_EQ(got, wanted) << "round " << round << " by " << q.order[0].field << (q.order[0].descending ? " down" : " up");
    }
    EXPECT_EQ(read<std::int64_t>([&](ReadTx& tx) { return tx.count(who, q); }).value(), page->total);
  }
}

TEST_F(ListProperty, GroupsAreCountsByHand) {
  fill(120);
  for (const char* field : {"grade", "public", "name"}) {
    RecordQuery q;
    q.kind = "network_unit";
    std::map<std::string, std::int64_t> expected, got;
    for (const auto& r : all_) ++expected[to_text(value_of(r, field))];
    const auto groups = read<std::vector<GroupCount>>([&](ReadTx& tx) { return tx.count_by(the_system(), q, {field}); });
    ASSERT_TRUE(groups) << groups.error().message;
    for (const auto& g : *groups) got[to_text(g.key.at(0))] += g.count;
    EXPECT_EQ(got, expected) << field;
  }
}

// Pages one after another are the whole list, each row once, also while equal values abound.
TEST_F(ListProperty, PagesMeetWithoutGapOrRepeat) {
  fill(90);
  for (const char* field : {"public", "grade", "name"}) {
    for (const bool descending : {false, true}) {
      std::set<std::int64_t> seen;
      RecordQuery q;
      q.kind = "network_unit";
      q.order = {{field, descending}};
      q.limit = 7;
      for (q.offset = 0; q.offset < 90; q.offset += q.limit) {
        const auto page = list(the_system(), q);
        ASSERT_TRUE(page) << page.error().message;
        for (const auto& r : page->rows) EXPECT_TRUE(seen.insert(r.id.value).second) << field;
      }
      EXPECT_EQ(seen.size(), all_.size()) << field;
    }
  }
}

TEST_F(StoreTest, DocumentsAreOverwrittenListedAndRemovedByCollection) {
  ASSERT_TRUE(store_->write([](WriteTx& tx) -> Status {
    LP_CHECK_OK(tx.put_document("a", "k", json::value(1)));
    LP_CHECK_OK(tx.put_document("b", "k", json::value("另一处")));
    return tx.put_document("a", "k", json::object{{"n", 2}});
  }));
  EXPECT_EQ(read<json::value>([](ReadTx& tx) { return tx.document("a", "k"); }).value(), json::value(json::object{{"n", 2}}));
  EXPECT_EQ((read<std::vector<std::pair<std::string, json::value>>>([](ReadTx& tx) { return tx.documents("a"); })->size()), 1U);
  ASSERT_TRUE(store_->write([](WriteTx& tx) { return tx.delete_document("a", "k"); }));
  EXPECT_EQ(read<json::value>([](ReadTx& tx) { return tx.document("a", "k"); }).error().code, Errc::not_found);
  EXPECT_EQ(read<json::value>([](ReadTx& tx) { return tx.document("b", "k"); }).value(), json::value("另一处"));
  reopen();
  EXPECT_TRUE(read<json::value>([](ReadTx& tx) { return tx.document("b", "k"); }));
}

TEST_F(StoreTest, TheInboxIsNewestFirstCountedAndOnesOwn) {
  ASSERT_TRUE(store_->write([&](WriteTx& tx) -> Status {
    for (int i = 0; i < 12; ++i) {
      OutboxMessage m;
      m.to = {i % 3 == 0 ? 8 : 9};
      m.channel = i % 4 == 3 ? "mail" : "in_app";
      m.topic = "duty.due_soon";
      m.dedupe = "d" + std::to_string(i);
      m.title = {"提醒" + std::to_string(i), "reminder"};
      m.created_at = clock_.now().plus_seconds(i);
      LP_CHECK_OK(tx.enqueue(m));
    }
    return {};
  }));
  std::int64_t total = -1;
  const auto mine = read<std::vector<OutboxMessage>>([&](ReadTx& tx) { return tx.inbox({9}, false, 0, 3, &total); }).value();
  EXPECT_EQ(mine.size(), 3U);
  EXPECT_EQ(total, 6) << "in the inbox, not in the mail";
  for (std::size_t i = 1; i < mine.size(); ++i) EXPECT_GE(mine[i - 1].created_at, mine[i].created_at);
  for (const auto& m : mine) EXPECT_EQ(m.to, UserId{9});
  EXPECT_TRUE(read<std::vector<OutboxMessage>>([&](ReadTx& tx) { return tx.inbox({10}, false, 0, 10, &total); })->empty());
  EXPECT_EQ(total, 0);
}

TEST_F(StoreTest, AMessageHeldBackIsDueWhenItsTimeComes) {
  OutboxMessage m;
  m.to = {9};
  m.channel = "mail";
  m.dedupe = "x";
  m.not_before = clock_.now().plus_seconds(3600);
  ASSERT_TRUE(store_->write([&](WriteTx& tx) { return tx.enqueue(m); }));
  const auto due = [&](std::int64_t later) { return read<std::vector<OutboxMessage>>([&](ReadTx& tx) { return tx.outbox_due(clock_.now().plus_seconds(later), 10); }).value(); };
  EXPECT_TRUE(due(3599).empty());
  ASSERT_EQ(due(3600).size(), 1U);
  const auto id = due(3600)[0].id;
  ASSERT_TRUE(store_->write([&](WriteTx& tx) { return tx.set_outbox_state(id, "queued", 3, clock_.now().plus_seconds(7200), "no route"); }));
  EXPECT_TRUE(due(3600).empty());
  ASSERT_EQ(due(7200).size(), 1U);
  EXPECT_EQ(due(7200)[0].attempts, 3);
  EXPECT_EQ(due(7200)[0].last_error, "no route");
  ASSERT_TRUE(store_->write([&](WriteTx& tx) { return tx.set_outbox_state(id, "failed", 4, {}, "gone"); }));
  EXPECT_TRUE(due(1'000'000).empty()) << "given up is given up";
}

TEST_F(StoreTest, AccountsAreListedByHouseAndChangedInPlace) {
  const auto put = [&](const std::string& login, OrgId org) {
    Account a;
    a.login = login;
    a.org = org;
    a.role = model::Role::enterprise_officer;
    UserId id;
    EXPECT_TRUE(store_->write([&](WriteTx& tx) -> Status {
      LP_TRY(id, tx.put_account(a));
      return {};
    }));
    return id;
  };
  const UserId first = put("one", {1});
  put("two", {1}), put("three", {2});
  EXPECT_EQ(read<std::vector<Account>>([](ReadTx& tx) { return tx.accounts({1}); })->size(), 2U);
  EXPECT_EQ(read<std::vector<Account>>([](ReadTx& tx) { return tx.accounts({}); })->size(), 3U);
  ASSERT_TRUE(store_->write([&](WriteTx& tx) -> Status {
    LP_TRY(Account a, tx.account(first));
    a.disabled = true;
    a.failed = 2;
    a.locked_until = clock_.now().plus_seconds(900);
    LP_TRY(const UserId same, tx.put_account(a));
    EXPECT_EQ(same, first);
    return {};
  }));
  reopen();
  const auto back = read<Account>([&](ReadTx& tx) { return tx.account(first); }).value();
  EXPECT_TRUE(back.disabled);
  EXPECT_EQ(back.failed, 2);
  EXPECT_EQ(back.locked_until, clock_.now().plus_seconds(900));
  EXPECT_EQ(read<Account>([](ReadTx& tx) { return tx.account({4711}); }).error().code, Errc::not_found);
  EXPECT_EQ(read<Account>([](ReadTx& tx) { return tx.account_by_login("nobody"); }).error().code, Errc::not_found);
}

}  // namespace
}  // namespace lp::store::testing
