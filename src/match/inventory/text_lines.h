#pragma once
// The lines of a text with their numbers.

#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.h"

namespace lp::match {

class TextLines {
 public:
  explicit TextLines(std::string_view text) : rest_(text) {}
  // Without its end; false behind the last one.
  bool next(std::string_view& line) {
    if (rest_.empty()) return false;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line = rest_.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++number_;
    return true;
  }
  int number() const { return number_; }
  std::string place() const { return "line " + std::to_string(number_); }

 private:
  std::string_view rest_;
  int number_ = 0;
};

// Of the first lines that are neither empty nor comments, how many of a hundred fit; 0 when there is none. The last of a cut head
// may be half a line and is not asked.
template <class Fits>
int percent_of_lines(std::string_view head, int most, const Fits& fits) {
  int asked = 0, good = 0;
  const std::size_t last = head.rfind('\n');
  if (head.size() >= 65'536 && last != std::string_view::npos) head = head.substr(0, last);
  TextLines lines(head);
  for (std::string_view line; asked < most && lines.next(line);) {
    if (trim(line).empty() || line.starts_with('#')) continue;
    ++asked;
    good += fits(line) ? 1 : 0;
  }
  return asked == 0 ? 0 : good * 100 / asked;
}

}  // namespace lp::match
