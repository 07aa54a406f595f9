#pragma once
// Many literals against one text: which stand in it, at its start, at its end, or are all of it. Costs about a nanosecond a
// byte whatever the number of literals. Frozen; any thread may scan.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "detect/sigma/key_table.h"
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

  // hit(number of the literal), more than once for one that stands in the text more than once.
  template <class Hit>
  void scan(std::string_view text, Hit&& hit) const;

 private:
  // Literals of one end, looked up by as many of their characters as the longest of these lengths they have.
  static constexpr std::array<std::uint8_t, 10> lengths{1, 2, 3, 4, 6, 8, 12, 16, 24, 32};
  struct Affixes {
    std::uint32_t used = 0;   // bit per length
    KeyTable table{};
  };
  struct Anchor {
    std::uint32_t literal = 0, offset = 0;  // where the looked-up characters stand in the literal
  };

  static std::size_t length_of(std::size_t size);
  static std::uint64_t affix_hash(const char* p, std::size_t n) { return hash_bytes(p, n); }
  static std::uint32_t load4(const char* p) {
    std::uint32_t x;
    std::memcpy(&x, p, 4);
    return x;
  }
  std::uint32_t slot4(std::uint32_t gram) const { return (gram * 0x9e3779b1u) >> shift_; }
  void build_affixes(Op op, Affixes& out) const;
  void build_contains();
  std::uint32_t choose4(std::string_view text, const std::vector<std::uint8_t>& common) const;

  template <class Hit>
  void scan_affixes(std::string_view text, const Affixes& affixes, bool at_end, Hit&& hit) const;
  template <class Hit>
  void scan_inside(std::string_view text, Hit&& hit) const;
  template <class Hit>
  void try_anchors(std::string_view text, std::size_t at, std::span<const std::uint32_t> anchors, Hit&& hit) const;

  std::vector<Literal> literals_;
  KeyTable equal_;
  Affixes front_, back_;
  std::vector<std::uint32_t> always_;      // starts, ends or contains nothing
  // Literals of four characters and more, by four of them that are rare; of two and three, by two; of one.
  int shift_ = 32;
  std::vector<std::uint64_t> bits4_, bits2_;
  std::vector<Anchor> anchors_;
  KeyTable table4_, table2_;
  std::array<std::vector<std::uint32_t>, 256> single_{};
  bool any_single_ = false;
};

template <class Hit>
void TextIndex::scan_affixes(std::string_view text, const Affixes& affixes, bool at_end, Hit&& hit) const {
  for (std::size_t i = 0; i < lengths.size() && lengths[i] <= text.size(); ++i) {
    if ((affixes.used >> i & 1) == 0) continue;
    const std::size_t n = lengths[i];
    for (const std::uint32_t k : affixes.table.find(affix_hash(at_end ? text.data() + text.size() - n : text.data(), n))) {
      const std::string_view wanted = literals_[k].text;
      if (at_end ? text.ends_with(wanted) : text.starts_with(wanted)) hit(k);
    }
  }
}

template <class Hit>
void TextIndex::try_anchors(std::string_view text, std::size_t at, std::span<const std::uint32_t> anchors, Hit&& hit) const {
  for (const std::uint32_t a : anchors) {
    const Anchor& anchor = anchors_[a];
    const std::string_view wanted = literals_[anchor.literal].text;
    if (at < anchor.offset || text.size() - (at - anchor.offset) < wanted.size()) continue;
    if (std::memcmp(text.data() + at - anchor.offset, wanted.data(), wanted.size()) == 0) hit(anchor.literal);
  }
}

template <class Hit>
void TextIndex::scan_inside(std::string_view text, Hit&& hit) const {
  if (!bits4_.empty() && text.size() >= 4) {
    const std::uint64_t* bits = bits4_.data();
    for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
      const std::uint32_t gram = load4(text.data() + i);
      const std::uint32_t slot = slot4(gram);
      if ((bits[slot >> 6] >> (slot & 63) & 1) != 0) [[unlikely]] try_anchors(text, i, table4_.find(mix(gram)), hit);
    }
  }
  if (!bits2_.empty()) {
    for (std::size_t i = 0; i + 2 <= text.size(); ++i) {
      const std::uint32_t gram = static_cast<unsigned char>(text[i]) | static_cast<std::uint32_t>(static_cast<unsigned char>(text[i + 1])) << 8;
      if ((bits2_[gram >> 6] >> (gram & 63) & 1) != 0) [[unlikely]] try_anchors(text, i, table2_.find(mix(gram)), hit);
    }
  }
  if (any_single_) {
    for (const char c : text) {
      for (const std::uint32_t k : single_[static_cast<unsigned char>(c)]) hit(k);
    }
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
