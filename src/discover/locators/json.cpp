// JSON and JSON Lines: the key whose value a place is part of.
#include "discover/chars.h"
#include "discover/gb_text.h"
#include "discover/locators/rows.h"

namespace lp::discover {
namespace {

class JsonLocator final : public Locator {
 public:
  explicit JsonLocator(FieldTable& fields) : fields_(fields) {}

  void enter(const Window& window) override {
    window_ = &window;
    rows_.enter(window);
  }
  FieldIndex field_at(std::size_t start, std::size_t mark) override {
    row_ = rows_.at(mark);
    const std::size_t stop = start > Window::around - 64 ? start - (Window::around - 64) : 0;
    std::size_t at = start;
    if (at > stop && window_->text[at - 1] != '"') {
      // a number, or inside a string: back to the quote that opened it
      std::size_t quote = at;
      while (quote > stop && (window_->text[quote - 1] != '"' || (quote >= 2 && window_->text[quote - 2] == '\\'))) {
        const char c = window_->text[quote - 1];
        if (c == ':' && ends_key(quote - 1)) return key_before(quote - 1, stop);
        if (c == '\n') return 0;
        --quote;
      }
      at = quote;
    }
    if (at == stop) return 0;
    std::size_t before = at - 1;                        // the opening quote
    while (before > stop && is_space(window_->text[before - 1])) --before;
    if (before > stop && window_->text[before - 1] == ':') return key_before(before - 1, stop);
    return 0;
  }
  std::uint64_t row() const override { return row_; }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  // Whether the colon follows a closing quote: then it stands after a key.
  bool ends_key(std::size_t colon) const {
    while (colon > 0 && is_space(window_->text[colon - 1])) --colon;
    return colon > 0 && window_->text[colon - 1] == '"';
  }
  FieldIndex key_before(std::size_t colon, std::size_t stop) {
    std::size_t end = colon;
    while (end > stop && is_space(window_->text[end - 1])) --end;
    if (end == stop || window_->text[end - 1] != '"') return 0;
    --end;
    std::size_t from = end;
    while (from > stop && end - from < 128 && window_->text[from - 1] != '"') --from;
    const std::string_view key = window_->slice(from, end);
    if (window_->form == TextForm::utf8) return fields_.intern(key);
    converted_.clear();
    append_utf8(key, converted_);
    return fields_.intern(converted_);
  }

  FieldTable& fields_;
  const Window* window_ = nullptr;
  RowCounter rows_;
  std::uint64_t row_ = 0;
  std::string converted_;
};

}  // namespace

std::unique_ptr<Locator> make_json_locator(FieldTable& fields) { return std::make_unique<JsonLocator>(fields); }

}  // namespace lp::discover
