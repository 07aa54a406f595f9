#include "discover/mask.h"

#include <algorithm>
#include <vector>

namespace lp::discover {

std::string mask(std::string_view value, int first, int last) {
  std::vector<std::string_view> characters;
  for (std::size_t at = 0; at < value.size();) {
    std::size_t n = 1;
    while (at + n < value.size() && (static_cast<unsigned char>(value[at + n]) & 0xC0) == 0x80) ++n;
    characters.push_back(value.substr(at, n));
    at += n;
  }
  const auto size = static_cast<int>(characters.size());
  const int shown = std::max(0, std::min(size * 2 / 3, size - 3));
  first = std::clamp(first, 0, shown);
  last = std::clamp(last, 0, shown - first);
  std::string out;
  for (int i = 0; i < size; ++i) {
    if (i < first || i >= size - last) {
      out += characters[static_cast<std::size_t>(i)];
    } else if (i < first + 8) {   // long values: the length is nobody's business
      out += '*';
    }
  }
  return out;
}

std::string mask(std::string_view value, const Kind& kind) { return mask(value, kind.about.mask_first, kind.about.mask_last); }

}  // namespace lp::discover
