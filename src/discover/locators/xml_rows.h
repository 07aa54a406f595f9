#pragma once
// Where the records of a document of elements begin: the elements of one name that follow each other, the shallowest seen so
// far; in HTML the rows of tables, or lines where there are none.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "discover/chars.h"
#include "discover/locators/rows.h"

namespace lp::discover {

class XmlRows {
 public:
  void enter(const Window& window) {
    lines_.enter(window);
    starts_.clear();
    before_ = total_;
    for (std::size_t at = window.begin; at < window.end; ++at) {
      const void* found = std::memchr(window.text + at, '<', window.end - at);
      if (found == nullptr) break;
      at = static_cast<std::size_t>(static_cast<const char*>(found) - window.text);
      if (window.at(at + 1) == '/') depth_ -= depth_ > 0 ? 1 : 0;
      else if (is_alpha(window.at(at + 1)) || is_high(window.at(at + 1))) open(window, at);
    }
    total_ += starts_.size();
  }
  std::uint64_t at(std::size_t place) const {
    if (by_line()) return lines_.at(place);
    return before_ + static_cast<std::uint64_t>(std::upper_bound(starts_.begin(), starts_.end(), place) - starts_.begin());
  }
  // 0: lines are rows. The first of the elements is known as one only when the second begins.
  std::uint64_t total() const { return by_line() ? 0 : total_ + (html_ ? 0 : 1); }

 private:
  static constexpr std::size_t deepest = 256, no_depth = ~std::size_t{0};

  bool by_line() const { return html_ && total_ == 0; }
  void open(const Window& window, std::size_t at) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    std::size_t end = at + 1;
    for (; end < window.limit && end - at < 128 && !ends_name(window.text[end]); ++end) hash = (hash ^ static_cast<unsigned char>(window.text[end])) * 0x100000001b3ULL;
    const std::string_view name = window.slice(at + 1, end);
    if (name == "html" || name == "HTML" || name == "body" || name == "BODY") html_ = true;
    if (html_) {
      if (name == "tr" || name == "TR") starts_.push_back(at);
      return;
    }
    const bool again = depth_ < deepest && names_[depth_] == hash;
    if ((again && depth_ < record_depth_) || depth_ == record_depth_) {
      record_depth_ = depth_;
      starts_.push_back(at);
    }
    if (depth_ < deepest) names_[depth_] = hash;
    const void* close = std::memchr(window.text + end, '>', window.limit - end);
    if (close != nullptr && static_cast<const char*>(close)[-1] == '/') return;
    if (++depth_ < deepest) names_[depth_] = 0;
  }
  static bool ends_name(char c) { return c == ' ' || c == '>' || c == '/' || c == '\t' || c == '\n' || c == '\r'; }

  RowCounter lines_;
  std::vector<std::size_t> starts_;  // in the window
  std::uint64_t before_ = 0, total_ = 0;
  std::size_t depth_ = 0, record_depth_ = no_depth;
  bool html_ = false;
  std::array<std::uint64_t, deepest> names_{};   // of the last element at each depth
};

}  // namespace lp::discover
