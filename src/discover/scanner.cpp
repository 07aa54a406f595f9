#include "discover/scanner.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "discover/scan_state.h"

namespace lp::discover {
namespace {

constexpr std::size_t buffer_bytes = 256 * 1024;

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

}  // namespace

Scanner::Scanner(std::shared_ptr<const Rules> rules) : state_(std::make_unique<ScanState>()) {
  state_->address = rules->index_of("address");
  state_->mobile = rules->index_of("mobile");
  state_->bank_card = rules->index_of("bank_card");
  state_->rules = std::move(rules);
  state_->email = find_validator("email")->check;
  state_->ipv4 = find_validator("ipv4")->check;
  state_->coordinates = find_validator("coordinates")->check;
  state_->plate = find_validator("plate")->check;
  state_->words = std::make_unique_for_overwrite<Offer[]>(Window::step + 1);
  state_->others = std::make_unique_for_overwrite<Offer[]>(Window::step * ScanState::offers_a_mark + 1);
}
Scanner::Scanner(std::shared_ptr<const Rules> rules, FieldTable& fields) : Scanner(std::move(rules)) { attach(fields); }
Scanner::~Scanner() = default;

void Scanner::attach(FieldTable& fields) { state_->fields = &fields; }

void Scanner::begin(Locator& locator, const ScanOptions& options) {
  LP_CHECK(state_->fields != nullptr, "a scanner has names before documents");
  state_->locator = &locator;
  state_->threshold = options.threshold;
  state_->window = {};
  state_->window.form = options.form;
  state_->found = 0;
  state_->worths.fill({});
}

Result<std::uint64_t> Scanner::scan(io::ByteSource& source, Locator& locator, const ScanOptions& options, HitSink& sink) {
  begin(locator, options);
  Window& window = state_->window;
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
      window.text = buffer_.data();
      window.begin = next;
      window.end = std::min(next + Window::step, filled);
      window.limit = filled;
      window.base = base;
      window.last = ended;
      scan_window();
      next = window.end;
      tell(next > Window::around ? next - Window::around : 0, sink);
    }
    if (ended) break;
    const std::size_t keep_from = next - std::min(next, Window::step);
    std::memmove(buffer_.data(), buffer_.data() + keep_from, filled - keep_from);
    base += keep_from;
    window.base = base;
    filled -= keep_from;
    next -= keep_from;
  }
  tell(filled + 1, sink);
  return base + filled;
}

void Scanner::scan_text(std::string_view text, Locator& locator, const ScanOptions& options, HitSink& sink) {
  begin(locator, options);
  Window& window = state_->window;
  window.text = text.data();
  window.limit = text.size();
  window.last = true;
  for (std::size_t next = 0; next < text.size(); next += Window::step) {
    window.begin = next;
    window.end = std::min(next + Window::step, text.size());
    scan_window();
    tell(window.end > Window::around ? window.end - Window::around : 0, sink);
  }
  tell(text.size() + 1, sink);
}

void Scanner::classify_window() {
  Window& window = state_->window;
  ClassMasks& masks = state_->masks;
  window.masks_from = window.begin >= 64 ? window.begin - 64 : 0;
  const std::size_t size = std::min(window.limit - window.masks_from, ClassMasks::bytes);
  classify(window.text + window.masks_from, size, masks);
  if (window.form == TextForm::gb18030) join_gb18030(size, inside_character(window.text, window.masks_from), masks);
  window.bytes_mislead = window.form == TextForm::gb18030;
  if (state_->locator->has_escapes() && clear_escapes(window.text + window.masks_from, size, masks)) window.bytes_mislead = true;
  window.masks = &masks;
}

void Scanner::scan_window() {
  classify_window();
  const Window& window = state_->window;
  state_->locator->enter(window);
  find_candidates(state_->masks, (window.begin - window.masks_from) / 64, (window.end - window.begin + 63) / 64, state_->candidates);
  judge_window(*state_);
  state_->locator->leave();
}

// Hits that end before `before` can no longer be outdone.
void Scanner::tell(std::size_t before, HitSink& sink) {
  const Window& window = state_->window;
  Hit* const hits = state_->hits.data();
  std::size_t n = state_->found;
  while (n > 0 && hits[n - 1].offset + hits[n - 1].length >= window.base + before) --n;
  if (n == 0) return;
  values_.resize(n);
  for (std::size_t i = 0; i < n; ++i) values_[i] = {window.text + (hits[i].offset - window.base), hits[i].length};
  sink.take({hits, n}, values_);
  std::copy(hits + n, hits + state_->found, hits);
  state_->found -= n;
}

}  // namespace lp::discover
