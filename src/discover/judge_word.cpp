// Words of letters and digits: most identifiers are one.
#include <bit>

#include "discover/chars.h"
#include "discover/scanner.h"

namespace lp::discover {
namespace {

int strength(Evidence e) { return e.has(Evidence::weak) ? 0 : std::popcount(e.bits); }

}  // namespace

std::size_t Scanner::word_end(std::size_t start) const {
  const ClassMasks& m = *masks_;
  std::size_t at = start - window_.masks_from;
  const std::size_t last = std::min(window_.limit, start + Window::ahead) - window_.masks_from;
  while (at < last) {
    if (at + 64 > ClassMasks::bytes) {
      std::size_t end = window_.masks_from + at;
      while (end < window_.masks_from + last && window_.alnum_at(end)) ++end;
      return end;
    }
    const int n = std::countr_one(bits_from(m.digit, at) | bits_from(m.alpha, at));
    at += static_cast<std::size_t>(n);
    if (n < 64) break;
  }
  return window_.masks_from + std::min(at, last);
}

// Joined to more letters and digits by a hyphen, underscore or point: part of something longer.
bool Scanner::in_compound(std::size_t start, std::size_t end) const {
  const char before = window_.before(start), after = window_.at(end);
  if ((before == '-' || before == '_' || before == '.') && start >= 2 && window_.alnum_at(start - 2)) return true;
  return (after == '-' || after == '_' || after == '.') && window_.alnum_at(end + 1);
}

void Scanner::judge_word(std::size_t at) {
  const ClassMasks& m = *masks_;
  const std::size_t bit = at - window_.masks_from;
  const std::uint64_t alpha = bits_from(m.alpha, bit);
  std::size_t length = static_cast<std::size_t>(std::countr_one(bits_from(m.digit, bit) | alpha));
  if (length == 64) length = word_end(at) - at;
  const bool letters = length >= 64 || (alpha & ((1ULL << length) - 1)) != 0;
  const Rules::WordRules& rules = rules_->words(length, letters);
  const std::uint64_t first = first_bit(window_.text[at]);
  if ((rules.first & first) == 0) return;
  const std::string_view value(window_.text + at, length);
  Evidence best;
  KindIndex kind = 0;
  const NameMeaning* name = nullptr;
  for (const Rules::WordRule& rule : rules.rules) {
    if ((rule.first & first) == 0) continue;
    if (rule.needs_name) {
      if (name == nullptr) name = &fields_[locator_->field_at(at, at)].meaning;
      if (!name->speaks_for.test(rule.kind)) continue;
    }
    const Evidence evidence = rule.validator->check(value);
    if (!evidence || (best && strength(evidence) <= strength(best))) continue;
    best = evidence;
    kind = rule.kind;
    if (strength(evidence) > 2) break;   // format, check and one more: nothing else will say as much
  }
  if (!best) return;
  // 0.13812345678 is a fraction and 4-13812345678 a part of a number; a check digit is proof enough.
  if (!best.has(Evidence::check) && in_compound(at, at + length)) return;
  offer(kind, best, at, at + length, at);
}

}  // namespace lp::discover
