#include "match/feeds/titles.h"

#include "base/text.h"

namespace lp::match {

std::string short_title(std::string_view text) {
  constexpr std::size_t longest = 200;
  text = trim(text);
  text = text.substr(0, text.find('\n'));
  return text.size() <= longest ? std::string(text) : truncate(text, longest);
}

}  // namespace lp::match
