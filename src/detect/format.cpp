#include "detect/format.h"

#include <algorithm>

namespace lp::detect {

const Format* find_format(std::string_view id) {
  const auto& all = builtin_formats();
  const auto found = std::ranges::find(all, id, &Format::id);
  return found == all.end() ? nullptr : &*found;
}

const Format* sniff_format(std::string_view head) {
  const Format* best = nullptr;
  int surest = 0;
  for (const Format& format : builtin_formats())
    if (const int sure = format.sniff(head); sure > surest) {
      surest = sure;
      best = &format;
    }
  return best;
}

}  // namespace lp::detect
