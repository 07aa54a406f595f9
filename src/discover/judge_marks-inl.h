// Values that a sign announces: @ . : - between letters and digits. Included by judge.cpp alone, once a target.

HWY_INLINE void Judge::mail(std::size_t at) {
  const std::size_t bit = at - from_;
  const std::uint64_t dots_before = bits_before(m_.dot, bit);
  const std::uint64_t mailbox = bits_before(m_.alpha, bit) | bits_before(m_.digit, bit) | dots_before | bits_before(m_.hyphen, bit) | bits_before(m_.mail, bit);
  const auto local = static_cast<std::size_t>(std::countl_one(mailbox));
  std::size_t start = at - std::min(at, local);
  while (start < at && (text_[start] == '.' || text_[start] == '-')) ++start;
  const auto is_sign = [](char c) HWY_ATTR { return c == '.' || c == '_' || c == '-' || c == '+' || c == '%'; };
  if (start == at || (at - start >= 64 && (w_.alnum_at(start - 1) || is_sign(w_.before(start))))) return;
  // user:password@host is a credential, not a mailbox
  if (w_.before(start) == ':' && start >= 2 && text_[start - 2] != ' ' && w_.slice(start > 80 ? start - 80 : 0, start).find("://") != std::string_view::npos) return;
  const std::size_t after = bit + 1;
  const std::uint64_t alpha = bits_from(m_.alpha, after), dots = bits_from(m_.dot, after), hyphens = bits_from(m_.hyphen, after);
  const int host = std::countr_one(alpha | bits_from(m_.digit, after) | dots | hyphens);
  std::size_t end = at + 1 + static_cast<std::size_t>(host);
  while (host == 64 && end < w_.limit && end < at + 254 && (is_alnum(text_[end]) || text_[end] == '.' || text_[end] == '-')) ++end;
  while (end > at + 1 && (text_[end - 1] == '.' || text_[end - 1] == '-')) --end;
  if (end <= at + 3) return;
  if (host == 64) return ask(Mark::at, start, end, at);
  const std::uint64_t in_host = (1ULL << (end - at - 1)) - 1;
  const std::uint64_t bad_local = dots_before & (dots_before << 1 | 1ULL << 63) & ~(~0ULL >> (at - start - 1) >> 1);
  ask_mailbox(alpha, dots & in_host, hyphens & in_host, bad_local != 0, start, end, at);
}

// As a number, the first lowest; zeros behind the end.
HWY_INLINE std::uint32_t Judge::four_bytes(std::size_t at) const {
  std::uint32_t word = 0;
  std::memcpy(&word, text_ + std::min(at, w_.limit - 4), 4);
  return at + 4 <= w_.limit ? word : word >> (8 * (at + 4 - w_.limit));
}

// All that the validator of addresses looks at, from the masks behind the @.
HWY_INLINE void Judge::ask_mailbox(std::uint64_t alpha, std::uint64_t dots, std::uint64_t hyphens, bool bad_local, std::size_t start, std::size_t end, std::size_t at) {
  const std::uint64_t after_dot = dots << 1 | 1;
  const bool bad = bad_local || dots == 0 || (dots & (after_dot | hyphens << 1)) != 0 || (hyphens & after_dot) != 0;
  const std::size_t top = at + 2 + static_cast<std::size_t>(63 - std::countl_zero(dots | 1)), length = end - top;
  const bool letters = (~(alpha >> (top - at - 1)) & ((1ULL << length) - 1)) == 0;
  if (!bad && !letters) return ask(Mark::at, start, end, at);   // perhaps punycode
  const bool good = !bad && length >= 2 && length <= 18 && (length > 4 || !proven::is_file_name(four_bytes(top) & ~0U >> (8 * (4 - length))));
  ask_proven(Mark::at, s_.email, evidence(good ? Evidence::format : Evidence::none), start, end, at);
}

HWY_INLINE void Judge::quad(std::size_t at) {
  const std::size_t start = at - std::min<std::size_t>(digits_before(at), 4);
  const char before = w_.before(start);
  if (w_.alnum_at(start - 1) || before == '.') return;
  // Chrome/120.0.6099.109 is a version; http://192.0.2.1/ is an address
  if (before == '/' && start >= 2 && is_alnum(text_[start - 2])) return;
  const std::size_t bit = at - from_;
  const std::uint64_t dots = bits_from(m_.dot, bit);
  std::uint64_t fourth = dots & (dots - 1);
  fourth &= fourth - 1;
  fourth &= fourth - 1;
  const auto run = static_cast<std::size_t>(std::countr_one((dots & ~fourth) | bits_from(m_.digit, bit)));
  const std::size_t end = at + std::min<std::size_t>(run, 14);
  // A full stop may follow the address, nothing else that goes on.
  if (w_.alnum_at(end) || (w_.at(end) == '.' && w_.digit_at(end + 1))) return;
  ask_proven(Mark::dots, s_.ipv4, proven::ipv4(text_ + start, text_ + end), start, end, at);
}

// Numbers joined by dots whose first says what they are: 88.1000.2/name, 1.2.156.10197.
HWY_INLINE void Judge::prefix_dot(std::size_t at) {
  const char last = text_[at - 1];
  const std::size_t start = w_.before(at - 1) == '8' && (last == '8' || last == '6') ? at - 2 : at - 1;
  const bool oid = start == at - 1 && last == '1' && w_.slice(start, std::min(start + 8, w_.limit)) == "1.2.156.";
  if ((start == at - 1 && !oid) || w_.alnum_at(start - 1) || w_.before(start) == '.') return;
  std::size_t end = at;
  while (end < w_.limit && end < start + 128 && (w_.digit_at(end) || (text_[end] == '.' && w_.digit_at(end + 1)))) ++end;
  if (!oid) {
    if (w_.at(end) != '/') return;
    for (++end; end < w_.limit && end < start + 255; ++end) {
      const char c = text_[end];
      if (c <= ' ' || c == '"' || c == '\'' || c == ',' || c == ';' || c == '<' || c == '>' || is_high(c)) break;
    }
  }
  ask(Mark::dots, start, end, at);
}

HWY_INLINE void Judge::decimal(std::size_t at) {
  const std::size_t whole = digits_before(at), start = at - whole;
  if (whole > 3 || w_.before(start) == '.' || w_.alnum_at(start - 1)) return;
  std::size_t end = at + 1 + std::min<std::size_t>(digits_from(at + 1), 16);
  const auto between = [](char c) HWY_ATTR { return c == ',' || c == ' '; };
  const std::size_t gap = end;
  if (!between(w_.at(end))) return;
  while (end < at + 20 && between(w_.at(end))) ++end;
  const std::size_t second = end;
  end += std::min<std::size_t>(digits_from(end), 3);
  if (end == second || w_.at(end) != '.') return;
  const std::size_t fraction = ++end;
  end += std::min<std::size_t>(digits_from(end), 16);
  if (end < fraction + 4 || w_.alnum_at(end)) return;
  const bool fits = whole > 0 && second - gap <= 3 && end - fraction <= 15 && gap - at <= 16;
  const Evidence proven = fits ? proven::coordinates(proven::ten_thousandths(text_ + start), proven::ten_thousandths(text_ + second)) : Evidence{};
  ask_proven(Mark::decimals, s_.coordinates, proven, start, end, at);
}

HWY_INLINE void Judge::pairs(std::size_t at) {
  if (at < 2 || at + 15 > w_.limit) return;
  const std::size_t start = at - 2, end = start + 17;
  const char separator = text_[at];
  if (w_.alnum_at(start - 1) || w_.before(start) == separator || w_.alnum_at(end) || w_.at(end) == separator) return;
  ask(Mark::pairs, start, end, at);
}

void Judge::colons(std::size_t at) {
  const auto part = [&](std::size_t i) HWY_ATTR { return text_[i] == ':' || text_[i] == '.' || (is_hex(text_[i]) && w_.alnum_at(i)); };
  std::size_t start = at, end = at;
  while (start > 0 && at - start < 40 && part(start - 1)) --start;
  while (end < w_.limit && end - at < 48 && part(end)) ++end;
  while (end > at && (text_[end - 1] == '.' || (text_[end - 1] == ':' && text_[end - 2] != ':'))) --end;
  if (w_.alnum_at(start - 1) || w_.alnum_at(end) || end - start < 6) return;
  ask(Mark::colons, start, end, at);
}

// Back from a hyphen over the parts before it, at most three of them and 24 bytes.
HWY_INLINE std::size_t Judge::part_start(std::size_t at) const {
  const std::size_t bit = at - from_;
  const auto first = static_cast<std::size_t>(std::countl_one(bits_before(m_.alpha, bit) | bits_before(m_.digit, bit)));
  std::size_t start = at - std::min(at, first);
  if (first < 24 && w_.before(start) != '-' && w_.before(start) != '.') return start;
  start = at;
  for (int parts = 0; start > 0 && at - start < 24; --start) {
    const char c = text_[start - 1];
    if (w_.alnum_at(start - 1) || (c == '.' && parts == 0 && start < at && w_.alnum_at(start - 2))) continue;
    if (c != '-' || ++parts > 2) break;
  }
  while (start < at && !is_alnum(text_[start])) ++start;
  return start;
}
// Forward over the parts behind it.
HWY_INLINE std::size_t Judge::part_end(std::size_t at) const {
  const std::size_t bit = at + 1 - from_;
  const auto first = static_cast<std::size_t>(std::countr_one(bits_from(m_.alpha, bit) | bits_from(m_.digit, bit)));
  std::size_t end = at + 1 + first;
  if (first < 39 && w_.at(end) != '-') return end;
  end = at + 1;
  while (end < w_.limit && end - at < 40 && (w_.alnum_at(end) || (text_[end] == '-' && w_.alnum_at(end + 1)))) ++end;
  return end;
}

HWY_INLINE void Judge::hyphen(std::size_t at) {
  // Dates have two digits between hyphens too: of those only cells begin with 460.
  if (w_.at(at + 3) == '-' && (at < 3 || w_.slice(at - 3, at) != "460")) return;
  const std::size_t start = part_start(at), end = part_end(at);
  if (start == at || end == at + 1) return;
  // 苏B2-20240001
  if (start >= 3 && is_high(text_[start - 1]) && start + 2 == at) ask_cjk(Mark::hyphen, start - wide_, end, at);
  ask(Mark::hyphen, start, end, at);
}

// 6222 0200 0000 0000 018, 138-0000-0000
void Judge::groups(std::size_t at) {
  const char separator = text_[at];
  std::size_t start = at;
  while (start > 0 && at - start < 20 && (w_.digit_at(start - 1) || (text_[start - 1] == separator && w_.digit_at(start - 2)))) --start;
  std::size_t end = at + 10;
  while (w_.digit_at(end)) ++end;
  while (w_.at(end) == separator && w_.digit_at(end + 1) && end - start < 23) {
    ++end;
    while (w_.digit_at(end)) ++end;
  }
  if (w_.alnum_at(end) || w_.alnum_at(start - 1) || end - start > 23 || w_.before(start) == '-') return;
  const std::string_view value = w_.slice(start, end);
  // Grouped writing is judged by the validators of plain words, which skip the separators.
  for (const bool card : {false, true}) {
    if ((value.size() == 13) == card) continue;
    const KindIndex kind = card ? s_.bank_card : s_.mobile;
    if (kind >= rules_.kinds().size()) continue;
    const Evidence evidence = rules_.kinds()[kind].validator->check(value);
    if (evidence) return offer(kind, evidence, start, end, at);
  }
}
