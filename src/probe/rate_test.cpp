#include "probe/rate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "probe/authorisation_testing.h"
#include "probe/authorised_gate.h"
#include "probe/rate_testing.h"

namespace lp::probe {
namespace {

using Instant = Limiter::Instant;
using testing::code_of;
using testing::most_in_a_second;

const model::IpAddress one = *model::parse_ip("203.0.113.1"), two = *model::parse_ip("203.0.113.2"), other = *model::parse_ip("198.51.100.1");
constexpr Instant second{1'000'000};

// Asks again and again for `seconds`; the instants of the turns it got.
std::vector<Instant> greedy(Limiter& limiter, const std::vector<model::IpAddress>& addresses, int seconds) {
  std::vector<Instant> turns;
  for (Instant now{0}; now < second * seconds; now += Instant{500}) {
    for (const model::IpAddress& address : addresses) {
      if (!limiter.take(address, now)) turns.push_back(now);
    }
  }
  return turns;
}

TEST(Limiter, KeepsTheRateOfATargetABlockAndTheWhole) {
  Limiter target({10, 1'000, 1'000}), block({100, 20, 1'000}), whole({100, 100, 30});
  const auto by_target = greedy(target, {one}, 10), by_block = greedy(block, {one, two}, 10), by_whole = greedy(whole, {one, other}, 10);
  EXPECT_LE(most_in_a_second(by_target), 10u);
  EXPECT_LE(most_in_a_second(by_block), 20u);
  EXPECT_LE(most_in_a_second(by_whole), 30u);
  EXPECT_GE(by_target.size(), 90u) << "and uses it";
  EXPECT_GE(by_block.size(), 180u);
  EXPECT_GE(by_whole.size(), 270u);
}

TEST(Limiter, TellsWhenToAskAgainAndTakesNothingThen) {
  Limiter limiter({1, 1'000, 1'000});
  EXPECT_FALSE(limiter.take(one, second));
  const auto later = limiter.take(one, second + Instant{1});
  ASSERT_TRUE(later);
  EXPECT_GE(*later, second * 2);
  EXPECT_FALSE(limiter.take(two, second + Instant{1'100})) << "another target has its own";
  EXPECT_FALSE(limiter.take(one, *later));
}

TEST(Limiter, TakesFractionsOfATurn) {
  Limiter limiter({0.2, 1, 1});
  const auto turns = greedy(limiter, {one}, 60);
  EXPECT_GE(turns.size(), 11u);
  EXPECT_LE(turns.size(), 12u);
}

TEST(Limiter, AChildHasItsTargetAndTheOthersTheRest) {
  Limiter limiter({10, 15, 100});
  const Instant now{0};
  const auto begin = limiter.reserve(one, now);
  ASSERT_TRUE(begin);
  EXPECT_GE(*begin, second) << "what was sent before counts";
  EXPECT_FALSE(limiter.reserve(one, now)) << "one child a target";
  EXPECT_FALSE(limiter.reserve(two, now)) << "the block has not that much left";
  EXPECT_TRUE(limiter.reserve(other, now));
  EXPECT_EQ(limiter.child_rate(), 10);
  EXPECT_TRUE(greedy(limiter, {one}, 2).empty()) << "nothing is left of the target";
  EXPECT_LE(most_in_a_second(greedy(limiter, {two}, 5)), 5u);
  limiter.give_back(one, second * 10);
  EXPECT_FALSE(limiter.reserve(two, second * 11)) << "what it sent counts a second more";
  EXPECT_TRUE(limiter.reserve(two, second * 12));
}

TEST(Limiter, OnlyBecomesLower) {
  Limiter limiter({10, 100, 100});
  limiter.lower({100, 100, 100});
  EXPECT_LE(most_in_a_second(greedy(limiter, {one}, 5)), 10u);
  limiter.lower({2, 100, 100});
  std::vector<Instant> turns;
  for (Instant now = second * 10; now < second * 15; now += Instant{500}) {
    if (!limiter.take(one, now)) turns.push_back(now);
  }
  EXPECT_LE(most_in_a_second(turns), 2u);
}

// Turns used late, children beside, fractions: never more than the rate and a hundredth in any second.
TEST(Limiter, NoWindowOfASecondIsOverTheRate) {
  for (std::uint64_t seed = 1; seed <= 30 / testing::stride; ++seed) {
    const auto drive = testing::drive_limiter(seed, 15);
    EXPECT_LE(drive.worst_ratio, 1.01) << "seed " << seed;
    EXPECT_GT(drive.turns, 10u);
  }
}

TEST(Limiter, HoldsForManyThreads) {
  Limiter limiter({1'000, 1'000, 100});
  std::atomic<int> turns{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2'000; ++i) turns += limiter.take(one, Instant{i * 500}) ? 0 : 1;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(turns, 100);
  EXPECT_GE(turns, 80);
}

TEST(AuthorisedGate, PassesWhatTheAuthorisationNamesAtItsRate) {
  const FakeClock clock(testing::noon);
  Authorisation a = testing::authorisation_with();
  a.rates = {50, 50, 50};
  Limiter limiter(a.rates);
  AuthorisedGate gate(a, {}, limiter, clock);
  const auto from = std::chrono::steady_clock::now();
  for (int i = 0; i < 6; ++i) EXPECT_TRUE(gate.pass({"203.0.113.1", 80}, "http"));
  EXPECT_GE(std::chrono::steady_clock::now() - from, std::chrono::milliseconds(100));
  EXPECT_EQ(code_of(gate.pass({"203.0.113.16", 80}, "http").error()), "outside_scope");
  EXPECT_EQ(code_of(gate.pass({"203.0.113.1", 80}, "tls").error()), "method_not_authorised");
  EXPECT_EQ(gate.pass({"203.0.113.1", 81}, "http").error().code, Errc::denied);
}

TEST(AuthorisedGate, ClosesWithTheWindowAndTheStop) {
  FakeClock clock(testing::noon);
  const Authorisation a = testing::authorisation_with();
  Limiter limiter({1'000, 1'000, 1'000});
  std::atomic<bool> stop{false};
  AuthorisedGate gate(a, {}, limiter, clock, &stop);
  EXPECT_TRUE(gate.pass({"203.0.113.1", 80}, "http"));
  clock.advance_days(10);
  EXPECT_EQ(code_of(gate.pass({"203.0.113.1", 80}, "http").error()), "expired");
  clock.set(testing::noon);
  stop = true;
  EXPECT_EQ(gate.pass({"203.0.113.1", 80}, "http").error().code, Errc::cancelled);
}

TEST(AuthorisedGate, WaitsForItsTurnButNotBeyondAStop) {
  const FakeClock clock(testing::noon);
  Limiter limiter({0.01, 1, 1});
  std::atomic<bool> stop{false};
  AuthorisedGate gate(testing::authorisation_with(), {}, limiter, clock, &stop);
  ASSERT_TRUE(gate.pass({"203.0.113.1", 80}, "http"));
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    stop = true;
  });
  const auto from = std::chrono::steady_clock::now();
  EXPECT_EQ(gate.pass({"203.0.113.1", 80}, "http").error().code, Errc::cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - from, std::chrono::milliseconds(600));
  later.join();
}

TEST(AuthorisedGate, MayBecomeNarrowerNeverWider) {
  const FakeClock clock(testing::noon);
  Limiter limiter({1'000, 1'000, 1'000});
  AuthorisedGate gate(testing::authorisation_with(), {}, limiter, clock);
  gate.renew(testing::authorisation_with([](json::object& o) { o["ranges"] = json::array{"203.0.113.1", "198.51.100.1"}; }), {});
  EXPECT_TRUE(gate.pass({"203.0.113.1", 80}, "http"));
  EXPECT_EQ(code_of(gate.pass({"203.0.113.2", 80}, "http").error()), "outside_scope") << "taken away";
  EXPECT_EQ(code_of(gate.pass({"198.51.100.1", 80}, "http").error()), "outside_scope") << "not added";
}

}  // namespace
}  // namespace lp::probe
