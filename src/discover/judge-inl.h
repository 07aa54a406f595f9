// Included by judge.cpp alone, once a target, inside its namespace.

class Judge {
 public:
  explicit Judge(ScanState& state)
      : s_(state), w_(state.window), m_(state.masks), rules_(*state.rules), columns_(state.locator->columns()), text_(state.window.text),
        from_(state.window.masks_from), offers_from_(state.offers_from), wide_(state.window.form == TextForm::utf8 ? 3 : 2), next_(nullptr) {}
  // Every candidate of the window to offers, those to hits.
  void window();

 private:
  struct Where {
    FieldIndex field;
    std::uint64_t row;
  };

  void words();
  void others();
  void settle(Offer* words_end, Offer* others_end);
  void settle(Offer& offer, Hit*& end, std::uint64_t& last_end);

  // One a mark; `at` is the mark's place in the buffer.
  void sign(std::size_t block, std::uint64_t bit, std::size_t at);
  void word(std::size_t at);
  void mail(std::size_t at);
  void quad(std::size_t at);
  void prefix_dot(std::size_t at);
  void decimal(std::size_t at);
  void pairs(std::size_t at);
  void colons(std::size_t at);
  void hyphen(std::size_t at);
  void groups(std::size_t at);
  void ask_mailbox(std::uint64_t alpha, std::uint64_t dots, std::uint64_t hyphens, bool bad_local, std::size_t start, std::size_t end, std::size_t at);
  std::uint32_t four_bytes(std::size_t at) const;
  std::size_t part_start(std::size_t at) const;
  std::size_t part_end(std::size_t at) const;
  void cjk_word(std::size_t at);
  void cjk_letters(std::size_t at);
  void cjk_digits(std::size_t at);
  bool find_address_at(Offer& offer, const Hit* hits_end) const;

  struct Best {
    Evidence evidence;
    KindIndex kind;
  };
  static Evidence check_word(const Rules::WordRule& rule, std::string_view value, bool something);
  static bool take_better(Best& best, Best other);
  bool believable(Evidence evidence, std::size_t start, std::size_t end) const;
  bool may_be_named(std::span<const Rules::WordRule> rules, std::string_view value, std::uint64_t letters) const;
  bool named_word(const KindSet& speaks_for, Offer& offer) const;
  std::size_t word_end(std::size_t start) const;
  bool in_compound(std::size_t start, std::size_t end) const;
  std::size_t characters_before(std::size_t at) const;

  // Asks the kinds of `mark`; offers the first that says yes.
  void ask(Mark mark, std::string_view value, std::size_t start, std::size_t end, std::size_t at);
  void ask(Mark mark, std::size_t start, std::size_t end, std::size_t at) { ask(mark, w_.slice(start, end), start, end, at); }
  void ask_proven(Mark mark, Evidence (*check)(std::string_view), Evidence proven, std::size_t start, std::size_t end, std::size_t at);
  // The same for bytes of GB 18030, converted first.
  void ask_cjk(Mark mark, std::size_t start, std::size_t end, std::size_t at);
  void offer(KindIndex kind, Evidence evidence, std::size_t start, std::size_t end, std::size_t at, Offer::How how = Offer::known) {
    *next_++ = {static_cast<std::uint32_t>(start - offers_from_), static_cast<std::uint32_t>(at - offers_from_), static_cast<std::uint32_t>(end - start), kind, evidence, how};
  }

  Where where(std::size_t start, std::size_t at);
  Where ask_locator(std::size_t start, std::size_t at);
  void weigh(FieldIndex field, const Offer& offer, Worth& worth, std::uint64_t key) const;
  bool decide(const KindSet& speaks_for, Offer& offer) const;
  Hit* keep(const Hit& hit, Hit* end);
  std::size_t length_of(const Hit& hit) const;

  bool utf8() const { return wide_ == 3; }
  // Digits from a place on, or before it, at most 64.
  std::size_t digits_from(std::size_t at) const { return static_cast<std::size_t>(std::countr_one(bits_from(m_.digit, at - from_))); }
  std::size_t digits_before(std::size_t at) const { return static_cast<std::size_t>(std::countl_one(bits_before(m_.digit, at - from_))); }

  std::size_t high_before(std::size_t at) const { return static_cast<std::size_t>(std::countl_one(bits_before(m_.high, at - from_))); }

  ScanState& s_;
  const Window& w_;
  const ClassMasks& m_;
  const Rules& rules_;
  const ColumnFields* const columns_;
  const char* const text_;
  const std::size_t from_;   // of the masks
  const std::size_t offers_from_;
  const std::size_t wide_;   // bytes of a 汉字
  Offer* next_;
};

HWY_INLINE void Judge::window() {
  next_ = s_.words.get();
  words();
  Offer* const words_end = next_;
  next_ = s_.others.get();
  others();
  settle(words_end, next_);
}

HWY_INLINE void Judge::words() {
  const std::size_t blocks = (w_.end - w_.begin + 63) / 64;
  for (std::size_t i = 0; i < blocks; ++i) {
    for (std::uint64_t left = s_.candidates.word[i]; left != 0; left &= left - 1) word(w_.begin + i * 64 + static_cast<std::size_t>(std::countr_zero(left)));
  }
}

HWY_INLINE void Judge::others() {
  const std::size_t blocks = (w_.end - w_.begin + 63) / 64;
  for (std::size_t i = 0; i < blocks; ++i) {
    for (std::uint64_t left = s_.candidates.others[i]; left != 0; left &= left - 1) {
      sign(i, left & (~left + 1), w_.begin + i * 64 + static_cast<std::size_t>(std::countr_zero(left)));
    }
  }
}

HWY_INLINE void Judge::sign(std::size_t block, std::uint64_t bit, std::size_t at) {
  const Candidates& c = s_.candidates;
  const auto in = [block, bit](const Candidates::Lane& lane) HWY_ATTR { return (lane[block] & bit) != 0; };
  switch (text_[at]) {
    case '@':
      return mail(at);
    case '.':
      if (in(c.quad)) quad(at);
      if (in(c.decimal)) decimal(at);
      if (in(c.prefix_dot)) prefix_dot(at);
      return;
    case ':':
    case '-':
    case ' ':
      if (in(c.pairs)) pairs(at);
      if (in(c.colons)) colons(at);
      if (in(c.groups)) groups(at);
      if (in(c.hyphen)) hyphen(at);
      return;
    default:
      if (in(c.cjk_digits)) cjk_digits(at);
      if (in(c.cjk_word)) return cjk_word(at);
      if (in(c.cjk_letters)) cjk_letters(at);
  }
}

HWY_INLINE void Judge::ask(Mark mark, std::string_view value, std::size_t start, std::size_t end, std::size_t at) {
  const std::uint64_t first = first_bit(value[0]);
  for (const Rules::MarkRule& rule : rules_.marked(mark)) {
    if ((rule.first & first) == 0) continue;
    const Evidence evidence = rule.check(value);
    if (evidence) return offer(rule.kind, evidence, start, end, at);
  }
}

// The same where all has been proven that the validator `check` looks at: `proven` is its answer.
HWY_INLINE void Judge::ask_proven(Mark mark, Evidence (*check)(std::string_view), Evidence proven, std::size_t start, std::size_t end, std::size_t at) {
  const std::uint64_t first = first_bit(text_[start]);
  for (const Rules::MarkRule& rule : rules_.marked(mark)) {
    if ((rule.first & first) == 0) continue;
    const Evidence evidence = rule.check == check ? proven : rule.check(w_.slice(start, end));
    if (evidence) return offer(rule.kind, evidence, start, end, at);
  }
}

void Judge::ask_cjk(Mark mark, std::size_t start, std::size_t end, std::size_t at) {
  if (utf8()) return ask(mark, start, end, at);
  s_.converted.clear();
  append_utf8(w_.slice(start, end), s_.converted);
  ask(mark, s_.converted, start, end, at);
}
