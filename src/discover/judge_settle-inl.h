// From offers to hits: where they stand, what that says about them, which of two that overlap stays.
// Included by judge.cpp alone, once a target.

HWY_INLINE Judge::Where Judge::where(std::size_t start, std::size_t at) {
  if (columns_ == nullptr) return ask_locator(start, at);
  const ColumnIndex::Place place = columns_->index->at(at);
  if (place.row < columns_->first_row) return {0, place.row};
  if ((!columns_->every_row && place.row != columns_->row) || place.column >= columns_->fields->size()) return ask_locator(start, at);
  return {(*columns_->fields)[place.column], place.row};
}
HWY_NOINLINE Judge::Where Judge::ask_locator(std::size_t start, std::size_t at) {
  const FieldIndex field = s_.locator->field_at(start, at);
  return {field, s_.locator->row()};
}

// What the name above or before a value adds to its score.
HWY_NOINLINE void Judge::weigh(FieldIndex field, const Offer& offer, Worth& worth, std::uint64_t key) const {
  const NameMeaning& meaning = (*s_.fields)[field].meaning;
  int score = scores[offer.evidence.bits];
  Setting setting = Setting::none;
  worth.key = key;
  if (field == 0) {
    // text without a name
  } else if (meaning.speaks_for.test(offer.kind)) {
    setting = meaning.is_header ? Setting::header : Setting::context;
    score += meaning.is_header ? 25 : 20;
  } else if (meaning.names_other) {
    // One number in ten passes a check digit; a date besides does not happen by chance.
    const std::size_t start = offers_from_ + offer.start;
    const bool digits = w_.digit_at(start) && w_.digit_at(start + offer.length - 1) && !offer.evidence.has(Evidence::date);
    setting = Setting::other_name;
    score -= digits ? 50 : 20;
    worth.key = ~std::uint64_t{0};   // not of every value the same
  } else if (meaning.is_header) {
    setting = Setting::other_header;
    score -= 30;
  }
  const int confidence = score < s_.threshold ? 0 : std::clamp(score, 1, 99);
  worth.hit = {0, 0, 0, field, offer.kind, static_cast<std::uint8_t>(confidence), offer.evidence, setting};
}

HWY_INLINE void Judge::settle(Offer* words_end, Offer* others_end) {
  Offer *word = s_.words.get(), *other = s_.others.get();
  const auto n = static_cast<std::size_t>((words_end - word) + (others_end - other));
  if (s_.hits.size() <= s_.found + n) s_.hits.resize((s_.found + n + 1) * 2);
  Hit* end = s_.hits.data() + s_.found;
  std::uint64_t last_end = s_.found == 0 ? 0 : end[-1].offset + end[-1].length;
  // In the order of marks, words first.
  words_end->mark = others_end->mark = ~std::uint32_t{0};
  for (std::size_t i = 0; i < n; ++i) {
    const bool before = other->mark < word->mark;
    Offer& next = before ? *other : *word;
    other += before ? 1 : 0;
    word += before ? 0 : 1;
    settle(next, end, last_end);
  }
  s_.found = static_cast<std::size_t>(end - s_.hits.data());
}

// `end` is that of the hits so far, `last_end` that of the last of them.
HWY_INLINE void Judge::settle(Offer& offer, Hit*& end, std::uint64_t& last_end) {
  if (offer.how == Offer::address && !find_address_at(offer, end)) return;
  const Where place = where(offers_from_ + offer.start, offers_from_ + offer.mark);
  if (offer.how == Offer::by_name && !decide((*s_.fields)[place.field].meaning.speaks_for, offer)) return;
  const std::uint64_t key = std::uint64_t{place.field} << 32 | std::uint64_t{offer.kind} << 8 | offer.evidence.bits;
  Worth& worth = s_.worths[(place.field * 16 + offer.kind) % 256];
  if (worth.key != key) weigh(place.field, offer, worth, key);
  if (worth.hit.confidence == 0) return;
  const std::uint64_t offset = w_.base + offers_from_ + offer.start;
  *end = worth.hit;
  end->offset = offset;
  end->row = place.row;
  end->length = offer.length;
  if (last_end <= offset) {
    last_end = offset + offer.length;
    ++end;
  } else {
    end = keep(Hit(*end), end);
    last_end = end[-1].offset + end[-1].length;
  }
}

// A word whose field may say that it is something else. False when it is nothing.
HWY_INLINE bool Judge::decide(const KindSet& speaks_for, Offer& offer) const {
  if (speaks_for.any()) return named_word(speaks_for, offer);
  const std::size_t start = offers_from_ + offer.start;
  return offer.evidence && believable(offer.evidence, start, start + offer.length);
}
HWY_NOINLINE bool Judge::named_word(const KindSet& speaks_for, Offer& offer) const {
  const std::size_t start = offers_from_ + offer.start;
  const std::uint64_t letters = bits_from(m_.alpha, start - from_) & ((2ULL << (offer.length - 1)) - 1);
  const std::string_view value = w_.slice(start, start + offer.length);
  Best best{};
  for (const Rules::WordRule& rule : rules_.words(offer.length, letters != 0 || offer.length == 64, value[0])) {
    if ((rule.digits & letters) != 0 || (rule.needs_name && !speaks_for.test(rule.kind))) continue;
    if (take_better(best, {rule.check(value), rule.kind})) break;
  }
  offer.evidence = best.evidence;
  offer.kind = best.kind;
  return best.evidence && believable(best.evidence, start, start + offer.length);
}

// Of a value that begins with a 汉字 characters count, not bytes: what is longer must not depend on the encoding.
std::size_t Judge::length_of(const Hit& hit) const {
  const char* const value = text_ + (hit.offset - w_.base);
  if (!is_high(*value)) return hit.length;
  std::size_t n = 0;
  for (std::size_t i = 0; i < hit.length; ++n) i += is_high(value[i]) ? wide_ : 1;
  return n;
}

// The longer value holds the shorter; of two alike the surer one counts. Returns the new end of the hits.
HWY_NOINLINE Hit* Judge::keep(const Hit& hit, Hit* end) {
  Hit* const hits = s_.hits.data();
  Hit* to = end;
  while (to != hits && to[-1].offset >= hit.offset + hit.length) --to;   // those behind it: its mark stood late in the value
  Hit* from = to;
  for (; from != hits && from[-1].offset + from[-1].length > hit.offset; --from) {
    const std::size_t ours = length_of(hit), theirs = length_of(from[-1]);
    const bool outdone = ours > theirs || (ours == theirs && hit.confidence > from[-1].confidence);
    if (!outdone) return end;
  }
  if (from == to) {
    std::copy_backward(to, end, end + 1);
  } else {
    std::copy(to, end, from + 1);
  }
  *from = hit;
  return end + 1 - (to - from);
}
