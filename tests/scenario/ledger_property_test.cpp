// After random changes the incremental ledger is the full one, and every statistic is a recount.
#include <gtest/gtest.h>

#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <set>

#include "base/hash.h"
#include "campaign/facts.h"
#include "campaign/ledger.h"
#include "campaign/plan_rules.h"
#include "campaign/statistics.h"
#include "service/example/example.h"
#include "service/example/random.h"
#include "spec/load.h"

namespace lp::campaign {
namespace {

namespace fs = std::filesystem;
constexpr const char* plan = "longpan2024";

class LedgerProperty : public ::testing::Test {
 protected:
  void SetUp() override {
    Diagnostics diagnostics;
    auto loaded = spec::load(fs::path(LP_SOURCE_DIR) / "specs", diagnostics);
    ASSERT_TRUE(loaded);
    specs = *std::move(loaded);
    auto opened = store::Store::open({.folder = folder}, specs, clock);
    ASSERT_TRUE(opened) << opened.error().message;
    store = *std::move(opened);
    service::ExampleOptions options;
    options.orgs = 20;
    options.assets = 160;
    options.today = today;
    const auto made = service::make_example(*store, specs, options, [](std::string_view) -> Result<std::string> { return std::string("h"); });
    ASSERT_TRUE(made) << made.error().message;
  }
  void TearDown() override {
    store.reset();
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }

  std::vector<model::Record> records_of(const char* kind) {
    std::vector<model::Record> all;
    store::RecordQuery query;
    query.kind = kind;
    query.limit = -1;
    EXPECT_TRUE(store->read([&](store::ReadTx& tx) {
      return tx.each(system, query, [&](const model::Record& r) { all.push_back(r); return true; });
    }));
    return all;
  }

  // Moves a record to any state, or changes a field duties depend on.
  store::Store::Change change_one(service::example::Random& random) {
    static const std::vector<const char*> kinds{"network_unit", "task_report", "assessment", "app", "organisation"};
    const char* kind = random.pick(kinds);
    model::Record r = random.pick(records_of(kind));
    const auto& states = specs.kind(kind)->workflow.states;
    if (r.kind == "organisation") r.data["important_data"] = random.chance(50);
    else if (random.chance(60)) r.state = random.pick(states).name;
    if (r.kind == "network_unit") r.data["grade"] = random.between(1, 3);
    // A proof that is said to be of another object: the one before loses it.
    if (r.kind == "assessment" && random.chance(50) && r.data.contains("unit")) r.data["unit"] = random.pick(records_of("network_unit")).id.value;
    if (r.kind == "assessment" && random.chance(50)) r.data["ended_at"] = to_string(today.plus_days(-static_cast<int>(random.between(0, 800))));
    const auto version = r.version;
    EXPECT_TRUE(store->write([&](store::WriteTx& tx) -> Status {
      LP_TRY(r, tx.update(system, r, version, "test"));
      return {};
    }));
    return {r.kind, r.id, r.kind == "organisation" ? to_org(r.id) : r.org};
  }

  // Closed cycles stay closed; a comparison from scratch needs none stored.
  void wipe_ledger() {
    std::vector<DutyId> all;
    EXPECT_TRUE(store->read([&](store::ReadTx& tx) {
      return tx.each_duty(system, {}, [&](const model::Duty& d) { all.push_back(d.id); return true; });
    }));
    EXPECT_TRUE(store->write([&](store::WriteTx& tx) { return tx.remove_duties(all, "test"); }));
  }

  const model::Viewer system = model::Viewer::system("test");
  const Date today = *parse_date("2024-07-15");
  const fs::path folder = fs::temp_directory_path() / ("longpan-property-" + random_token(9));
  FakeClock clock{start_of_day_in_china(*parse_date("2024-07-15")).plus_seconds(9 * 3600)};
  model::Catalogue specs;
  std::unique_ptr<store::Store> store;
};

TEST_F(LedgerProperty, IncrementalIsFull) {
  Ledger ledger(*store, specs);
  service::example::Random random(7);
  for (int round = 0; round < 12; ++round) {
    for (int i = 0; i < 8; ++i) {
      const auto change = change_one(random);
      const auto done = ledger.recompute_for(std::span(&change, 1), today);
      ASSERT_TRUE(done) << done.error().message;
    }
    const auto full = ledger.recompute_all(plan, today);
    ASSERT_TRUE(full) << full.error().message;
    EXPECT_FALSE(full->any()) << "round " << round << ": " << full->added << " added, " << full->changed << " changed, " << full->removed << " removed";
  }
}

// Facts gathered from column streams and facts gathered from whole records give the same duties.
TEST_F(LedgerProperty, StreamsAreMemory) {
  service::example::Random random(11);
  for (int i = 0; i < 60; ++i) change_one(random);
  wipe_ledger();
  Ledger ledger(*store, specs);
  const auto full = ledger.recompute_all(plan, today);
  ASSERT_TRUE(full) << full.error().message;
  std::vector<model::Record> records;
  for (const auto& [kind, unused] : specs.kinds) {
    for (model::Record& r : records_of(kind.c_str())) records.push_back(std::move(r));
  }
  auto rules = PlanRules::make(specs, plan);
  ASSERT_TRUE(rules);
  std::set<std::string> memory, streams;
  const auto line = [](const std::string& obligation, std::int64_t org, std::int64_t object, int cycle, model::DutyState state, int due, int met_on, std::int64_t proof) {
    return fmt::format("{} {} {} {} {} {} {} {}", obligation, org, object, cycle, to_string(state), due, met_on, proof);
  };
  for (const model::Record& org : records) {
    if (org.kind != organisation_kind) continue;
    for (const Rule& rule : rules->rules()) {
      for (const ComputedDuty& d : duties_of(specs, rule, org, records, today)) {
        const Outcome& o = d.outcome;
        memory.insert(line(rule.obligation().name, org.id.value, d.object.value, o.cycle, o.state, o.due, o.met_on, o.proof.value));
      }
    }
  }
  ASSERT_TRUE(store->read([&](store::ReadTx& tx) {
    return tx.each_duty(system, {}, [&](const model::Duty& d) {
      streams.insert(line(d.obligation, d.org.value, d.object.value, d.cycle, d.state, d.due, d.met_on, d.proof.value));
      return true;
    });
  }));
  EXPECT_GT(memory.size(), 1000U);
  std::vector<std::string> differ;
  std::set_symmetric_difference(memory.begin(), memory.end(), streams.begin(), streams.end(), std::back_inserter(differ));
  EXPECT_TRUE(differ.empty()) << differ.size() << " differ, first " << differ.front();
}

TEST_F(LedgerProperty, StatisticsAreRecounts) {
  ASSERT_TRUE(store->read([&](store::ReadTx& tx) -> Status {
    store::DutyFilter filter;
    filter.plan = plan;
    LP_TRY(const Statistics stats, count_duties(tx, system, filter));
    StateCounts total{};
    std::map<int, StateCounts> by_task;
    LP_CHECK_OK(tx.each_duty(system, filter, [&](const model::Duty& d) {
      ++total[static_cast<std::size_t>(d.state)];
      ++by_task[d.task][static_cast<std::size_t>(d.state)];
      return true;
    }));
    EXPECT_EQ(stats.total, total);
    EXPECT_EQ(stats.by_task, by_task);
    EXPECT_GT(stats.duties(), 500);
    return {};
  }));
}

}  // namespace
}  // namespace lp::campaign
