#include "probe/step_order.h"

#include "base/check.h"

namespace lp::probe {
namespace {

// splitmix64
std::uint64_t scramble(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

}  // namespace

StepOrder::StepOrder(std::uint64_t size, std::uint64_t seed) : size_(size), seed_(seed) {
  LP_CHECK(size < (std::uint64_t{1} << 62), "steps are fewer");
  while ((std::uint64_t{1} << (2 * half_bits_)) < size_) ++half_bits_;
}

std::uint64_t StepOrder::mix(std::uint64_t value) const {
  const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
  std::uint64_t left = value >> half_bits_, right = value & mask;
  for (std::uint64_t round = 1; round <= 4; ++round) {
    const std::uint64_t next = left ^ (scramble(right ^ scramble(seed_ + round)) & mask);
    left = right;
    right = next;
  }
  return left << half_bits_ | right;
}

std::uint64_t StepOrder::at(std::uint64_t place) const {
  LP_CHECK(place < size_);
  if (seed_ == 0) return place;
  do {
    place = mix(place);
  } while (place >= size_);
  return place;
}

}  // namespace lp::probe
