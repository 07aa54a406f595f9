#pragma once
// Texts of numbers, which stay until reset(). Blocks are kept: nothing is allocated once an event like the last ones was seen.

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstddef>
#include <deque>
#include <string_view>

namespace lp::detect {

class NumberTexts {
 public:
  static constexpr std::size_t longest = 32;
  void reset() { block_ = 0, used_ = 0; }
  template <class Number>
  std::string_view write(Number value) {
    char* const to = room();
    char* end = to;
    if constexpr (std::is_floating_point_v<Number>) {
      end = fmt::format_to(to, "{}", value);
    } else {
      end = std::to_chars(to, to + longest, value).ptr;
    }
    const auto length = static_cast<std::size_t>(end - to);
    used_ += length;
    return {to, length};
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
