#pragma once
// The longest prefix that holds an address, for any number of prefixes of both families.
//
// The prefixes are flattened into steps: the sorted starts of the stretches of addresses that share a most specific prefix.
// The top bits of an address lead straight to its few steps: two cache lines a lookup, 8 bytes a step for IPv4, and the arrays
// are plain, so that a mapped file can hold them.

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "detect/net/ip_address.h"

namespace lp::detect {

// Arrays of a prefix map, owned by somebody else. Entries are the numbers of the prefixes in the order they were given.
struct PrefixView {
  struct Step4 { std::uint32_t start = 0, entry = 0; };  // entry: 1 + number, 0 = none
  struct Step6 { std::uint64_t high = 0, low = 0; std::uint32_t entry = 0, unused = 0; };
  std::span<const Step4> steps4{};
  std::span<const Step6> steps6{};
  std::span<const std::uint32_t> index4{}, index6{};     // 2^k + 1 each; index6 spreads 2000::/3 alone
  std::span<const std::uint32_t> parents{};              // 1 + number of the prefix around; 0 = none

  // 1 + number of the most specific prefix; of equal ones the one given first; 0 = none.
  std::uint32_t find(const Ip& ip) const { return ip.v6 ? find6(ip.high, ip.low) : find4(static_cast<std::uint32_t>(ip.low)); }
  std::uint32_t find4(std::uint32_t address) const;
  std::uint32_t find6(std::uint64_t high, std::uint64_t low) const;
  // The next less specific (or equal) one, numbered alike.
  std::uint32_t parent(std::uint32_t entry) const { return entry == 0 || entry > parents.size() ? 0 : parents[entry - 1]; }
  bool empty() const { return parents.empty(); }
  // Every number within its array, steps sorted: what a mapped file must prove before it is used.
  bool is_sound() const;
};

class PrefixMap {
 public:
  PrefixMap() : PrefixMap(std::span<const Prefix>{}) {}
  explicit PrefixMap(std::span<const Prefix> prefixes);
  PrefixView view() const { return {steps4_, steps6_, index4_, index6_, parents_}; }
  std::uint32_t find(const Ip& ip) const { return view().find(ip); }
  std::size_t size() const { return parents_.size(); }
  std::size_t bytes() const;

 private:
  std::vector<PrefixView::Step4> steps4_;
  std::vector<PrefixView::Step6> steps6_;
  std::vector<std::uint32_t> index4_, index6_, parents_;
};

}  // namespace lp::detect
