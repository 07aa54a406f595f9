#pragma once
// "None of these few literals stands in this text, whatever its letter case": sixteen bytes at a time, on the text as it is.
// Says maybe for a text with characters beyond ASCII that fold into it. Frozen; any thread may ask.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace lp::detect::sigma {

class QuickFilter {
 public:
  static constexpr std::size_t most_literals = 64, characters = 4;

  // Literals in Form::folded. Off (maybe to everything) when there are too many, or one is shorter than four or beyond ASCII.
  explicit QuickFilter(const std::vector<std::string_view>& literals = {});
  bool is_on() const { return on_; }
  bool may_have_any(std::string_view text) const;

 private:
  std::size_t pass_wide(std::string_view text, bool& is_ascii) const;
  bool may_begin_at(const char* p) const;

  bool on_ = false;
  // Per character of four: which of eight groups of literals allow this low half and this high half of a byte.
  alignas(16) std::array<std::array<std::uint8_t, 16>, characters> low_{}, high_{};
  // By hash of four characters: what passes the groups by chance is looked up once more.
  std::array<std::uint64_t, 64> grams_{};
};

}  // namespace lp::detect::sigma
