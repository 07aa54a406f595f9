#include "discover/class_masks.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "discover/chars.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "discover/class_masks.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace lp::discover {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Whole 64-byte blocks; the caller pads the last one.
void classify_blocks(const std::uint8_t* HWY_RESTRICT text, std::size_t first, std::size_t blocks, ClassMasks& out) {
  const hn::CappedTag<std::uint8_t, 64> d;
  constexpr std::size_t step = hn::MaxLanes(d);
  // Signed comparisons, because AVX2 has no others: what is subtracted maps the range to the lowest values.
  const hn::RebindToSigned<decltype(d)> ds;
  const auto zero = hn::Set(d, '0' + 128), lower_bit = hn::Set(d, 0x20), a = hn::Set(d, 'a' + 128);
  const auto ten = hn::Set(ds, -128 + 10), letters = hn::Set(ds, -128 + 26), none = hn::Zero(ds);
  const auto dot = hn::Set(d, '.'), colon = hn::Set(d, ':'), hyphen = hn::Set(d, '-'), at = hn::Set(d, '@'), space = hn::Set(d, ' '), newline = hn::Set(d, '\n');
  const auto under = hn::Set(d, '_'), plus = hn::Set(d, '+'), percent = hn::Set(d, '%');
  for (std::size_t block = 0; block < blocks; ++block) {
    for (std::size_t part = 0; part < 64; part += step) {
      const auto v = hn::LoadU(d, text + block * 64 + part);
      const std::size_t byte = (first + block + 1) * 8 + part / 8;
      const auto store = [&](ClassMasks::Lane& lane, auto mask) HWY_ATTR {
        hn::StoreMaskBits(d, mask, reinterpret_cast<std::uint8_t*>(lane.data()) + byte);
      };
      store(out.digit, hn::RebindMask(d, hn::Lt(hn::BitCast(ds, hn::Sub(v, zero)), ten)));
      store(out.alpha, hn::RebindMask(d, hn::Lt(hn::BitCast(ds, hn::Sub(hn::Or(v, lower_bit), a)), letters)));
      store(out.high, hn::RebindMask(d, hn::Lt(hn::BitCast(ds, v), none)));
      store(out.dot, hn::Eq(v, dot));
      store(out.colon, hn::Eq(v, colon));
      store(out.hyphen, hn::Eq(v, hyphen));
      store(out.space, hn::Eq(v, space));
      store(out.at, hn::Eq(v, at));
      store(out.newline, hn::Eq(v, newline));
      store(out.mail, hn::Or(hn::Or(hn::Eq(v, under), hn::Eq(v, plus)), hn::Eq(v, percent)));
    }
  }
}

void separate_blocks(const std::uint8_t* HWY_RESTRICT text, std::size_t first, std::size_t blocks, const char* wanted, SeparatorMasks out) {
  const hn::CappedTag<std::uint8_t, 64> d;
  constexpr std::size_t step = hn::MaxLanes(d);
  const auto a = hn::Set(d, static_cast<std::uint8_t>(wanted[0])), b = hn::Set(d, static_cast<std::uint8_t>(wanted[1])),
             c = hn::Set(d, static_cast<std::uint8_t>(wanted[2]));
  for (std::size_t block = 0; block < blocks; ++block) {
    for (std::size_t part = 0; part < 64; part += step) {
      const auto v = hn::LoadU(d, text + block * 64 + part);
      const std::size_t byte = (first + block + 1) * 8 + part / 8;
      const auto store = [&](ClassMasks::Lane& lane, auto mask) HWY_ATTR {
        hn::StoreMaskBits(d, mask, reinterpret_cast<std::uint8_t*>(lane.data()) + byte);
      };
      store(out.first, hn::Eq(v, a));
      store(out.second, hn::Eq(v, b));
      store(out.third, hn::Eq(v, c));
    }
  }
}

const char* target_name() { return hwy::TargetName(HWY_TARGET); }

}  // namespace HWY_NAMESPACE
}  // namespace lp::discover
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lp::discover {

HWY_EXPORT(classify_blocks);
HWY_EXPORT(separate_blocks);
HWY_EXPORT(target_name);

namespace {

// Whole blocks in place, the last one padded with zeros. Returns the number of blocks.
template <class Blocks>
std::size_t in_blocks(const char* text, std::size_t size, Blocks run) {
  const std::size_t whole = size / 64;
  run(reinterpret_cast<const std::uint8_t*>(text), 0, whole);
  if (size % 64 == 0) return whole;
  std::uint8_t rest[64] = {};
  std::memcpy(rest, text + whole * 64, size % 64);
  run(rest, whole, 1);
  return whole + 1;
}

}  // namespace

void classify(const char* text, std::size_t size, ClassMasks& out) {
  const std::size_t blocks = in_blocks(text, size, [&](const std::uint8_t* at, std::size_t first, std::size_t n) {
    HWY_DYNAMIC_DISPATCH(classify_blocks)(at, first, n, out);
  });
  for (ClassMasks::Lane* lane : {&out.digit, &out.alpha, &out.high, &out.dot, &out.colon, &out.hyphen, &out.space, &out.at, &out.newline, &out.mail}) {
    std::fill(lane->begin() + static_cast<std::ptrdiff_t>(blocks + 1), lane->end(), 0);
  }
}

void separate(const char* text, std::size_t size, char first, char second, char third, SeparatorMasks out) {
  const char wanted[3] = {first, second, third};
  const std::size_t blocks = in_blocks(text, size, [&](const std::uint8_t* at, std::size_t from, std::size_t n) {
    HWY_DYNAMIC_DISPATCH(separate_blocks)(at, from, n, wanted, out);
  });
  for (ClassMasks::Lane* lane : {&out.first, &out.second, &out.third}) {
    std::fill(lane->begin() + static_cast<std::ptrdiff_t>(blocks + 1), lane->end(), 0);
  }
}

void join_gb18030(std::size_t size, bool open, ClassMasks& masks) {
  const std::size_t blocks = (size + 63) / 64;
  for (std::size_t i = 1; i <= blocks; ++i) {
    std::uint64_t runs = masks.high[i];
    if (runs == 0 && !open) continue;
    std::uint64_t second = open ? 1 : 0;
    runs &= ~second;
    open = false;
    while (runs != 0) {
      const int start = std::countr_zero(runs);
      const int length = std::countr_one(runs >> start);
      if (start + length >= 64) {
        open = length % 2 != 0;
        break;
      }
      if (length % 2 != 0) second |= 1ULL << (start + length);
      runs &= ~0ULL << (start + length);
    }
    masks.high[i] |= second;
    for (ClassMasks::Lane* lane : {&masks.digit, &masks.alpha, &masks.at, &masks.mail}) (*lane)[i] &= ~second;
  }
}

bool clear_escapes(const char* text, std::size_t size, ClassMasks& masks) {
  bool any = false;
  const auto clear = [&](std::size_t at) {
    const std::uint64_t keep = ~(1ULL << (at & 63));
    for (ClassMasks::Lane* lane : {&masks.digit, &masks.alpha}) (*lane)[(at >> 6) + 1] &= keep;
    any = true;
  };
  for (std::size_t at = 0; at + 1 < size;) {
    const void* const found = std::memchr(text + at, '\\', size - at - 1);
    if (found == nullptr) break;
    const auto slash = static_cast<std::size_t>(static_cast<const char*>(found) - text);
    // Half of a character, not a backslash.
    if ((masks.high[(slash >> 6) + 1] >> (slash & 63) & 1) != 0) {
      at = slash + 1;
      continue;
    }
    std::size_t length = 1;
    if (text[slash + 1] == 'u')
      while (length < 5 && slash + 1 + length < size && is_hex(text[slash + 1 + length])) ++length;
    for (std::size_t i = 0; i < length; ++i) clear(slash + 1 + i);
    at = slash + 1 + length;
  }
  return any;
}

const char* simd_target() { return HWY_DYNAMIC_DISPATCH(target_name)(); }

}  // namespace lp::discover
#endif
