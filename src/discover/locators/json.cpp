// JSON and JSON Lines: the key whose value a place is part of.
#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>

#include "discover/chars.h"
#include "discover/gb_text.h"
#include "discover/json_text.h"
#include "discover/locator.h"
#include "discover/locators/json_rows.h"

namespace lp::discover {
namespace {

constexpr std::size_t reach = Window::around - 64;   // how far before a value its key may begin

class JsonLocator final : public Locator {
 public:
  JsonLocator(FieldTable& fields, bool one_record) : fields_(fields), one_record_(one_record) { has_escapes_ = true; }

  void enter(const Window& window) override {
    window_ = &window;
    // Whole blocks before the window, as far as a key may begin.
    quotes_from_ = window.begin - std::min(window.begin, Window::around);
    const std::size_t size = window.end - quotes_from_;
    separate(window.text + quotes_from_, size, '"', '{', '}', {lanes_.quote, lanes_.open, lanes_.close});
    if (one_record_) return;
    separate(window.text + quotes_from_, size, '[', ']', '\\', {lanes_.list, lanes_.list_end, lanes_.backslash});
    rows_.enter(window, quotes_from_, lanes_);
  }
  FieldIndex field_at(std::size_t start, std::size_t mark) override {
    row_ = one_record_ ? 0 : rows_.at(mark);
    const char* text = window_->text;
    const std::size_t stop = start > reach ? start - reach : 0;
    std::size_t quote = start;   // back to the quote that opened the value
    do {
      const std::size_t end = quote;
      quote = quote_before(end, stop);
      if (quote == npos) return 0;
      if (quote + 1 == start) break;
      const std::size_t next = skip_spaces(quote + 1, end);
      // A colon behind it: it closed a key, and the value is a number.
      if (next < end && text[next] == ':') return has_newline(next, end) ? 0 : key_before(next, stop);
      if (has_newline(quote, end)) return 0;
    } while (quote > 0 && text[quote - 1] == '\\');
    while (quote > stop && is_space(text[quote - 1])) --quote;
    return quote > stop && text[quote - 1] == ':' ? key_before(quote - 1, stop) : 0;
  }
  std::uint64_t row() const override { return row_; }
  std::uint64_t records() const override { return rows_.total(); }

 private:
  static constexpr std::size_t npos = ~std::size_t{0};

  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  std::size_t skip_spaces(std::size_t at, std::size_t end) const {
    while (at < end && is_space(window_->text[at])) ++at;
    return at;
  }
  bool has_newline(std::size_t from, std::size_t to) const { return std::memchr(window_->text + from, '\n', to - from) != nullptr; }
  // The last quote in [stop, end); npos when there is none.
  std::size_t quote_before(std::size_t end, std::size_t stop) const {
    if (end <= quotes_from_) return quote_byte_before(end, stop);
    const std::size_t last = end - 1 - quotes_from_;
    std::size_t block = last >> 6;
    std::uint64_t bits = lanes_.quote[block + 1] & (~0ULL >> (63 - (last & 63)));
    while (bits == 0) {
      if (block == 0) return quote_byte_before(quotes_from_, stop);
      bits = lanes_.quote[block--];
    }
    const std::size_t found = quotes_from_ + (block << 6) + static_cast<std::size_t>(63 - std::countl_zero(bits));
    return found >= stop ? found : npos;
  }
  std::size_t quote_byte_before(std::size_t end, std::size_t stop) const {
    while (end > stop && window_->text[end - 1] != '"') --end;
    return end > stop ? end - 1 : npos;
  }
  FieldIndex key_before(std::size_t colon, std::size_t stop) {
    std::size_t end = colon;
    while (end > stop && is_space(window_->text[end - 1])) --end;
    if (end == stop || window_->text[end - 1] != '"') return 0;
    --end;
    const std::size_t longest = std::max(stop, end - std::min<std::size_t>(end, 128));
    const std::size_t quote = quote_before(end, longest);
    const std::string_view key = window_->slice(quote == npos ? longest : quote + 1, end);
    const bool escaped = has_unicode_escape(key);
    if (window_->form == TextForm::utf8) return escaped ? fields_.intern(resolve_unicode_escapes(key)) : fields_.intern(key);
    converted_.clear();
    append_utf8(key, converted_);
    return fields_.intern(escaped ? resolve_unicode_escapes(converted_) : converted_);
  }

  FieldTable& fields_;
  bool one_record_;
  const Window* window_ = nullptr;
  JsonRows rows_;
  JsonRows::Lanes lanes_;
  std::size_t quotes_from_ = 0;   // lane bit 0
  std::uint64_t row_ = 0;
  std::string converted_;
};

}  // namespace

std::unique_ptr<Locator> make_json_locator(FieldTable& fields) { return std::make_unique<JsonLocator>(fields, false); }
std::unique_ptr<Locator> make_json_record_locator(FieldTable& fields) { return std::make_unique<JsonLocator>(fields, true); }

}  // namespace lp::discover
