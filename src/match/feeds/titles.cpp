#include "match/feeds/titles.h"

#include "base/text.h"

namespace lp::match {

std::string short_title(std::string_view text) {
  constexpr std::size_t longest = 200;
  text = trim(text);
  text = text.substr(0, text.find('\n'));
  if (text.size() <= longest) return std::string(text);
  // The byte after the last character that fits; JSON texts are valid UTF-8, others are cut where a character begins all the same.
  std::size_t characters = 0, end = 0;
  while (end < text.size() && characters < longest) {
    ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    ++characters;
  }
  if (end == text.size()) return std::string(text);
  std::size_t kept = end;
  do --kept;
  while (kept > 0 && (static_cast<unsigned char>(text[kept]) & 0xC0) == 0x80);
  return std::string(text.substr(0, kept)) + "…";
}

}  // namespace lp::match
