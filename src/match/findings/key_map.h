#pragma once
// Keys of 128 bits → numbers, in one block of memory. Keys are made with a secret of the process: who writes reports cannot make two
// that meet. Internal to match/findings.

#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

namespace lp::match {

struct Key {
  std::uint64_t a = 0, b = 0;
  bool operator==(const Key&) const = default;
};
Key key_of(std::string_view text);

class KeyMap {
 public:
  static constexpr std::uint32_t none = 0xffffffff;
  std::uint32_t find(Key key) const {
    if (slots_.empty()) return none;
    for (std::size_t at = home(key);; at = (at + 1) & mask()) {
      if (slots_[at].value == none) return none;
      if (slots_[at].key == key) return slots_[at].value;
    }
  }
  void prefetch(Key key) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[home(key)]);
  }
  void put(Key key, std::uint32_t value);    // replaces
  void erase(Key key);
  void reserve(std::size_t n);
  void clear() { slots_.clear(), used_ = 0; }
  std::size_t size() const { return used_; }

 private:
  struct Slot {
    Key key;
    std::uint32_t value = none;
  };
  std::size_t mask() const { return slots_.size() - 1; }
  std::size_t home(Key key) const { return key.a & mask(); }
  void grow(std::size_t slots);

  std::vector<Slot> slots_;    // a power of two, at most 3/4 full
  std::size_t used_ = 0;
};

}  // namespace lp::match
