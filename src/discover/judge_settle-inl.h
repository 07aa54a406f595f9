// From offers to hits: where they stand, what that says about them, which of two that overlap stays.
// Included by judge.cpp alone, once a target.

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

// What the name above or before a value says. Returns what it adds to the score.
HWY_INLINE int Judge::weigh(const NameMeaning& meaning, const Offer& offer, Setting& setting) const {
  if (meaning.speaks_for.test(offer.kind)) {
    setting = meaning.is_header ? Setting::header : Setting::context;
    return meaning.is_header ? 25 : 20;
  }
  if (meaning.names_other) {
    // One number in ten passes a check digit; a date besides does not happen by chance.
    const std::size_t start = s_.offers_from + offer.start;
    const bool digits = w_.digit_at(start) && w_.digit_at(start + offer.length - 1) && !offer.evidence.has(Evidence::date);
    setting = Setting::other_name;
    return digits ? -50 : -20;
  }
  if (!meaning.is_header) return 0;
  setting = Setting::other_header;
  return -30;
}

HWY_INLINE void Judge::settle() {
  const auto n = static_cast<std::size_t>(next_ - s_.offers.get());
  if (s_.hits.size() < s_.found + n) s_.hits.resize((s_.found + n) * 2);
  Hit* const hits = s_.hits.data();
  std::uint64_t last_end = s_.found == 0 ? 0 : hits[s_.found - 1].offset + hits[s_.found - 1].length;
  const std::uint64_t base = w_.base + s_.offers_from;
  for (Offer* offer = s_.offers.get(); offer != next_; ++offer) {
    if (offer->how == Offer::address && !find_address_at(*offer)) continue;
    const Where place = where(s_.offers_from + offer->start, s_.offers_from + offer->mark);
    const NameMeaning& meaning = (*s_.fields)[place.field].meaning;
    if (offer->how == Offer::by_name && !decide(meaning.speaks_for, *offer)) continue;
    int score = scores[offer->evidence.bits];
    Setting setting = Setting::none;
    if (place.field != 0) score += weigh(meaning, *offer, setting);
    if (score < s_.threshold) continue;
    Hit& hit = hits[s_.found];
    hit.offset = base + offer->start;
    hit.row = place.row;
    hit.length = offer->length;
    hit.field = place.field;
    hit.kind = offer->kind;
    hit.confidence = static_cast<std::uint8_t>(std::clamp(score, 1, 99));
    hit.evidence = offer->evidence;
    hit.setting = setting;
    if (last_end <= hit.offset) {
      ++s_.found;
      last_end = hit.offset + hit.length;
    } else {
      keep(Hit(hit));
      last_end = hits[s_.found - 1].offset + hits[s_.found - 1].length;
    }
  }
}

// A word whose field may say that it is something else. False when it is nothing.
HWY_INLINE bool Judge::decide(const KindSet& speaks_for, Offer& offer) const {
  if (speaks_for.any()) return named_word(speaks_for, offer);
  const std::size_t start = s_.offers_from + offer.start;
  return offer.evidence && believable(offer.evidence, start, start + offer.length);
}
HWY_NOINLINE bool Judge::named_word(const KindSet& speaks_for, Offer& offer) const {
  const std::size_t start = s_.offers_from + offer.start;
  const std::uint64_t letters = bits_from(m_.alpha, start - from_) & ((2ULL << (offer.length - 1)) - 1);
  const std::string_view value = w_.slice(start, start + offer.length);
  const std::uint64_t first = first_bit(value[0]);
  Best best{};
  for (const Rules::WordRule& rule : rules_.words(offer.length, letters != 0 || offer.length == 64).rules) {
    if ((rule.first & first) == 0 || (rule.digits & letters) != 0 || (rule.needs_name && !speaks_for.test(rule.kind))) continue;
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

// The longer value holds the shorter; of two alike the surer one counts.
HWY_NOINLINE void Judge::keep(const Hit& hit) {
  Hit* const hits = s_.hits.data();
  std::size_t to = s_.found;
  while (to > 0 && hits[to - 1].offset >= hit.offset + hit.length) --to;   // those behind it: its mark stood late in the value
  std::size_t from = to;
  for (; from > 0 && hits[from - 1].offset + hits[from - 1].length > hit.offset; --from) {
    const Hit& other = hits[from - 1];
    const std::size_t ours = length_of(hit), theirs = length_of(other);
    const bool outdone = ours > theirs || (ours == theirs && hit.confidence > other.confidence);
    if (!outdone) return;
  }
  if (from == to) {
    std::copy_backward(hits + to, hits + s_.found, hits + s_.found + 1);
  } else {
    std::copy(hits + to, hits + s_.found, hits + from + 1);
  }
  hits[from] = hit;
  s_.found = s_.found + 1 - (to - from);
}
