// Values that 汉字 belong to: plates, filing numbers, officers' cards, addresses.
#include <bit>

#include "discover/address.h"
#include "discover/chars.h"
#include "discover/gb_text.h"
#include "discover/scanner.h"

namespace lp::discover {

void Scanner::ask_cjk(Mark mark, std::size_t start, std::size_t end, std::size_t at) {
  if (window_.form == TextForm::utf8) return ask(mark, start, end, at);
  converted_.clear();
  append_utf8(window_.slice(start, end), converted_);
  for (const KindIndex kind : rules_->of(mark)) {
    const Evidence evidence = rules_->kinds()[kind].validator->check(converted_);
    if (evidence) return offer(kind, evidence, start, end, at);
  }
}

void Scanner::judge_cjk_word(std::size_t at) {
  const std::size_t wide = window_.form == TextForm::utf8 ? 3 : 2;
  const std::size_t end = word_end(at);
  if (is_upper(window_.text[at])) {   // 苏A00000
    if (at < wide) return;
    // 苏A1234警: the last character of some plates is one of 挂学警港澳
    if (end - at == 5 && end + wide <= window_.limit && is_high(window_.text[end])) ask_cjk(Mark::cjk_word, at - wide, end + wide, at);
    return ask_cjk(Mark::cjk_word, at - wide, end, at);
  }
  // 苏A·00000: the dot is two bytes in both encodings
  const std::size_t before = wide + 1 + 2;
  if (at < before || !is_upper(window_.text[at - 3]) || !is_high(window_.text[at - 2])) return;
  ask_cjk(Mark::cjk_word, at - before, end, at);
}

void Scanner::judge_cjk_letters(std::size_t at) {
  if (window_.slice(at, at + 3) != "ICP") return;
  const std::size_t wide = window_.form == TextForm::utf8 ? 3 : 2;
  if (at < wide || at + 3 + wide >= window_.limit) return;
  std::size_t end = at + 3 + wide;
  const std::size_t digits = end;
  while (end < digits + 11 && window_.digit_at(end)) ++end;
  if (end == digits) return;
  const std::string_view mark = window_.form == TextForm::utf8 ? std::string_view("号") : std::string_view("\xba\xc5");
  if (end + wide <= window_.limit && window_.slice(end, end + wide) == mark) {
    end += wide;
    if (window_.at(end) == '-' && window_.digit_at(end + 1)) {
      ++end;
      while (window_.digit_at(end)) ++end;
      if (end < window_.limit && is_upper(window_.text[end]) && !window_.alnum_at(end + 1)) ++end;
    }
  }
  ask_cjk(Mark::cjk_letters, at - wide, end, at);
}

void Scanner::judge_cjk_digits(std::size_t at) {
  std::size_t end = at;
  while (end < at + 16 && window_.digit_at(end)) ++end;
  if (end - at <= 5 && end < window_.limit && is_high(window_.text[end])) judge_address(at, end);
  if (end - at < 4 || at < 6) return;
  const bool utf8 = window_.form == TextForm::utf8;
  const std::size_t wide = utf8 ? 3 : 2;
  const std::string_view before = window_.slice(at - 2 * wide, at);
  const auto ends = [&](std::string_view in_utf8, std::string_view in_gb) { return before == (utf8 ? in_utf8 : in_gb); };
  if (before.substr(wide) == (utf8 ? std::string_view("第") : std::string_view("\xb5\xda"))) {   // 军字第123456号
    std::size_t tail = end;
    if (tail + wide <= window_.limit && window_.slice(tail, tail + wide) == (utf8 ? std::string_view("号") : std::string_view("\xba\xc5"))) tail += wide;
    for (const std::size_t signs : {std::size_t{3}, std::size_t{4}}) {
      if (at >= signs * wide) ask_cjk(Mark::cjk_digits, at - signs * wide, tail, at);
    }
  } else if (ends("安备", "\xb0\xb2\xb1\xb8") && end - at == 14 && at >= 5 * wide) {   // 苏公网安备32010202010000号
    std::size_t tail = end;
    if (tail + wide <= window_.limit && is_high(window_.text[tail])) tail += wide;
    ask_cjk(Mark::cjk_digits, at - 5 * wide, tail, at);
  }
}

void Scanner::judge_address(std::size_t at, std::size_t digits_end) {
  if (address_ >= rules_->kinds().size()) return;
  if (!found_.empty() && found_.back().hit.kind == address_ && found_.back().start + found_.back().hit.length > at) return;
  // At most 32 characters of 汉字 before the number, by the masks: a character's second byte may look like a letter.
  const std::size_t longest = window_.form == TextForm::utf8 ? 96 : 64;
  const std::size_t bit = at - window_.masks_from;
  std::size_t run = static_cast<std::size_t>(std::countl_one(bits_before(masks_->high, bit)));
  if (run == 64 && longest > 64) {
    const std::size_t before = at - 64;
    while (run < longest && before + 64 > run && is_high(window_.text[at - run - 1])) ++run;
  }
  run = std::min({run, longest, at});
  const std::size_t from = at - run;
  const std::string_view text = window_.slice(from, std::min(window_.limit, digits_end + 96));
  const AddressSpan span = find_address(text, window_.form, run, run, digits_end - from);
  if (span.levels < 2) return;
  offer(address_, evidence(Evidence::format | Evidence::region), from + span.begin, from + span.end, at);
}

}  // namespace lp::discover
