// Following the journal: what was written since comes into the ledger, nothing is computed twice,
// and a ledger of other rules or another day is computed anew.
#include <gtest/gtest.h>

#include "campaign/gatherer.h"
#include "campaign/ledger_mark.h"
#include "campaign/scan_filter.h"
#include "campaign/test_campaign.h"

namespace lp::campaign {
namespace {

using namespace testing;

class Followed : public Campaign {
 public:
  using Campaign::Campaign;
  void settle() override {}   // only what the test does counts
};

class CatchUpTest : public ::testing::Test {
 protected:
  Followed c{"2024-07-14T09:00:00+08:00"};
  House net = c.house("苏州秋水网络", "internet", "320500");

  LedgerChange catch_up(Ledger& ledger) { return must(ledger.catch_up(c.today())); }
  std::optional<LedgerMark> kept() {
    std::optional<LedgerMark> mark;
    c.reading([&](store::ReadTx& tx) -> Status {
      LP_TRY(mark, load_mark(tx, plan_name));
      return {};
    });
    return mark;
  }
};

TEST_F(CatchUpTest, TheFirstTimeComputesEverything) {
  EXPECT_TRUE(catch_up(c.ledger).any());
  EXPECT_FALSE(c.duties(net.org).empty());
  ASSERT_TRUE(kept());
  EXPECT_EQ(kept()->day, c.today());
}

TEST_F(CatchUpTest, AnotherProgramGoesOnWhereTheLastStopped) {
  catch_up(c.ledger);
  Ledger next(*c.world.store, c.world.catalogue);
  EXPECT_EQ(catch_up(next).records, 0) << "a clean start reads no record";
  c.submitted_report(net, "data_catalogue");
  Ledger third(*c.world.store, c.world.catalogue);
  const LedgerChange change = catch_up(third);
  EXPECT_GT(change.records, 0);
  EXPECT_EQ(c.duty(net.org, "data_catalogue").state, DutyState::met);
  EXPECT_EQ(catch_up(third).records, 0);
  EXPECT_FALSE(must(third.recompute_all(plan_name, c.today())).any()) << "nothing was missed";
}

TEST_F(CatchUpTest, MarksThatWereNotKeptOnlyCostTheirRepetition) {
  catch_up(c.ledger);
  const auto before = kept();
  c.submitted_report(net, "list_apps");
  EXPECT_TRUE(catch_up(c.ledger).any());
  EXPECT_EQ(kept(), before) << "kept when asked, not with every change";
  Ledger after_crash(*c.world.store, c.world.catalogue);
  EXPECT_FALSE(catch_up(after_crash).any()) << "looked at again, found as it is";
  must(c.ledger.keep_marks());
  EXPECT_GT(kept()->entry, before->entry);
}

TEST_F(CatchUpTest, ANewDayAndOtherRulesComputeEverything) {
  catch_up(c.ledger);
  c.world.clock.advance_days(2);
  EXPECT_TRUE(catch_up(c.ledger).any());
  EXPECT_EQ(c.state(net.org, "data_self_check_report"), "overdue 2024-07-15 -");
  LedgerMark other = *kept();
  other.rules = "of another version";
  must(c.world.store->write([&](store::WriteTx& tx) { return save_mark(tx, plan_name, other); }));
  Ledger next(*c.world.store, c.world.catalogue);
  const LedgerChange change = catch_up(next);
  EXPECT_GT(change.duties, 0) << "all looked at";
  EXPECT_FALSE(change.any());
  EXPECT_NE(kept()->rules, other.rules);
}

TEST_F(CatchUpTest, TheFingerprintSeesEveryRule) {
  const auto of = [](const model::Catalogue& catalogue) { return rules_fingerprint(catalogue, PlanRules::make(catalogue, plan_name).value()); };
  const std::string own = of(c.world.catalogue);
  EXPECT_EQ(own, of(c.world.catalogue));
  model::Catalogue other = c.world.catalogue;
  other.obligations["data_catalogue"].due.clear();
  EXPECT_NE(of(other), own);
  other = c.world.catalogue;
  other.kinds["network_unit"].workflow.states.front().end = !other.kinds["network_unit"].workflow.states.front().end;
  EXPECT_NE(of(other), own);
  other = c.world.catalogue;
  other.calendar.add_year(2039, {Date::from_ymd(2039, 1, 3).value()}, {});
  EXPECT_NE(of(other), own);
}

TEST_F(CatchUpTest, AChangedObjectIsReadAlone) {
  const auto first = c.unit(net, "核心网一", 2);
  c.unit(net, "核心网二", 2);
  const store::Store::Change change{first.kind, first.id, net.org};
  const auto rules = PlanRules::make(c.world.catalogue, plan_name).value();
  c.reading([&](store::ReadTx& tx) -> Status {
    LP_TRY(const Scopes scopes, find_scopes(tx, rules, std::span(&change, 1)));
    EXPECT_EQ(scopes.size(), 1U);
    const Scope& scope = scopes.at(net.org.value);
    const auto filing = static_cast<std::size_t>(rules.find_rule("file_network_units"));
    EXPECT_EQ(scope.part(filing), Scope::Part::objects);
    EXPECT_TRUE(scope.has(filing, first.id.value));
    EXPECT_FALSE(scope.has(filing, first.id.value + 1));
    EXPECT_EQ(scope.part(static_cast<std::size_t>(rules.find_rule("list_apps"))), Scope::Part::none);
    for (const KindPass& pass : rules.passes()) {
      const model::Predicate wanted = records_wanted(rules, scope, pass, net.org);
      if (pass.kind->name == "assessment") {
        EXPECT_NE(fields_of(wanted), (std::vector<std::string>{"org_id"})) << "only assessments of this unit";
      }
      if (pass.kind->name == "task_report") {
        EXPECT_EQ(wanted.node, model::Predicate::Node::never);
      }
    }
    return {};
  });
}

TEST_F(CatchUpTest, AnOrganisationTouchesAll) {
  const store::Store::Change change{"organisation", to_record(net.org), net.org};
  const auto rules = PlanRules::make(c.world.catalogue, plan_name).value();
  c.reading([&](store::ReadTx& tx) -> Status {
    LP_TRY(const Scopes scopes, find_scopes(tx, rules, std::span(&change, 1)));
    EXPECT_TRUE(scopes.at(net.org.value).whole());
    return {};
  });
}

}  // namespace
}  // namespace lp::campaign
