// Included by judge.cpp alone, once a target, inside its namespace.

class Judge {
 public:
  explicit Judge(ScanState& state)
      : s_(state), w_(state.window), m_(state.masks), rules_(*state.rules), columns_(state.locator->columns()), text_(state.window.text),
        from_(state.window.masks_from), wide_(state.window.form == TextForm::utf8 ? 3 : 2) {}
  void window();

 private:
  struct Where {
    FieldIndex field;
    std::uint64_t row;
  };

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
  void cjk_word(std::size_t at);
  void cjk_letters(std::size_t at);
  void cjk_digits(std::size_t at);
  void address(std::size_t at, std::size_t digits_end);

  struct Best {
    Evidence evidence;
    KindIndex kind;
  };
  Best named_word(const Rules::WordRules& rules, std::string_view value, std::uint64_t letters, std::size_t at, Best best);
  std::size_t word_end(std::size_t start) const;
  bool in_compound(std::size_t start, std::size_t end) const;
  std::size_t characters_before(std::size_t at) const;

  // Asks the kinds of `mark`; offers the first that says yes.
  void ask(Mark mark, std::string_view value, std::size_t start, std::size_t end, std::size_t at);
  void ask(Mark mark, std::size_t start, std::size_t end, std::size_t at) { ask(mark, w_.slice(start, end), start, end, at); }
  // The same for bytes of GB 18030, converted first.
  void ask_cjk(Mark mark, std::size_t start, std::size_t end, std::size_t at);
  Where where(std::size_t start, std::size_t at);
  void offer(KindIndex kind, Evidence evidence, std::size_t start, std::size_t end, std::size_t at);
  void keep(const Hit& hit, std::size_t start);
  std::size_t length_of(const Hit& hit, std::size_t start) const;

  bool utf8() const { return wide_ == 3; }
  // Digits from a place on, or before it, at most 64.
  std::size_t digits_from(std::size_t at) const { return static_cast<std::size_t>(std::countr_one(bits_from(m_.digit, at - from_))); }
  std::size_t digits_before(std::size_t at) const { return static_cast<std::size_t>(std::countl_one(bits_before(m_.digit, at - from_))); }

  ScanState& s_;
  const Window& w_;
  const ClassMasks& m_;
  const Rules& rules_;
  const ColumnFields* const columns_;
  const char* const text_;
  const std::size_t from_;   // of the masks
  const std::size_t wide_;   // bytes of a 汉字
};

HWY_INLINE void Judge::window() {
  const Candidates& c = s_.candidates;
  const std::size_t blocks = (w_.end - w_.begin + 63) / 64;
  for (std::size_t i = 0; i < blocks; ++i) {
    const std::size_t base = w_.begin + i * 64;
    for (std::uint64_t left = c.any[i]; left != 0; left &= left - 1) {
      const std::uint64_t bit = left & (~left + 1);
      const std::size_t at = base + static_cast<std::size_t>(std::countr_zero(left));
      if ((c.word[i] & bit) != 0) {
        word(at);
        if ((c.cjk_digits[i] & bit) != 0) cjk_digits(at);
      } else {
        sign(i, bit, at);
      }
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

HWY_INLINE Judge::Where Judge::where(std::size_t start, std::size_t at) {
  if (columns_ != nullptr) {
    const ColumnIndex::Place place = columns_->index->at(at);
    if (place.row < columns_->first_row) return {0, place.row};
    const std::vector<FieldIndex>& fields = *columns_->fields;
    if ((columns_->every_row || place.row == columns_->row) && place.column < fields.size()) return {fields[place.column], place.row};
  }
  const FieldIndex field = s_.locator->field_at(start, at);
  return {field, s_.locator->row()};
}

HWY_INLINE void Judge::ask(Mark mark, std::string_view value, std::size_t start, std::size_t end, std::size_t at) {
  const std::uint64_t first = first_bit(value[0]);
  for (const Rules::MarkRule& rule : rules_.marked(mark)) {
    if ((rule.first & first) == 0) continue;
    const Evidence evidence = rule.check(value);
    if (evidence) return offer(rule.kind, evidence, start, end, at);
  }
}

void Judge::ask_cjk(Mark mark, std::size_t start, std::size_t end, std::size_t at) {
  if (utf8()) return ask(mark, start, end, at);
  std::string converted;
  append_utf8(w_.slice(start, end), converted);
  ask(mark, converted, start, end, at);
}

void Judge::offer(KindIndex kind, Evidence evidence, std::size_t start, std::size_t end, std::size_t at) {
  const Where place = where(start, at);
  int score = scores[evidence.bits];
  Setting setting = Setting::none;
  if (place.field != 0) {
    const NameMeaning& meaning = (*s_.fields)[place.field].meaning;
    if (meaning.speaks_for.test(kind)) {
      setting = meaning.is_header ? Setting::header : Setting::context;
      score += meaning.is_header ? 25 : 20;
    } else if (meaning.names_other) {
      // One number in ten passes a check digit; a date besides does not happen by chance.
      const bool digits = w_.digit_at(start) && w_.digit_at(end - 1) && !evidence.has(Evidence::date);
      setting = Setting::other_name;
      score -= digits ? 50 : 20;
    } else if (meaning.is_header) {
      setting = Setting::other_header;
      score -= 30;
    }
  }
  if (score < s_.threshold) return;
  const Hit hit{w_.base + start, place.row, static_cast<std::uint32_t>(end - start), place.field, kind, static_cast<std::uint8_t>(std::clamp(score, 1, 99)), evidence, setting};
  if (s_.hits.empty() || s_.starts.back() + s_.hits.back().length <= start) {
    s_.hits.push_back(hit);
    s_.starts.push_back(start);
  } else {
    keep(hit, start);
  }
}

// Of a value that begins with a 汉字 characters count, not bytes: what is longer must not depend on the encoding.
std::size_t Judge::length_of(const Hit& hit, std::size_t start) const {
  if (!is_high(text_[start])) return hit.length;
  std::size_t n = 0;
  for (std::size_t i = 0; i < hit.length; ++n) i += is_high(text_[start + i]) ? wide_ : 1;
  return n;
}

// The longer value holds the shorter; of two alike the surer one counts.
HWY_NOINLINE void Judge::keep(const Hit& hit, std::size_t start) {
  const std::size_t end = start + hit.length;
  std::size_t to = s_.hits.size();
  while (to > 0 && s_.starts[to - 1] >= end) --to;   // those behind it: its mark stood late in the value
  std::size_t from = to;
  for (; from > 0 && s_.starts[from - 1] + s_.hits[from - 1].length > start; --from) {
    const Hit& other = s_.hits[from - 1];
    const std::size_t ours = length_of(hit, start), theirs = length_of(other, s_.starts[from - 1]);
    const bool outdone = ours > theirs || (ours == theirs && hit.confidence > other.confidence);
    if (!outdone) return;
  }
  const auto replace = [from, to](auto& all, const auto& by) {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(from);
    all.insert(all.erase(first, all.begin() + static_cast<std::ptrdiff_t>(to)), by);
  };
  replace(s_.hits, hit);
  replace(s_.starts, start);
}
