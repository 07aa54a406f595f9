// The library, whole: an authorisation is signed and verified, a plan is made of it, and an answer is judged. Nothing is sent here;
// run_plan() does, behind a Guard (runner.h, guard.h).
#include <gtest/gtest.h>

#include "probe/authorisation.h"
#include "probe/plan.h"
#include "probe/retest.h"

namespace {

constexpr std::string_view body = R"({
  "id": "EX-1", "organisation": "example", "operator": "tester",
  "ranges": ["203.0.113.0/30"], "ports": {"tcp": [22, 443]}, "methods": ["banner"],
  "window": {"from": "2024-07-15T00:00:00+08:00", "to": "2024-07-16T00:00:00+08:00"},
  "rates": {"per_target": 1, "per_block": 5, "total": 5}
})";

class NoNames final : public lp::probe::Resolver {
 public:
  lp::Result<std::vector<lp::model::IpAddress>> resolve(const std::string& name) override { return lp::make_error(lp::Errc::not_found, name + " has no address"); }
};

// What a caller writes.
lp::Result<lp::probe::Plan> plan_of(std::string_view signed_file, const lp::probe::PublicKey& trusted, std::vector<std::string> targets) {
  using namespace lp::probe;
  LP_TRY(const Authorisation authorisation, verify_authorisation(signed_file, "", {trusted}));
  LP_CHECK_OK(check_scope(authorisation, {}));
  NoNames resolver;
  return make_plan(authorisation, {}, {.targets = std::move(targets)}, resolver);
}

TEST(ProbeExample, OnlyWhatIsAuthorisedIsPlanned) {
  const lp::probe::PrivateKey key = lp::probe::generate_key();
  const auto file = lp::probe::sign_authorisation(body, key);
  ASSERT_TRUE(file) << file.error().message;

  const auto plan = plan_of(*file, key.public_key(), {"203.0.113.1", "198.51.100.1"});
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(plan->size(), 2u);             // two ports of the one address
  EXPECT_EQ(plan->dropped().size(), 1u);   // the other is not in the authorisation

  EXPECT_FALSE(plan_of(*file, lp::probe::generate_key().public_key(), {"203.0.113.1"})) << "signed by somebody else";
}

TEST(ProbeExample, SilenceClosesNothing) {
  const auto expectation = lp::probe::Expectation::parse("product == openssh and version < 9.8p1");
  ASSERT_TRUE(expectation) << expectation.error().message;
  lp::probe::Observation seen;
  seen.outcome = lp::probe::Observation::Outcome::no_answer;
  EXPECT_EQ(lp::probe::judge_retest(*expectation, seen).verdict, lp::probe::RetestVerdict::inconclusive);
  seen.outcome = lp::probe::Observation::Outcome::answered;
  seen.product = "openssh", seen.version = "9.9p1";
  EXPECT_EQ(lp::probe::judge_retest(*expectation, seen).verdict, lp::probe::RetestVerdict::closed);
  seen.version = "9.2p1";
  EXPECT_EQ(lp::probe::judge_retest(*expectation, seen).verdict, lp::probe::RetestVerdict::still);
}

}  // namespace
