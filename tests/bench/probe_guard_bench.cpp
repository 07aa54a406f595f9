// The planner and the gate against 10^6 adversarial plans, judged by code that shares nothing with them; and the limiter over long runs.
//
//   probe_guard_bench [plans]        (1,000,000 when not said)
//
// Prints what was tried and found; ends with 1 when anything is outside of an authorisation or over a rate.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "cpu_time.h"
#include "probe/adversary_testing.h"
#include "probe/rate_testing.h"

namespace {

using lp::probe::testing::AdversaryCounts;

AdversaryCounts play_all(std::uint64_t plans) {
  const unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  std::vector<AdversaryCounts> parts(threads);
  std::vector<std::thread> running;
  for (unsigned t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      for (std::uint64_t seed = 1 + t; seed <= plans; seed += threads) lp::probe::testing::play(seed, parts[t]);
    });
  }
  for (std::thread& one : running) one.join();
  AdversaryCounts sum;
  for (const AdversaryCounts& part : parts) {
    sum.plans += part.plans;
    sum.refused += part.refused;
    sum.steps += part.steps;
    sum.endpoints += part.endpoints;
    sum.outside += part.outside;
    sum.redirects += part.redirects;
    sum.redirects_let_out += part.redirects_let_out;
    sum.missed += part.missed;
    if (sum.first_outside.empty()) sum.first_outside = part.first_outside;
  }
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t plans = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  AdversaryCounts counts;
  const double seconds = cpu_seconds([&] { counts = play_all(plans); });
  std::printf("plans %llu  refused %llu  steps %llu  endpoints %llu  redirects %llu (let out %llu)  outside %llu  wrongly held %llu  %.1f CPU s\n", static_cast<unsigned long long>(counts.plans),
              static_cast<unsigned long long>(counts.refused), static_cast<unsigned long long>(counts.steps), static_cast<unsigned long long>(counts.endpoints), static_cast<unsigned long long>(counts.redirects),
              static_cast<unsigned long long>(counts.redirects_let_out), static_cast<unsigned long long>(counts.outside), static_cast<unsigned long long>(counts.missed), seconds);
  if (!counts.first_outside.empty()) std::printf("first outside: %s\n", counts.first_outside.c_str());
  bool over = false;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const auto result = lp::probe::testing::drive_limiter(seed, 60.0);
    over |= result.worst_ratio > 1.01;
    if (seed <= 5 || result.worst_ratio > 1.01)
      std::printf("limiter seed %llu: %zu turns in %.0f s, worst window %.4f of the rate, %.2f of what was possible\n", static_cast<unsigned long long>(seed), result.turns, result.seconds, result.worst_ratio, result.used);
  }
  std::printf("limiter: 50 runs of 60 s, %s\n", over ? "OVER the rate" : "never over the rate in any second");
  return counts.outside == 0 && counts.missed == 0 && !over ? 0 : 1;
}
