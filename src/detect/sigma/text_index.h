#pragma once
// Many literals against one text: which stand in it, at its start, at its end, or are all of it. Costs about a nanosecond a
// byte whatever the number of literals. Frozen; any thread may scan.

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

#include "detect/sigma/key_table.h"
#include "detect/sigma/quick_filter.h"
#include "detect/sigma/test.h"

namespace lp::detect::sigma {

class TextIndex {
 public:
  struct Literal {
    Op op = Op::equals;       // equals, starts, ends, contains
    std::string_view text{};  // must outlive the index, in the form of the texts scanned
  };

  TextIndex() = default;
  explicit TextIndex(std::vector<Literal> literals);

  // Without scanning: `text`, in any letter case, has none of the literals. Only for Form::folded.
  bool surely_none(std::string_view text) const { return quick_alone_ && !quick_.may_have_any(text); }
  // hit(number of the literal), more than once for one that stands in the text more than once.
  template <class Hit>
  void scan(std::string_view text, Hit&& hit) const;

 private:
  // Literals of one end, looked up by as many of their characters as the longest of these lengths they have.
  static constexpr std::array<std::uint8_t, 10> lengths{1, 2, 3, 4, 6, 8, 12, 16, 24, 32};
  struct Affixes {
    std::uint32_t used = 0;   // bit per length
    std::array<std::uint16_t, 256> by_outermost{};  // the same for literals that begin, or end, with this byte
    KeyTable table{};
  };
  struct Anchor {
    std::uint32_t literal = 0, offset = 0;  // where the looked-up characters stand in the literal
  };

  // Most are short or differ soon: not worth a call.
  static bool same(const char* p, std::string_view wanted) {
    const std::size_t n = wanted.size();
    if (n < 8) return load(p, n) == load(wanted.data(), n);
    for (std::size_t i = 0; i + 8 < n; i += 8) {
      if (load(p + i, 8) != load(wanted.data() + i, 8)) return false;
    }
    return load(p + n - 8, 8) == load(wanted.data() + n - 8, 8);
  }
  static std::size_t length_of(std::size_t size);
  static std::uint64_t affix_hash(const char* p, std::size_t n) { return hash_bytes(p, n); }
  static std::uint32_t load4(const char* p) {
    std::uint32_t x;
    std::memcpy(&x, p, 4);
    return x;
  }
  // Few literals: a small filter that stays near; many: one that lets little pass.
  static constexpr int small_shift = 22, large_shift = 18;
  static std::uint32_t slot4(std::uint32_t gram, int shift) { return (gram * 0x9e3779b1u) >> shift; }
  static std::uint32_t load2(const char* p) {
    std::uint16_t x;
    std::memcpy(&x, p, 2);
    return x;
  }
  static std::uint32_t slot2(std::uint32_t gram) { return (gram * 0x9e37u >> 4) & 1023; }
  void build_affixes(Op op, Affixes& out) const;
  void build_contains();
  static std::uint32_t choose4(std::string_view text, const std::vector<std::uint8_t>& common);

  template <class Hit>
  void scan_affixes(std::string_view text, const Affixes& affixes, bool at_end, Hit&& hit) const;
  template <class Hit>
  void scan_inside(std::string_view text, Hit&& hit) const;
  template <int shift, class Hit>
  void scan_four(std::string_view text, Hit&& hit) const;
  template <class Hit>
  void scan_two(std::string_view text, Hit&& hit) const;
  template <class Hit>
  void try_anchors(std::string_view text, std::size_t at, std::span<const std::uint32_t> anchors, Hit&& hit) const;

  std::vector<Literal> literals_;
  KeyTable equal_;
  Affixes front_, back_;
  std::vector<std::uint32_t> always_;      // starts, ends or contains nothing
  // Literals of four characters and more, by four of them that are rare; of two and three, by two; of one.
  std::vector<std::uint8_t> filter4_, filter2_;
  std::vector<Anchor> anchors_;
  KeyTable table4_, table2_;
  std::vector<std::uint32_t> single_;
  QuickFilter quick_;
  bool quick_alone_ = false;               // nothing but `contains`, all of it in the quick filter
};

template <class Hit>
void TextIndex::scan_affixes(std::string_view text, const Affixes& affixes, bool at_end, Hit&& hit) const {
  if (text.empty()) return;
  for (std::uint32_t left = affixes.by_outermost[static_cast<unsigned char>(at_end ? text.back() : text.front())]; left != 0; left &= left - 1) {
    const std::size_t n = lengths[static_cast<std::size_t>(std::countr_zero(left))];
    if (n > text.size()) return;
    for (const std::uint32_t k : affixes.table.find(affix_hash(at_end ? text.data() + text.size() - n : text.data(), n))) {
      const std::string_view wanted = literals_[k].text;
      if (wanted.size() <= text.size() && same(at_end ? text.data() + text.size() - wanted.size() : text.data(), wanted)) hit(k);
    }
  }
}

template <class Hit>
void TextIndex::try_anchors(std::string_view text, std::size_t at, std::span<const std::uint32_t> anchors, Hit&& hit) const {
  for (const std::uint32_t a : anchors) {
    const Anchor& anchor = anchors_[a];
    const std::string_view wanted = literals_[anchor.literal].text;
    if (at < anchor.offset || text.size() - (at - anchor.offset) < wanted.size()) continue;
    if (same(text.data() + at - anchor.offset, wanted)) hit(anchor.literal);
  }
}

template <int shift, class Hit>
void TextIndex::scan_four(std::string_view text, Hit&& hit) const {
  if (text.size() < 4) return;
  const std::uint8_t* const filter = filter4_.data();
  const char* const p = text.data();
  const std::size_t end = text.size() - 3;
  const auto passes = [&](std::size_t i) { return filter[slot4(load4(p + i), shift)]; };
  const auto look = [&](std::size_t i) { try_anchors(text, i, table4_.find(mix(load4(p + i))), hit); };
  std::size_t i = 0;
  for (; i + 4 <= end; i += 4) {
    if ((passes(i) | passes(i + 1) | passes(i + 2) | passes(i + 3)) == 0) [[likely]] continue;
    for (std::size_t k = i; k < i + 4; ++k) {
      if (passes(k) != 0) look(k);
    }
  }
  for (; i < end; ++i) {
    if (passes(i) != 0) look(i);
  }
}

template <class Hit>
void TextIndex::scan_two(std::string_view text, Hit&& hit) const {
  const std::uint8_t* const filter = filter2_.data();
  for (std::size_t i = 0; i + 2 <= text.size(); ++i) {
    const std::uint32_t gram = load2(text.data() + i);
    if (filter[slot2(gram)] != 0) [[unlikely]] try_anchors(text, i, table2_.find(mix(gram)), hit);
  }
}

template <class Hit>
void TextIndex::scan_inside(std::string_view text, Hit&& hit) const {
  if (filter4_.size() == (1u << (32 - small_shift))) scan_four<small_shift>(text, hit);
  else if (!filter4_.empty()) scan_four<large_shift>(text, hit);
  if (!filter2_.empty()) scan_two(text, hit);
  for (const std::uint32_t k : single_) {
    if (text.find(literals_[k].text[0]) != text.npos) hit(k);
  }
}

template <class Hit>
void TextIndex::scan(std::string_view text, Hit&& hit) const {
  for (const std::uint32_t k : always_) hit(k);
  if (!equal_.empty()) {
    for (const std::uint32_t k : equal_.find(hash_bytes(text.data(), text.size()))) {
      if (literals_[k].text == text) hit(k);
    }
  }
  if (front_.used != 0) scan_affixes(text, front_, false, hit);
  if (back_.used != 0) scan_affixes(text, back_, true, hit);
  scan_inside(text, hit);
}

}  // namespace lp::detect::sigma
