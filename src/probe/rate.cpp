#include "probe/rate.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "base/check.h"
#include "probe/range_set.h"

namespace lp::probe {
namespace {

constexpr double window_micros = 1'050'000;
constexpr Limiter::Instant retry{50'000};   // when it is not known how long a child keeps the rate

// Zero: there is nothing left. Beside children only whole turns are: parts of a turn may fall into one second with theirs.
Limiter::Instant spacing(double rate, double reserved) {
  const double left = reserved > 0 ? std::floor(rate - reserved + 1e-9) : rate;
  return left < 1e-6 ? Limiter::Instant{0} : Limiter::Instant(static_cast<std::int64_t>(window_micros / left) + 1);
}

}  // namespace

std::size_t Limiter::Hash::operator()(const model::IpAddress& address) const {
  return std::hash<std::string_view>{}({reinterpret_cast<const char*>(address.bytes.data()), address.bytes.size()}) ^ static_cast<std::size_t>(address.v6);
}

std::optional<Limiter::Instant> Limiter::take(const model::IpAddress& address, Instant now) {
  const std::scoped_lock lock(mutex_);
  Key* const keys[] = {&targets_[address], &blocks_[block_of(address)], &total_};
  const double rates[] = {rates_.per_target, rates_.per_block, rates_.total};
  Instant earliest = now;
  for (std::size_t i = 0; i < 3; ++i) {
    settle(*keys[i], now);
    earliest = std::max(earliest, keys[i]->next);
    if (spacing(rates[i], keys[i]->reserved) == Instant{0}) earliest = std::max(earliest, now + retry);
  }
  if (earliest > now) return earliest;
  for (std::size_t i = 0; i < 3; ++i) keys[i]->next = now + spacing(rates[i], keys[i]->reserved);
  return std::nullopt;
}

void Limiter::settle(Key& key, Instant now) {
  std::erase_if(key.ending, [&](const auto& one) {
    if (one.first > now) return false;
    key.reserved = std::max(0.0, key.reserved - one.second);
    return true;
  });
}

std::optional<Limiter::Instant> Limiter::reserve(const model::IpAddress& address, Instant now) {
  const std::scoped_lock lock(mutex_);
  Key* const keys[] = {&targets_[address], &blocks_[block_of(address)], &total_};
  const double rates[] = {rates_.per_target, rates_.per_block, rates_.total}, turns = std::ceil(rates_.per_target);
  for (Key* key : keys) settle(*key, now);
  if (keys[0]->reserved > 0) return std::nullopt;
  for (std::size_t i = 1; i < 3; ++i) {
    if (keys[i]->reserved + turns > std::max(1.0, rates[i]) + 1e-9) return std::nullopt;
  }
  for (Key* key : keys) key->reserved += turns;
  return now + Instant(static_cast<std::int64_t>(window_micros));
}

void Limiter::give_back(const model::IpAddress& address, Instant now) {
  const std::scoped_lock lock(mutex_);
  Key* const keys[] = {&targets_[address], &blocks_[block_of(address)], &total_};
  LP_CHECK(keys[0]->reserved > 0 && keys[0]->ending.empty(), "only what was reserved is given back");
  const double turns = keys[0]->reserved;
  for (Key* key : keys) key->ending.emplace_back(now + Instant(static_cast<std::int64_t>(window_micros)), turns);
}

double Limiter::child_rate() const {
  const std::scoped_lock lock(mutex_);
  return rates_.per_target;
}

void Limiter::lower(const Rates& rates) {
  const std::scoped_lock lock(mutex_);
  rates_ = {std::min(rates_.per_target, rates.per_target), std::min(rates_.per_block, rates.per_block), std::min(rates_.total, rates.total)};
}

}  // namespace lp::probe
