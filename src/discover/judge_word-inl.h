// Words of letters and digits: most identifiers are one. Included by judge.cpp alone, once a target.

HWY_NOINLINE std::size_t Judge::word_end(std::size_t start) const {
  std::size_t at = start - from_;
  const std::size_t last = std::min(w_.limit, start + Window::ahead) - from_;
  while (at < last) {
    if (at + 64 > ClassMasks::bytes) {
      std::size_t end = from_ + at;
      while (end < from_ + last && w_.alnum_at(end)) ++end;
      return end;
    }
    const int n = std::countr_one(bits_from(m_.digit, at) | bits_from(m_.alpha, at));
    at += static_cast<std::size_t>(n);
    if (n < 64) break;
  }
  return from_ + std::min(at, last);
}

// Joined to more letters and digits by a hyphen, underscore or point: part of something longer.
HWY_INLINE bool Judge::in_compound(std::size_t start, std::size_t end) const {
  const auto joins = [](char c) HWY_ATTR { return c == '-' || c == '_' || c == '.'; };
  if (joins(w_.before(start)) && start >= 2 && w_.alnum_at(start - 2)) return true;
  return joins(w_.at(end)) && w_.alnum_at(end + 1);
}

HWY_INLINE void Judge::word(std::size_t at) {
  const std::size_t bit = at - from_;
  std::uint64_t letters = near_bits_from(m_.alpha, bit);   // places of letters
  std::size_t length = static_cast<std::size_t>(std::countr_one(near_bits_from(m_.digit, bit) | letters));
  if (length >= 57) {
    length = word_end(at) - at;
    if (length > 64) return;
    letters = bits_from(m_.alpha, bit);
  }
  letters &= (2ULL << (length - 1)) - 1;
  const std::span<const Rules::WordRule> rules = rules_.words(length, letters != 0 || length == 64, text_[at]);
  const std::string_view value(text_ + at, length);
  Best best{};
  bool named = false;
  for (const Rules::WordRule& rule : rules) {
    if ((rule.digits & letters) != 0) continue;
    if (rule.needs_name) {
      named = true;
    } else if (take_better(best, {check_word(rule, value, static_cast<bool>(best.evidence)), rule.kind})) {
      break;
    }
  }
  if (named && (best.evidence || may_be_named(rules, value, letters))) return offer(best.kind, best.evidence, at, at + length, at, Offer::by_name);
  if (best.evidence && believable(best.evidence, at, at + length)) offer(best.kind, best.evidence, at, at + length, at);
}

// The better of two is kept. True when nothing else will say as much: format, check and one more.
HWY_INLINE bool Judge::take_better(Best& best, Best other) {
  if (!other.evidence || (best.evidence && strength(other.evidence) <= strength(best.evidence))) return false;
  best = other;
  return strength(other.evidence) > 2;
}
// 4-13812345678 is a part of a number unless a check digit speaks for it. One in ten fractions has that by chance
// (0.490154203237518 and an IMEI): behind a decimal point a date or a region inside must speak as well.
HWY_INLINE bool Judge::believable(Evidence evidence, std::size_t start, std::size_t end) const {
  if (!in_compound(start, end)) return true;
  if (!evidence.has(Evidence::check)) return false;
  const bool fraction = w_.before(start) == '.' && start >= 2 && w_.digit_at(start - 2);
  return !fraction || evidence.has(Evidence::date) || evidence.has(Evidence::region);
}

// Whether a kind counts that is believed only under its own name.
HWY_NOINLINE bool Judge::may_be_named(std::span<const Rules::WordRule> rules, std::string_view value, std::uint64_t letters) const {
  return std::any_of(rules.begin(), rules.end(), [&](const Rules::WordRule& rule) HWY_ATTR { return rule.needs_name && (rule.digits & letters) == 0 && rule.check(value); });
}

HWY_INLINE Evidence Judge::check_word(const Rules::WordRule& rule, std::string_view value, bool something) {
  const char* const s = value.data();
  switch (rule.proven) {
    case Proven::mobile:
      return proven::mobile_11(s);
    case Proven::bank_card:
      return proven::bank_card(s, value.size());
    case Proven::resident_id_18:
      return proven::resident_id_18(s);
    case Proven::imei:
      return proven::imei(s);
    case Proven::imsi:
      return proven::imsi(s);
    case Proven::iccid:
      return proven::iccid_20(s);
    case Proven::vin:
      return proven::vin(s);
    case Proven::uscc:
      return proven::uscc(s);
    case Proven::lei:
      if (something) return {};   // of digits alone it is weak, whatever it says
      [[fallthrough]];
    default:
      return rule.check(value);
  }
}
