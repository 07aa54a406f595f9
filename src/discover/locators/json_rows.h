#pragma once
// Where the records of a JSON document begin: its top-level objects when there are several, else the objects of the shallowest
// list seen so far. A person's row is the record, however it is broken into lines.

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "discover/window.h"

namespace lp::discover {

class JsonRows {
 public:
  // One bit a byte from `from` on, for each character that means something.
  struct Lanes {
    ClassMasks::Lane quote{}, open{}, close{}, list{}, list_end{}, backslash{};
  };

  // `lanes` begin at text[from]; from <= window.begin.
  void enter(const Window& window, std::size_t from, const Lanes& lanes) {
    starts_.clear();
    before_ = total_;
    for (std::size_t at = window.begin; at < window.end;) {
      const std::size_t block = (at - from) >> 6, first = (at - from) & 63;
      const std::size_t n = std::min<std::size_t>(64 - first, window.end - at);
      const std::uint64_t part = (n == 64 ? ~0ULL : (1ULL << n) - 1) << first;
      take(window, from + block * 64, part, lanes, block + 1);
      at += n;
    }
    total_ += starts_.size();
  }
  // Records begun at or before the place, which stands in the window.
  std::uint64_t at(std::size_t place) const {
    return before_ + static_cast<std::uint64_t>(std::upper_bound(starts_.begin(), starts_.end(), place) - starts_.begin());
  }
  // The object around the only list is no record of its own.
  std::uint64_t total() const { return total_ - (wrapped_ ? 1 : 0); }

 private:
  static constexpr std::size_t deepest = 1024;
  static constexpr std::size_t no_depth = ~std::size_t{0};

  void take(const Window& window, std::size_t origin, std::uint64_t part, const Lanes& lanes, std::size_t i) {
    std::uint64_t quotes = lanes.quote[i] & part;
    if (const std::uint64_t backslashes = lanes.backslash[i] & part; backslashes != 0 || escape_) quotes &= ~escaped(window, origin, backslashes, part);
    std::uint64_t marks = (lanes.open[i] | lanes.close[i] | lanes.list[i] | lanes.list_end[i]) & part;
    std::uint64_t ends = newlines(window, origin) & part;
    // From quote to quote and line end to line end: a text holds no line end, so one says that we are outside of texts.
    for (std::uint64_t left = quotes | marks | ends; left != 0; left &= left - 1) {
      const std::uint64_t bit = left & (~left + 1);
      if ((quotes & bit) != 0) in_text_ = !in_text_;
      else if ((ends & bit) != 0) in_text_ = false;
      else if (!in_text_) mark(origin + static_cast<std::size_t>(std::countr_zero(bit)), (lanes.open[i] & bit) != 0, (lanes.list[i] & bit) != 0);
    }
  }
  static std::uint64_t newlines(const Window& window, std::size_t origin) {
    // The masks may begin elsewhere, at another bit.
    if (origin >= window.masks_from) return bits_from(window.masks->newline, origin - window.masks_from);
    return window.masks_from - origin < 64 ? bits_from(window.masks->newline, 0) << (window.masks_from - origin) : 0;
  }
  std::uint64_t escaped(const Window& window, std::size_t origin, std::uint64_t backslashes, std::uint64_t part) {
    std::uint64_t out = 0;
    if (escape_) {
      out |= part & (~part + 1);
      backslashes &= ~out;
      escape_ = false;
    }
    while (backslashes != 0) {
      const int at = std::countr_zero(backslashes);
      backslashes &= backslashes - 1;
      if (window.form == TextForm::gb18030 && window.is(window.masks->high, origin + static_cast<std::size_t>(at))) continue;  // half of a character
      if (at == 63 || (part >> at) == 1) {
        escape_ = true;
      } else {
        out |= 2ULL << at;
        backslashes &= ~(2ULL << at);
      }
    }
    return out;
  }
  void mark(std::size_t place, bool opens, bool list) {
    if (!opens && !list) {
      depth_ -= depth_ > 0 ? 1 : 0;
      return;
    }
    const bool in_list = depth_ > 0 && depth_ <= deepest && lists_[depth_ - 1];
    if (opens && depth_ == 0) {
      if (++top_ > 1) record_depth_ = 0;
      starts_.push_back(place);
    } else if (opens && in_list && depth_ <= record_depth_) {
      wrapped_ = wrapped_ || (record_depth_ == no_depth && top_ == 1);
      record_depth_ = depth_;
      starts_.push_back(place);
    }
    if (depth_ < deepest) lists_[depth_] = list;
    ++depth_;
  }

  std::vector<std::size_t> starts_;   // in the window
  std::uint64_t before_ = 0, total_ = 0, top_ = 0;
  std::size_t depth_ = 0, record_depth_ = no_depth;
  bool in_text_ = false, escape_ = false, wrapped_ = false;
  std::array<bool, deepest> lists_{};
};

}  // namespace lp::discover
