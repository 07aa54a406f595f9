// Values that 汉字 belong to: plates, filing numbers, officers' cards, addresses. Included by judge.cpp alone, once a target.

HWY_INLINE void Judge::cjk_word(std::size_t at) {
  const std::size_t end = at + static_cast<std::size_t>(std::countr_one(near_bits_from(m_.digit, at - from_) | near_bits_from(m_.alpha, at - from_)));
  if (is_upper(text_[at])) {   // 苏A00000
    if (at < wide_) return;
    // 苏A1234警: the last character of some plates is one of 挂学警港澳
    if (end - at == 5 && end + wide_ <= w_.limit && is_high(text_[end])) ask_cjk(Mark::cjk_word, at - wide_, end + wide_, at);
    if (!utf8() || end - at < 6) return ask_cjk(Mark::cjk_word, at - wide_, end, at);
    const Evidence proven = proven::plate(text_ + at - wide_, text_ + at, end - at, near_bits_from(m_.digit, at - from_));
    return ask_proven(Mark::cjk_word, s_.plate, proven, at - wide_, end, at);
  }
  // 苏A·00000: the dot is two bytes in both encodings
  const std::size_t before = wide_ + 1 + 2;
  if (at < before || !is_upper(text_[at - 3]) || !is_high(text_[at - 2])) return;
  ask_cjk(Mark::cjk_word, at - before, end, at);
}

HWY_INLINE void Judge::cjk_letters(std::size_t at) {
  if (w_.slice(at, at + 3) != "ICP") return;
  if (at < wide_ || at + 3 + wide_ >= w_.limit) return;
  std::size_t end = at + 3 + wide_;
  const std::size_t digits = end;
  while (end < digits + 11 && w_.digit_at(end)) ++end;
  if (end == digits) return;
  const std::string_view mark = utf8() ? std::string_view("号") : std::string_view("\xba\xc5");
  if (end + wide_ <= w_.limit && w_.slice(end, end + wide_) == mark) {
    end += wide_;
    if (w_.at(end) == '-' && w_.digit_at(end + 1)) {
      ++end;
      while (w_.digit_at(end)) ++end;
      if (end < w_.limit && is_upper(text_[end]) && !w_.alnum_at(end + 1)) ++end;
    }
  }
  ask_cjk(Mark::cjk_letters, at - wide_, end, at);
}

HWY_INLINE void Judge::cjk_digits(std::size_t at) {
  const std::size_t end = at + std::min<std::size_t>(digits_from(at), 16);
  // An address has two names at least before its number.
  if (end - at <= 5 && end < w_.limit && is_high(text_[end]) && high_before(at) >= 2 * wide_ && s_.address < rules_.kinds().size()) offer(s_.address, {}, at, end, at, Offer::address);
  if (end - at < 4 || at < 6) return;
  const std::string_view before = w_.slice(at - 2 * wide_, at);
  const auto ends = [&](std::string_view in_utf8, std::string_view in_gb) HWY_ATTR { return before == (utf8() ? in_utf8 : in_gb); };
  const std::string_view number_sign = utf8() ? std::string_view("号") : std::string_view("\xba\xc5");
  if (before.substr(wide_) == (utf8() ? std::string_view("第") : std::string_view("\xb5\xda"))) {   // 军字第123456号
    std::size_t tail = end;
    if (tail + wide_ <= w_.limit && w_.slice(tail, tail + wide_) == number_sign) tail += wide_;
    for (const std::size_t signs : {std::size_t{3}, std::size_t{4}}) {
      if (at >= signs * wide_) ask_cjk(Mark::cjk_digits, at - signs * wide_, tail, at);
    }
  } else if (ends("安备", "\xb0\xb2\xb1\xb8") && end - at == 14 && at >= 5 * wide_) {   // 苏公网安备32010202010000号
    std::size_t tail = end;
    if (tail + wide_ <= w_.limit && is_high(text_[tail])) tail += wide_;
    ask_cjk(Mark::cjk_digits, at - 5 * wide_, tail, at);
  }
}

HWY_INLINE bool Judge::find_address_at(Offer& offer, const Hit* hits_end) const {
  const std::size_t at = offers_from_ + offer.start, digits_end = at + offer.length;
  if (hits_end != s_.hits.data()) {
    const Hit& last = hits_end[-1];
    if (last.kind == s_.address && last.offset + last.length > w_.base + at) return false;
  }
  // At most 32 characters of 汉字 before the number, by the masks: a character's second byte may look like a letter.
  const std::size_t longest = utf8() ? 96 : 64;
  std::size_t run = high_before(at);
  if (run == 64 && longest > 64) {
    const std::size_t before = at - 64;
    while (run < longest && before + 64 > run && is_high(text_[at - run - 1])) ++run;
  }
  run = std::min({run, longest, at});
  const std::size_t from = at - run;
  const std::string_view text = w_.slice(from, std::min(w_.limit, digits_end + 96));
  const AddressSpan span = find_address(text, w_.form, run, run, digits_end - from);
  if (span.levels < 2) return false;
  offer.start = static_cast<std::uint32_t>(from + span.begin - offers_from_);
  offer.length = static_cast<std::uint32_t>(span.end - span.begin);
  offer.evidence = evidence(Evidence::format | Evidence::region);
  return true;
}
