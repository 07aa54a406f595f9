#include "detect/net/prefix_map.h"

#include <algorithm>

#include "base/check.h"

namespace lp::detect {
namespace {

struct Item {
  Ip base, last;
  std::uint32_t entry;
  std::uint8_t bits;
};

// In the order a walk from low to high addresses opens them: outer before inner, of equal ones the first given innermost.
std::vector<Item> sorted_items6(std::span<const Prefix> prefixes) {
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < prefixes.size(); ++i)
    if (prefixes[i].base.v6) items.push_back({prefixes[i].base, last_of(prefixes[i]), i + 1, prefixes[i].bits});
  std::ranges::sort(items, [](const Item& a, const Item& b) {
    if (a.base != b.base) return a.base < b.base;
    return a.bits != b.bits ? a.bits < b.bits : a.entry > b.entry;
  });
  return items;
}

// The same for IPv4, where base, bits and number fit one word: a third of the time.
std::vector<Item> sorted_items4(std::span<const Prefix> prefixes) {
  constexpr std::uint64_t most = (std::uint64_t{1} << 26) - 1;
  LP_CHECK(prefixes.size() < most, "at most 67 million prefixes");
  std::vector<std::uint64_t> keys;
  for (std::uint32_t i = 0; i < prefixes.size(); ++i)
    if (!prefixes[i].base.v6) keys.push_back(prefixes[i].base.low << 32 | std::uint64_t{prefixes[i].bits} << 26 | (most - i));
  std::ranges::sort(keys);
  std::vector<Item> items;
  items.reserve(keys.size());
  for (const std::uint64_t key : keys) {
    const Prefix prefix{.base = {.low = key >> 32}, .bits = static_cast<std::uint8_t>(key >> 26 & 63)};
    items.push_back({prefix.base, last_of(prefix), static_cast<std::uint32_t>(most - (key & most)) + 1, prefix.bits});
  }
  return items;
}

Ip after(Ip ip) {
  ++ip.low;
  if (ip.v6 && ip.low == 0) ++ip.high;
  return ip;
}

// Calls step(start, entry) in order of start; a later step at the same start replaces the earlier.
template <class StepAt>
void flatten(const std::vector<Item>& items, const Ip& top, std::vector<std::uint32_t>& parents, StepAt step) {
  std::vector<const Item*> open;
  const auto close = [&] {
    const Ip end = open.back()->last;
    open.pop_back();
    if (end != top) step(after(end), open.empty() ? 0 : open.back()->entry);
  };
  for (const Item& item : items) {
    while (!open.empty() && open.back()->last < item.base) close();
    parents[item.entry - 1] = open.empty() ? 0 : open.back()->entry;
    open.push_back(&item);
    step(item.base, item.entry);
  }
  while (!open.empty()) close();
}

int index_bits(std::size_t steps, int most) { return std::clamp(static_cast<int>(std::bit_width(steps)), 1, most); }

// index[b] = the first step at or behind the start of stretch b.
template <class Steps, class StretchOf>
std::vector<std::uint32_t> make_index(const Steps& steps, int bits, StretchOf stretch_of) {
  std::vector<std::uint32_t> index((std::size_t{1} << bits) + 1);
  for (const auto& step : steps) ++index[stretch_of(step)];
  for (std::size_t b = 1; b < index.size(); ++b) index[b] += index[b - 1];
  return index;
}

bool index_is_sound(std::span<const std::uint32_t> index, std::size_t steps) {
  return index.size() >= 3 && std::has_single_bit(index.size() - 1) && std::ranges::is_sorted(index) && index.back() <= steps;
}

}  // namespace

std::uint32_t PrefixView::find4(std::uint32_t address) const {
  if (steps4.empty()) return 0;
  const int bits = static_cast<int>(std::bit_width(index4.size() - 1)) - 1;
  const std::size_t stretch = address >> (32 - bits);
  std::size_t from = index4[stretch], to = index4[stretch + 1];
  while (to - from > 8) {
    const std::size_t middle = (from + to) / 2;
    (steps4[middle].start <= address ? from : to) = middle;
  }
  while (from < to && steps4[from].start <= address) ++from;
  return from == 0 ? 0 : steps4[from - 1].entry;
}

std::uint32_t PrefixView::find6(std::uint64_t high, std::uint64_t low) const {
  if (steps6.empty()) return 0;
  std::size_t from = 0, to = steps6.size();
  const int bits = static_cast<int>(std::bit_width(index6.size() - 1)) - 1;
  const std::uint64_t top = high >> 61;
  if (top == 1) {
    const std::size_t stretch = high << 3 >> (64 - bits);
    from = index6[stretch];
    to = index6[stretch + 1];
  } else if (top == 0) {
    to = index6.front();
  } else {
    from = index6.back();
  }
  while (from < to) {
    const std::size_t middle = (from + to) / 2;
    const Step6& step = steps6[middle];
    if (step.high < high || (step.high == high && step.low <= low)) from = middle + 1;
    else to = middle;
  }
  return from == 0 ? 0 : steps6[from - 1].entry;
}

bool PrefixView::is_sound() const {
  const auto entry_is_sound = [&](const auto& step) { return step.entry <= parents.size(); };
  if (!std::ranges::all_of(steps4, entry_is_sound) || !std::ranges::all_of(steps6, entry_is_sound)) return false;
  for (std::size_t i = 0; i < parents.size(); ++i)
    if (parents[i] > parents.size()) return false;
  if (!steps4.empty() && !index_is_sound(index4, steps4.size())) return false;
  if (!steps6.empty() && !index_is_sound(index6, steps6.size())) return false;
  if (!steps4.empty() && index4.size() > (std::size_t{1} << 24) + 1) return false;
  const auto sorted6 = [](const Step6& a, const Step6& b) { return a.high != b.high ? a.high < b.high : a.low < b.low; };
  return std::ranges::is_sorted(steps4, {}, &Step4::start) && std::ranges::is_sorted(steps6, sorted6);
}

PrefixMap::PrefixMap(std::span<const Prefix> prefixes) : parents_(prefixes.size()) {
  const Ip top4{.low = 0xFFFFFFFF}, top6{.high = ~std::uint64_t{0}, .low = ~std::uint64_t{0}, .v6 = true};
  flatten(sorted_items4(prefixes), top4, parents_, [&](const Ip& start, std::uint32_t entry) {
    const auto at = static_cast<std::uint32_t>(start.low);
    if (!steps4_.empty() && steps4_.back().start == at) steps4_.back().entry = entry;
    else steps4_.push_back({at, entry});
  });
  flatten(sorted_items6(prefixes), top6, parents_, [&](const Ip& start, std::uint32_t entry) {
    if (!steps6_.empty() && steps6_.back().high == start.high && steps6_.back().low == start.low) steps6_.back().entry = entry;
    else steps6_.push_back({start.high, start.low, entry, 0});
  });
  if (!steps4_.empty()) {
    const int bits = index_bits(steps4_.size(), 22);
    index4_ = make_index(steps4_, bits, [bits](const PrefixView::Step4& s) { return (s.start >> (32 - bits)) + std::size_t{1}; });
  }
  if (!steps6_.empty()) {
    const int bits = index_bits(steps6_.size(), 22);
    // Steps below 2000::/3 stand before the first stretch, those above behind the last.
    std::size_t below = 0;
    std::vector<PrefixView::Step6> inside;
    for (const auto& step : steps6_) {
      const std::uint64_t top = step.high >> 61;
      if (top == 0) ++below;
      if (top == 1) inside.push_back(step);
    }
    index6_ = make_index(inside, bits, [bits](const PrefixView::Step6& s) { return (s.high << 3 >> (64 - bits)) + std::size_t{1}; });
    for (std::uint32_t& at : index6_) at += static_cast<std::uint32_t>(below);
  }
}

std::size_t PrefixMap::bytes() const {
  return steps4_.size() * sizeof(PrefixView::Step4) + steps6_.size() * sizeof(PrefixView::Step6) +
         (index4_.size() + index6_.size() + parents_.size()) * sizeof(std::uint32_t);
}

}  // namespace lp::detect
