#include "discover/scanner.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"

namespace lp::discover {
namespace {

constexpr std::size_t buffer_bytes = 256 * 1024;

// Characters of a value that begins with a 汉字, which are two or three bytes each: what counts as longer must not
// depend on the encoding.
std::size_t characters(std::string_view value, TextForm form) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < value.size(); ++n) i += static_cast<unsigned char>(value[i]) < 0x80 ? 1 : form == TextForm::utf8 ? 3 : 2;
  return n;
}

// Whether text[from] is the second byte of a character, told from the nearest byte that is nobody's second.
bool inside_character(const char* text, std::size_t from) {
  std::size_t safe = from;
  while (safe > 0 && from - safe < Window::around) {
    const auto c = static_cast<unsigned char>(text[safe - 1]);
    if (c < 0x30) break;
    --safe;
  }
  bool open = false;
  for (std::size_t i = safe; i < from; ++i) open = !open && static_cast<unsigned char>(text[i]) >= 0x80;
  return open;
}

constexpr int score_of(Evidence e) {
  int score = 60;
  if (e.has(Evidence::check)) score += 20;
  if (e.has(Evidence::date)) score += 8;
  if (e.has(Evidence::region)) score += 5;
  if (e.has(Evidence::registry)) score += 10;
  if (e.has(Evidence::entropy)) score += 10;
  return e.has(Evidence::weak) ? std::min(score, 35) : score;
}
constexpr auto scores = [] {
  std::array<std::uint8_t, 256> all{};
  for (int bits = 0; bits < 256; ++bits) all[static_cast<std::size_t>(bits)] = static_cast<std::uint8_t>(score_of(evidence(bits)));
  return all;
}();

}  // namespace

Scanner::Scanner(std::shared_ptr<const Rules> rules, FieldTable& fields)
    : rules_(std::move(rules)), fields_(fields), address_(rules_->index_of("address")), masks_(std::make_unique<ClassMasks>()),
      candidates_(std::make_unique<Candidates>()) {}
Scanner::~Scanner() = default;

void Scanner::begin(Locator& locator, const ScanOptions& options) {
  locator_ = &locator;
  options_ = options;
  window_ = {};
  window_.form = options.form;
  found_.clear();
}

Result<std::uint64_t> Scanner::scan(io::ByteSource& source, Locator& locator, const ScanOptions& options, HitSink& sink) {
  begin(locator, options);
  if (buffer_.empty()) buffer_.resize(buffer_bytes);
  std::size_t filled = 0, next = 0;   // bytes in the buffer; where the next window begins
  std::uint64_t base = 0;
  bool ended = false;
  while (true) {
    while (!ended && filled < buffer_.size()) {
      LP_TRY(const std::size_t n, source.read(buffer_.data() + filled, buffer_.size() - filled));
      ended = n == 0;
      filled += n;
    }
    while (next < filled && (ended || next + Window::step + Window::ahead <= filled)) {
      window_.text = buffer_.data();
      window_.begin = next;
      window_.end = std::min(next + Window::step, filled);
      window_.limit = filled;
      window_.base = base;
      window_.last = ended;
      scan_window(window_);
      next = window_.end;
      tell(next > Window::around ? next - Window::around : 0, sink);
    }
    if (ended) break;
    const std::size_t keep_from = next - std::min(next, Window::step);
    std::memmove(buffer_.data(), buffer_.data() + keep_from, filled - keep_from);
    for (Found& f : found_) f.start -= keep_from;
    base += keep_from;
    filled -= keep_from;
    next -= keep_from;
  }
  tell(filled + 1, sink);
  return base + filled;
}

void Scanner::scan_text(std::string_view text, Locator& locator, const ScanOptions& options, HitSink& sink) {
  begin(locator, options);
  window_.text = text.data();
  window_.limit = text.size();
  window_.last = true;
  for (std::size_t next = 0; next < text.size(); next += Window::step) {
    window_.begin = next;
    window_.end = std::min(next + Window::step, text.size());
    scan_window(window_);
    tell(next > Window::around ? next - Window::around : 0, sink);
  }
  tell(text.size() + 1, sink);
}

void Scanner::classify_window(Window& window) {
  window.masks_from = window.begin >= 64 ? window.begin - 64 : 0;
  const std::size_t size = std::min(window.limit - window.masks_from, ClassMasks::bytes);
  classify(window.text + window.masks_from, size, *masks_);
  if (window.form == TextForm::gb18030) join_gb18030(size, inside_character(window.text, window.masks_from), *masks_);
  window.masks = masks_.get();
}

void Scanner::scan_window(Window& window) {
  classify_window(window);
  locator_->enter(window);
  const std::size_t blocks = (window_.end - window_.begin + 63) / 64;
  find_candidates(*masks_, (window_.begin - window_.masks_from) / 64, blocks, *candidates_);
  for (std::size_t i = 0; i < blocks; ++i) {
    const std::size_t at = window_.begin + i * 64;
    for (std::uint64_t any = candidates_->any[i]; any != 0; any &= any - 1) judge(i, any & (~any + 1), at + static_cast<std::size_t>(std::countr_zero(any)));
  }
}

void Scanner::judge(std::size_t block, std::uint64_t bit, std::size_t at) {
  const Candidates& c = *candidates_;
  const bool word = (c.word[block] & bit) != 0;
  if (word) judge_word(at);
  if ((c.cjk_digits[block] & bit) != 0) judge_cjk_digits(at);
  if (word) return;
  if ((c.cjk_word[block] & bit) != 0) return judge_cjk_word(at);
  if ((c.cjk_letters[block] & bit) != 0) return judge_cjk_letters(at);
  judge_signs(block, bit, at);
}

void Scanner::judge_signs(std::size_t block, std::uint64_t bit, std::size_t at) {
  const Candidates& c = *candidates_;
  const char sign = window_.text[at];
  if (sign == '@') return judge_at(at);
  if (sign == '.') {
    if ((c.quad[block] & bit) != 0) judge_quad(at);
    if ((c.decimal[block] & bit) != 0) judge_decimal(at);
    if ((c.prefix_dot[block] & bit) != 0) judge_prefix_dot(at);
    return;
  }
  if ((c.pairs[block] & bit) != 0) judge_pairs(at);
  if ((c.colons[block] & bit) != 0) judge_colons(at);
  if ((c.groups[block] & bit) != 0) judge_groups(at);
  if ((c.hyphen[block] & bit) != 0) judge_hyphen(at);
}

void Scanner::ask(Mark mark, std::size_t start, std::size_t end, std::size_t at) {
  const std::string_view value = window_.slice(start, end);
  for (const KindIndex kind : rules_->of(mark)) {
    const Evidence evidence = rules_->kinds()[kind].validator->check(value);
    if (evidence) return offer(kind, evidence, start, end, at);
  }
}

void Scanner::offer(KindIndex kind, Evidence evidence, std::size_t start, std::size_t end, std::size_t at) {
  const FieldIndex field = locator_->field_at(start, at);
  int score = scores[evidence.bits];
  Setting setting = Setting::none;
  if (field != 0) {
    const NameMeaning& meaning = fields_[field].meaning;
    if (meaning.speaks_for.test(kind)) {
      setting = meaning.is_header ? Setting::header : Setting::context;
      score += meaning.is_header ? 25 : 20;
    } else if (meaning.names_other) {
      // One number in ten passes a check digit; a date besides does not happen by chance.
      const bool digits = window_.digit_at(start) && window_.digit_at(end - 1) && !evidence.has(Evidence::date);
      setting = Setting::other_name;
      score -= digits ? 50 : 20;
    } else if (meaning.is_header) {
      setting = Setting::other_header;
      score -= 30;
    }
  }
  if (score < options_.threshold) return;
  keep({window_.base + start, locator_->row(), static_cast<std::uint32_t>(end - start), field, kind, static_cast<std::uint8_t>(std::clamp(score, 1, 99)), evidence, setting}, start);
}

void Scanner::keep(const Hit& hit, std::size_t start) {
  if (found_.empty() || found_.back().start + found_.back().hit.length <= start) {
    found_.push_back({hit, start});
    return;
  }
  const auto length = [&](const Hit& h, std::size_t from) {
    return static_cast<unsigned char>(window_.text[from]) < 0x80 ? h.length : characters({window_.text + from, h.length}, window_.form);
  };
  const std::size_t end = start + hit.length;
  std::size_t at = found_.size();
  while (at > 0 && found_[at - 1].start >= end) --at;   // those behind it: its mark stood late in the value
  std::size_t from = at;
  for (; from > 0 && found_[from - 1].start + found_[from - 1].hit.length > start; --from) {
    // The longer value holds the shorter; of two alike the surer one counts.
    const Found& other = found_[from - 1];
    const std::size_t ours = length(hit, start), theirs = length(other.hit, other.start);
    const bool outdone = ours > theirs || (ours == theirs && hit.confidence > other.hit.confidence);
    if (!outdone) return;
  }
  const auto first = found_.begin() + static_cast<std::ptrdiff_t>(from);
  found_.insert(found_.erase(first, found_.begin() + static_cast<std::ptrdiff_t>(at)), {hit, start});
}

// Hits that begin before `before` can no longer be outdone.
void Scanner::tell(std::size_t before, HitSink& sink) {
  std::size_t n = 0;
  while (n < found_.size() && found_[n].start + found_[n].hit.length < before) ++n;
  if (n == 0) return;
  hits_.clear();
  values_.clear();
  for (std::size_t i = 0; i < n; ++i) {
    hits_.push_back(found_[i].hit);
    values_.push_back({window_.text + found_[i].start, found_[i].hit.length});
  }
  found_.erase(found_.begin(), found_.begin() + static_cast<std::ptrdiff_t>(n));
  sink.take(hits_, values_);
}

}  // namespace lp::discover
