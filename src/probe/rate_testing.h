#pragma once
// For tests and benchmarks only: drives a limiter with a clock of its own and measures every window of a second.

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "probe/range_set.h"
#include "probe/rate.h"

namespace lp::probe::testing {

// The most turns in any half-open window of a second; times ascend.
inline std::size_t most_in_a_second(const std::vector<Limiter::Instant>& times) {
  std::size_t most = 0, from = 0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    while (times[i] - times[from] >= Limiter::Instant{1'000'000}) ++from;
    most = std::max(most, i - from + 1);
  }
  return most;
}

struct LimiterDrive {
  std::size_t turns = 0;
  double seconds = 0, worst_ratio = 0;  // of what the rate allows in a second (one at least)
  double used = 0;                      // turns of the whole that were used, of those that were possible
};

// A crowd of askers on a few blocks; children that reserve and send evenly at their share; every turn used up to 20 ms late.
inline LimiterDrive drive_limiter(std::uint64_t seed, double seconds) {
  std::mt19937_64 random(seed);
  const double rates_of_target[] = {0.5, 1, 3, 10, 47}, rates_of_block[] = {10, 50, 60, 123}, rates_of_whole[] = {60, 200, 1'000};
  Rates rates{rates_of_target[random() % 5], rates_of_block[random() % 4], rates_of_whole[random() % 3]};
  rates.per_block = std::max(rates.per_block, rates.per_target);
  rates.total = std::max(rates.total, rates.per_block);
  Limiter limiter(rates);
  std::vector<model::IpAddress> addresses;
  for (const char* block : {"203.0.113.", "198.51.100.", "192.0.2."}) {
    for (int i = 1; i <= 40; ++i) addresses.push_back(*model::parse_ip(block + std::to_string(i)));
  }
  std::map<std::string, std::vector<Limiter::Instant>> sent;
  const auto send = [&](const model::IpAddress& address, Limiter::Instant at) {
    for (const std::string& key : {to_string(address), "b" + to_string(block_of(address)), std::string("*")}) sent[key].push_back(at);
  };
  struct Child {
    model::IpAddress address;
    Limiter::Instant next, until;
  };
  std::vector<Child> children;
  Limiter::Instant now{1'000'000'000};
  const Limiter::Instant end = now + Limiter::Instant(static_cast<std::int64_t>(seconds * 1e6));
  LimiterDrive out{.seconds = seconds};
  while (now < end) {
    now += Limiter::Instant(200 + static_cast<std::int64_t>(random() % 2'000));
    for (int tries = 0; tries < 8; ++tries) {
      const model::IpAddress& address = addresses[random() % addresses.size()];
      if (limiter.take(address, now)) continue;
      send(address, now + Limiter::Instant(static_cast<std::int64_t>(random() % 20'000)));
      ++out.turns;
    }
    if (random() % 2'000 == 0) {
      const model::IpAddress& address = addresses[random() % addresses.size()];
      if (const auto begin = limiter.reserve(address, now)) children.push_back({address, *begin, *begin + Limiter::Instant(3'000'000)});
    }
    for (std::size_t i = 0; i < children.size();) {
      Child& child = children[i];
      const Limiter::Instant turn(static_cast<std::int64_t>(1e6 / limiter.child_rate()) + 1);
      for (; child.next <= now && child.next < child.until; child.next += turn) send(child.address, child.next);
      if (now < child.until) {
        ++i;
        continue;
      }
      limiter.give_back(child.address, now);
      children.erase(children.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  for (auto& [key, times] : sent) {
    std::sort(times.begin(), times.end());
    const double rate = key == "*" ? rates.total : key[0] == 'b' ? rates.per_block : rates.per_target;
    out.worst_ratio = std::max(out.worst_ratio, static_cast<double>(most_in_a_second(times)) / std::max(1.0, std::ceil(rate)));
  }
  const double possible = std::min(rates.total, std::min(3 * rates.per_block, 120 * rates.per_target));
  out.used = static_cast<double>(sent["*"].size()) / (possible * seconds);
  return out;
}

}  // namespace lp::probe::testing
