#include "discover/mask.h"

#include <algorithm>
#include <vector>

#include "discover/chars.h"

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

namespace {

bool in_word(char c) { return is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '@' || c == '+'; }

std::string shown_word(const Rules& rules, std::string_view word);

// Runs of what `belongs` says are words; what is between them stays.
template <class Belongs>
std::string shown_words(const Rules& rules, std::string_view text, Belongs belongs) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && belongs(text[end])) ++end;
    if (end > at) out += shown_word(rules, text.substr(at, end - at));
    else out += text[end++];
    at = end;
  }
  return out;
}

std::string shown_word(const Rules& rules, std::string_view word) {
  const auto digits = std::ranges::count_if(word, is_digit);
  if (digits < 5 && word.find('@') == word.npos) return std::string(word);
  for (const Kind& kind : rules.kinds()) {
    if (kind.validator == nullptr || kind.about.sensitivity == model::Sensitivity::none) continue;
    if (const Evidence found = kind.validator->check(word); found && !found.has(Evidence::weak)) return mask(word, kind);
  }
  if (word.size() >= 20 && digits >= 4) return mask(word, 4, 0);
  // "phone-13800138003": no validator takes the whole, one takes a part.
  return std::ranges::all_of(word, is_alnum) ? std::string(word) : shown_words(rules, word, is_alnum);
}

}  // namespace

std::string shown_name(const Rules& rules, std::string_view name) { return shown_words(rules, name, in_word); }

}  // namespace lp::discover
