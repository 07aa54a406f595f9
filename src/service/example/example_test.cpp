// The example province on the real specs: whole, repeatable, and its ledger settled.
#include "service/example/example.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "base/hash.h"
#include "campaign/ledger.h"
#include "model/field_check.h"
#include "records/engine.h"
#include "service/example/names.h"
#include "spec/load.h"

namespace lp::service {
namespace {

namespace fs = std::filesystem;

const model::Catalogue& specs() {
  static const model::Catalogue catalogue = [] {
    Diagnostics diagnostics;
    auto loaded = spec::load(fs::path(LP_SOURCE_DIR) / "specs", diagnostics);
    EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().message);
    EXPECT_EQ(diagnostics.errors(), 0u) << (diagnostics.items().empty() ? "" : diagnostics.items()[0].what);
    return *std::move(loaded);
  }();
  return catalogue;
}

Date day(const char* text) { return *parse_date(text); }

ExampleOptions small() {
  ExampleOptions o;
  o.orgs = 30;
  o.assets = 240;
  o.today = day("2024-07-15");
  o.password = "example";
  return o;
}

class Province {
 public:
  explicit Province(const ExampleOptions& options)
      : folder_(fs::temp_directory_path() / ("longpan-example-" + random_token(9))),
        clock_(start_of_day_in_china(options.today).plus_seconds(9 * 3600)) {
    auto opened = store::Store::open({.folder = folder_}, specs(), clock_);
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
    store_ = *std::move(opened);
    auto made = make_example(*store_, specs(), options, [](std::string_view) -> Result<std::string> { return std::string("$hash$"); });
    EXPECT_TRUE(made) << (made ? "" : made.error().message);
    if (made) report = *made;
  }
  ~Province() {
    store_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  store::Store& store() { return *store_; }

  // Every record as stored, in one text.
  std::string content() {
    Hasher hasher(Hasher::Algorithm::sm3);
    EXPECT_TRUE(store_->read([&](store::ReadTx& tx) -> Status {
      for (const auto& [name, kind] : specs().kinds) {
        store::RecordQuery query;
        query.kind = name;
        query.limit = -1;
        LP_CHECK_OK(tx.each(model::Viewer::system("test"), query, [&](const model::Record& r) {
          hasher.update(r.no + r.state + r.path + to_canonical_text(r.data));
          return true;
        }));
      }
      return tx.each_duty(model::Viewer::system("test"), {}, [&](const model::Duty& d) {
        hasher.update(d.no + std::string(to_string(d.state)) + std::to_string(d.due) + std::to_string(d.met_on));
        return true;
      });
    }));
    return to_hex(hasher.finish());
  }

  ExampleReport report;

 private:
  fs::path folder_;
  FakeClock clock_;
  std::unique_ptr<store::Store> store_;
};

TEST(Example, EqualOptionsGiveEqualContent) {
  Province a(small()), b(small());
  EXPECT_EQ(a.content(), b.content());
  ExampleOptions other = small();
  other.seed = 2;
  Province c(other);
  EXPECT_NE(a.content(), c.content());
}

TEST(Example, LedgerIsSettledAndVaried) {
  Province p(small());
  EXPECT_GT(p.report.records, 500);
  EXPECT_EQ(p.report.organisations, 34);
  campaign::Ledger ledger(p.store(), specs());
  const auto again = ledger.recompute_all("longpan2024", day("2024-07-15"));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_FALSE(again->any());
  EXPECT_EQ(again->duties, p.report.duties);
  std::map<model::DutyState, int> states;
  std::set<int> tasks;
  ASSERT_TRUE(p.store().read([&](store::ReadTx& tx) {
    return tx.each_duty(model::Viewer::system("test"), {}, [&](const model::Duty& d) {
      ++states[d.state];
      tasks.insert(d.task);
      return true;
    });
  }));
  using S = model::DutyState;
  for (S s : {S::not_due, S::due_soon, S::overdue, S::met, S::met_late, S::standing}) EXPECT_GT(states[s], 0) << to_string(s);
  for (int task = 1; task <= 13; ++task) EXPECT_TRUE(tasks.contains(task)) << task;
}

// Mid-July: what is overdue is mostly this campaign's June work and the last weeks' filings.
TEST(Example, OverdueDutiesAreMostlyRecent) {
  ExampleOptions options = small();
  options.orgs = 60;
  options.assets = 1500;
  Province p(options);
  std::map<std::string, int> overdue;
  std::map<std::string, std::map<model::DutyState, int>> states;
  int all = 0, recent = 0;
  std::int32_t oldest = day("2024-07-15").days();
  ASSERT_TRUE(p.store().read([&](store::ReadTx& tx) {
    return tx.each_duty(model::Viewer::system("test"), {}, [&](const model::Duty& d) {
      ++states[d.obligation][d.state];
      if (d.state != model::DutyState::overdue) return true;
      ++all;
      ++overdue[d.obligation];
      if (d.due >= day("2024-06-01").days()) ++recent;
      oldest = std::min(oldest, d.due);
      return true;
    });
  }));
  EXPECT_GT(all, 30);
  EXPECT_GT(recent * 100, all * 75) << recent << " of " << all;
  EXPECT_LT(recent, all) << "an old tail makes the list honest";
  EXPECT_GT(overdue["own_work_plan"] + overdue["own_mechanism"] + overdue["own_mobilisation"], 10);
  EXPECT_GT(oldest, day("2020-07-01").days());
  // Met, late and missing ones wherever a date has passed.
  using S = model::DutyState;
  for (const char* name : {"own_work_plan", "complete_unit_filing", "file_apps_public_security", "report_assessment_results"}) {
    for (S s : {S::met, S::met_late, S::overdue}) EXPECT_GT(states[name][s], 0) << name << " " << to_string(s);
  }
  EXPECT_GT(states["data_self_check_report"][S::met], states["data_self_check_report"][S::due_soon]);
  EXPECT_GT(states["data_self_check_report"][S::due_soon], 0) << "due this very day";
  for (const auto& [name, count] : overdue) RecordProperty(name, count);
}

TEST(Example, RecordsFillTheirForms) {
  Province p(small());
  const records::Engine engine(p.store(), specs());
  std::map<std::string, std::set<std::string>> states;
  ASSERT_TRUE(p.store().read([&](store::ReadTx& tx) -> Status {
    for (const auto& [name, kind] : specs().kinds) {
      store::RecordQuery query;
      query.kind = name;
      query.limit = -1;
      LP_CHECK_OK(tx.each(model::Viewer::system("test"), query, [&](const model::Record& r) {
        states[name].insert(r.state);
        for (const FieldProblem& problem : engine.missing_for(r, r.state)) ADD_FAILURE() << name << " " << r.state << ": " << problem.en;
        for (const FieldProblem& problem : model::check_fields(kind, r.data, specs())) ADD_FAILURE() << name << ": " << problem.field << " " << problem.en;
        return !::testing::Test::HasFailure();
      }));
    }
    return {};
  }));
  for (const char* kind : {"organisation", "contact", "network_unit", "app", "industrial_enterprise", "vehicle_platform", "task_report", "assessment", "data_catalogue_item"}) {
    EXPECT_FALSE(states[kind].empty()) << kind;
  }
  EXPECT_GE(states["network_unit"].size(), 8u);
}

TEST(Example, EveryRoleCanSignIn) {
  Province p(small());
  std::set<model::Role> roles;
  for (const ExampleAccount& a : p.report.sign_in) roles.insert(a.role);
  EXPECT_EQ(roles.size(), 7u);  // all but the system
  EXPECT_GE(p.report.accounts, 30);
}

TEST(Example, RefusesAStoreThatHoldsData) {
  Province p(small());
  const auto again = make_example(p.store(), specs(), small(), [](std::string_view) -> Result<std::string> { return std::string("h"); });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::conflict);
}

TEST(ExampleNames, CreditCodesHaveRightCheckDigits) {
  model::Field field;
  field.name = "uscc";
  field.type = model::FieldType::uscc;
  std::set<std::string> seen;
  for (std::uint64_t i = 1; i < 3000; ++i) {
    const std::string code = example::make_uscc("320500", i);
    EXPECT_TRUE(model::check_field(field, json::value(code), specs()).empty()) << code;
    EXPECT_TRUE(seen.insert(code).second);
  }
}

}  // namespace
}  // namespace lp::service
