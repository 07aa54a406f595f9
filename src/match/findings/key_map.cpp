#include "match/findings/key_map.h"

#include <array>
#include <cstring>

#include "base/hash.h"

namespace lp::match {
namespace {

std::uint64_t read64(const char* at) {
  std::uint64_t out;
  std::memcpy(&out, at, 8);
  return out;
}

__extension__ using Wide = unsigned __int128;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

using Secret = std::array<std::uint64_t, 6>;
const Secret& secret() {
  static const Secret made = [] {
    Secret out{};
    const std::string bytes = random_bytes(sizeof out);
    std::memcpy(out.data(), bytes.data(), sizeof out);
    for (std::uint64_t& word : out) word |= 1;
    return out;
  }();
  return made;
}

}  // namespace

// Two lanes of multiply and fold over 16 bytes a step, each with words of its own.
Key key_of(std::string_view text) {
  const Secret& s = secret();
  Key out{s[0] ^ text.size(), s[1]};
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 16; at += 16, left -= 16) {
    const std::uint64_t x = read64(at), y = read64(at + 8);
    out.a = mix(x ^ s[2], y ^ out.a);
    out.b = mix(y ^ s[3], x ^ out.b);
  }
  char tail[16] = {};
  if (left != 0) std::memcpy(tail, at, left);
  const std::uint64_t x = read64(tail), y = read64(tail + 8);
  out.a = mix(mix(x ^ s[2], y ^ out.a) ^ s[4], out.b | 1);
  out.b = mix(mix(y ^ s[3], x ^ out.b) ^ s[5], out.a | 1);
  return out;
}

void KeyMap::grow(std::size_t slots) {
  std::vector<Slot> old(slots);
  old.swap(slots_);
  used_ = 0;
  for (const Slot& slot : old)
    if (slot.value != none) put(slot.key, slot.value);
}

void KeyMap::reserve(std::size_t n) {
  const std::size_t slots = std::bit_ceil(n + n / 2 + 16);
  if (slots > slots_.size()) grow(slots);
}

void KeyMap::put(Key key, std::uint32_t value) {
  if ((used_ + 1) * 4 > slots_.size() * 3) grow(slots_.empty() ? 16 : slots_.size() * 2);
  std::size_t at = home(key);
  while (slots_[at].value != none && slots_[at].key != key) at = (at + 1) & mask();
  if (slots_[at].value == none) ++used_;
  slots_[at] = {key, value};
}

// What stands behind moves up, so that no marks of what is gone are needed.
void KeyMap::erase(Key key) {
  if (slots_.empty()) return;
  std::size_t hole = home(key);
  while (slots_[hole].key != key || slots_[hole].value == none) {
    if (slots_[hole].value == none) return;
    hole = (hole + 1) & mask();
  }
  --used_;
  for (std::size_t at = (hole + 1) & mask(); slots_[at].value != none; at = (at + 1) & mask()) {
    const std::size_t from_home = (at - home(slots_[at].key)) & mask();
    if (from_home < ((at - hole) & mask())) continue;
    slots_[hole] = slots_[at];
    hole = at;
  }
  slots_[hole] = Slot{};
}

}  // namespace lp::match
