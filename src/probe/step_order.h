#pragma once
// A permutation of 0 … n-1 that is computed and not stored: a Feistel network over the next even power of two, walked until it falls
// inside. The same seed gives the same order on every machine; seed 0 is the order as it is.

#include <cstdint>

namespace lp::probe {

class StepOrder {
 public:
  StepOrder(std::uint64_t size, std::uint64_t seed);
  std::uint64_t at(std::uint64_t place) const;  // place < size

 private:
  std::uint64_t mix(std::uint64_t value) const;

  std::uint64_t size_, seed_;
  unsigned half_bits_ = 1;
};

}  // namespace lp::probe
