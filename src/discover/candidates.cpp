#include "discover/candidates.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "discover/candidates.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace lp::discover {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Tag = hn::CappedTag<std::uint64_t, 8>;
using V = hn::Vec<Tag>;

// The 128 bits from the block on, for every block of the vector.
struct Bits {
  V low, high;
};
HWY_INLINE Bits operator&(Bits a, Bits b) { return {hn::And(a.low, b.low), hn::And(a.high, b.high)}; }
HWY_INLINE Bits operator|(Bits a, Bits b) { return {hn::Or(a.low, b.low), hn::Or(a.high, b.high)}; }
HWY_INLINE Bits but_not(Bits a, Bits b) { return {hn::AndNot(b.low, a.low), hn::AndNot(b.high, a.high)}; }
// Bit i is byte i + k.
template <int k>
HWY_INLINE Bits ahead(Bits a) {
  return {hn::Or(hn::ShiftRight<k>(a.low), hn::ShiftLeft<64 - k>(a.high)), hn::ShiftRight<k>(a.high)};
}
template <int n>
HWY_INLINE Bits run(Bits a) {   // bytes i … i + n - 1 are all of the class
  if constexpr (n == 1) {
    return a;
  } else if constexpr (n % 2 == 0) {
    const Bits half = run<n / 2>(a);
    return half & ahead<n / 2>(half);
  } else {
    return run<n - 1>(a) & ahead<n - 1>(a);
  }
}
template <int n>
HWY_INLINE Bits any_within(Bits a) {   // one of the n bytes from i on; n a power of two
  if constexpr (n == 1) {
    return a;
  } else {
    const Bits half = any_within<n / 2>(a);
    return half | ahead<n / 2>(half);
  }
}
HWY_INLINE Bits next_within_5(Bits a) { return a & (ahead<1>(a) | ahead<2>(a) | ahead<3>(a) | ahead<4>(a) | ahead<5>(a)); }
// Bit i is byte i - 1, for both halves.
HWY_INLINE Bits behind(Bits a, V before) {
  return {hn::Or(hn::ShiftLeft<1>(a.low), hn::ShiftRight<63>(before)), hn::Or(hn::ShiftLeft<1>(a.high), hn::ShiftRight<63>(a.low))};
}

struct Reader {
  Tag d;
  std::size_t at;
  Bits ahead_of(const ClassMasks::Lane& lane) const { return {hn::LoadU(d, lane.data() + at), hn::LoadU(d, lane.data() + at + 1)}; }
  // The block before; zero in front of the lanes.
  V before(const ClassMasks::Lane& lane) const { return hn::LoadU(d, lane.data() + at - 1); }
};

struct Classes {
  Bits digit, alpha, high, dot, colon, hyphen, space;
  V digit_before, alnum_before, high_before;
};

HWY_INLINE void store(Tag d, V v, Candidates::Lane& lane, std::size_t at) { hn::StoreU(v, d, lane.data() + at); }

struct Words {
  Bits begins, eight;
  V word, cjk_word, cjk_letters, cjk_digits;
};

HWY_INLINE Words words(const Classes& c) {
  Words w;
  const Bits alnum = c.digit | c.alpha;
  w.begins = but_not(alnum, behind(alnum, c.alnum_before));
  const Bits four = run<4>(alnum);
  w.eight = four & ahead<4>(four);
  const Bits digit_in_8 = any_within<8>(c.digit);
  const Bits near = digit_in_8 | (ahead<8>(w.eight) & ahead<8>(digit_in_8));
  w.word = (w.begins & w.eight & near).low;
  const Bits after_high = w.begins & behind(c.high, c.high_before);
  w.cjk_word = but_not(after_high & four & ahead<4>(alnum), w.eight).low;
  w.cjk_letters = (but_not(after_high & run<3>(c.alpha), ahead<3>(alnum)) & ahead<3>(c.high)).low;
  w.cjk_digits = (after_high & c.digit).low;
  return w;
}

struct Marks {
  V quad, prefix_dot, decimal, pairs, colons, hyphen, groups;
};

HWY_INLINE Marks marks(const Classes& c, const Words& w) {
  Marks m;
  const Bits alnum = c.digit | c.alpha;
  const Bits after_digit = behind(c.digit, c.digit_before), after_alnum = behind(alnum, c.alnum_before);
  const Bits four_digits = run<4>(c.digit);
  const Bits four_next = ahead<1>(four_digits);
  const Bits joint = c.dot & after_digit & ahead<1>(c.digit);
  const Bits two = joint & (ahead<2>(joint) | ahead<3>(joint) | ahead<4>(joint));
  m.quad = (two & (ahead<2>(two) | ahead<3>(two) | ahead<4>(two))).low;
  const Bits after_two = behind(after_digit, hn::ShiftLeft<1>(c.digit_before));
  const Bits after_begin = behind(w.begins, hn::AndNot(hn::ShiftLeft<1>(c.alnum_before), c.digit_before));
  m.prefix_dot = (joint & (after_two | (after_begin & ahead<2>(joint)))).low;
  m.decimal = (joint & four_next).low;
  const Bits colon3 = c.colon & ahead<3>(c.colon) & ahead<6>(c.colon);
  const Bits hyphen3 = c.hyphen & ahead<3>(c.hyphen) & ahead<6>(c.hyphen);
  m.pairs = ((colon3 & ahead<6>(colon3)) | (hyphen3 & ahead<6>(hyphen3))).low;
  m.colons = but_not(next_within_5(next_within_5(c.colon)), colon3).low;
  const Bits seven_next = four_next & ahead<4>(four_digits);
  const Bits one_next = but_not(ahead<1>(alnum), ahead<2>(alnum));
  const Bits cell = ahead<1>(c.digit) & ahead<2>(c.digit) & ahead<3>(c.hyphen);
  m.hyphen = (c.hyphen & ((after_digit & (seven_next | cell)) | (but_not(after_alnum, after_digit) & four_next) | (after_alnum & one_next))).low;
  const Bits group = (c.space | c.hyphen) & after_digit & four_next;
  m.groups = (group & ahead<5>(group)).low;
  return m;
}

void find(const ClassMasks& masks, std::size_t first, std::size_t n, Candidates& out) {
  const Tag d;
  for (std::size_t i = 0; i < n; i += hn::Lanes(d)) {
    const Reader r{d, first + i + 1};
    const Classes c{r.ahead_of(masks.digit), r.ahead_of(masks.alpha), r.ahead_of(masks.high), r.ahead_of(masks.dot), r.ahead_of(masks.colon),
                    r.ahead_of(masks.hyphen), r.ahead_of(masks.space), r.before(masks.digit), hn::Or(r.before(masks.digit), r.before(masks.alpha)),
                    r.before(masks.high)};
    const Words w = words(c);
    const Marks m = marks(c, w);
    store(d, w.word, out.word, i);
    store(d, w.cjk_word, out.cjk_word, i);
    store(d, w.cjk_letters, out.cjk_letters, i);
    store(d, w.cjk_digits, out.cjk_digits, i);
    store(d, m.quad, out.quad, i);
    store(d, m.prefix_dot, out.prefix_dot, i);
    store(d, m.decimal, out.decimal, i);
    store(d, m.pairs, out.pairs, i);
    store(d, m.colons, out.colons, i);
    store(d, m.hyphen, out.hyphen, i);
    store(d, m.groups, out.groups, i);
    const V cjk_any = hn::Or(w.cjk_word, hn::Or(w.cjk_letters, w.cjk_digits));
    const V dots_any = hn::Or(hn::Or(m.quad, m.prefix_dot), m.decimal);
    const V others = hn::Or(hn::Or(m.pairs, m.colons), hn::Or(m.hyphen, m.groups));
    store(d, hn::Or(hn::Or(cjk_any, dots_any), hn::Or(others, hn::LoadU(d, masks.at.data() + r.at))), out.others, i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace lp::discover
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lp::discover {

HWY_EXPORT(find);

void find_candidates(const ClassMasks& masks, std::size_t first, std::size_t n, Candidates& out) { HWY_DYNAMIC_DISPATCH(find)(masks, first, n, out); }

}  // namespace lp::discover
#endif
