#include "probe/rate.h"

#include <algorithm>
#include <string_view>

#include "base/check.h"
#include "probe/range_set.h"

namespace lp::probe {
namespace {

constexpr double window_micros = 1'050'000;
constexpr Limiter::Instant retry{50'000};   // when it is not known how long a child keeps the rate

// Zero: there is nothing left.
Limiter::Instant spacing(double rate, double reserved) {
  const double left = rate - reserved;
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
    earliest = std::max(earliest, keys[i]->next);
    if (spacing(rates[i], keys[i]->reserved) == Instant{0}) earliest = std::max(earliest, now + retry);
  }
  if (earliest > now) return earliest;
  for (std::size_t i = 0; i < 3; ++i) keys[i]->next = now + spacing(rates[i], keys[i]->reserved);
  return std::nullopt;
}

bool Limiter::reserve(const model::IpAddress& address) {
  const std::scoped_lock lock(mutex_);
  Key &target = targets_[address], &block = blocks_[block_of(address)];
  const double rate = rates_.per_target;
  constexpr double rounding = 1e-9;
  if (target.reserved > 0 || block.reserved + rate > rates_.per_block + rounding || total_.reserved + rate > rates_.total + rounding) return false;
  target.reserved = rate;
  block.reserved += rate;
  total_.reserved += rate;
  return true;
}

void Limiter::give_back(const model::IpAddress& address) {
  const std::scoped_lock lock(mutex_);
  Key &target = targets_[address], &block = blocks_[block_of(address)];
  LP_CHECK(target.reserved > 0, "only what was reserved is given back");
  block.reserved = std::max(0.0, block.reserved - target.reserved);
  total_.reserved = std::max(0.0, total_.reserved - target.reserved);
  target.reserved = 0;
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
