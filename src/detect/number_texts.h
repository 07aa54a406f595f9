#pragma once
// Texts of numbers, which stay until reset(). Blocks are kept: nothing is allocated once an event like the last ones was seen.

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstddef>
#include <deque>
#include <string_view>

namespace lp::detect {

inline constexpr std::size_t longest_number_text = 32;

// Written to `to`, which has room for longest_number_text.
template <class Number>
std::string_view number_text(Number value, char* to) {
  char* end = to;
  if constexpr (std::is_floating_point_v<Number>) {
    end = fmt::format_to(to, "{}", value);
  } else {
    end = std::to_chars(to, to + longest_number_text, value).ptr;
  }
  return {to, static_cast<std::size_t>(end - to)};
}

class NumberTexts {
 public:
  static constexpr std::size_t longest = longest_number_text;
  void reset() { block_ = 0, used_ = 0; }
  template <class Number>
  std::string_view write(Number value) {
    const std::string_view text = number_text(value, room());
    used_ += text.size();
    return text;
  }

 private:
  static constexpr std::size_t block_size = 4096;
  char* room() {
    if (blocks_.empty()) blocks_.emplace_back();
    if (used_ + longest > block_size) {
      if (++block_ == blocks_.size()) blocks_.emplace_back();
      used_ = 0;
    }
    return blocks_[block_].data() + used_;
  }
  std::deque<std::array<char, block_size>> blocks_;
  std::size_t block_ = 0, used_ = 0;
};

}  // namespace lp::detect
