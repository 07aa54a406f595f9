// Running text, logs, configuration: key=value, "key: value", 标签：值, or a label of 汉字 in front of the value.
#include <algorithm>
#include <bit>

#include "discover/chars.h"
#include "discover/gb_text.h"
#include "discover/locators/rows.h"

namespace lp::discover {
namespace {

constexpr std::size_t longest_key = 40;

bool is_key_char(char c) { return is_alnum(c) || c == '_' || c == '-' || c == '.' || is_high(c); }

class TextLocator final : public Locator {
 public:
  explicit TextLocator(FieldTable& fields) : fields_(fields) {}

  void enter(const Window& window) override {
    window_ = &window;
    rows_.enter(window);
  }
  FieldIndex field_at(std::size_t start, std::size_t mark) override {
    row_ = rows_.at(mark);
    const char* text = window_->text;
    const std::size_t stop = start > 96 ? start - 96 : 0;
    std::size_t at = start;
    while (at > stop && (text[at - 1] == ' ' || text[at - 1] == '"' || text[at - 1] == '\'')) --at;
    if (at == stop) return 0;
    const bool full = ends_with_full_colon(at);
    if (text[at - 1] != '=' && text[at - 1] != ':' && !full) return label(start);
    at -= full ? (window_->form == TextForm::utf8 ? 3 : 2) : 1;
    while (at > stop && (text[at - 1] == ' ' || text[at - 1] == '"' || text[at - 1] == '\'')) --at;
    std::size_t from = at;
    while (from > stop && at - from < longest_key && is_key_char(text[from - 1])) --from;
    return name(from, at);
  }
  std::uint64_t row() const override { return row_; }

 private:
  bool ends_with_full_colon(std::size_t at) const {
    const std::string_view colon = window_->form == TextForm::utf8 ? std::string_view("：") : std::string_view("\xa3\xba");
    return at >= colon.size() && window_->slice(at - colon.size(), at) == colon;
  }
  // Up to six 汉字 glued to the value, or before one space: 联系电话13800000000.
  FieldIndex label(std::size_t start) {
    std::size_t at = start;
    if (window_->before(at) == ' ') --at;
    std::size_t from = at;
    const std::size_t longest = window_->form == TextForm::utf8 ? 18 : 12;
    while (from > 0 && at - from < longest && is_high(window_->text[from - 1])) --from;
    return label_meaning(from, at);
  }
  // A label is one of very many texts: only what it means is kept, under the name of the kind it speaks for.
  FieldIndex label_meaning(std::size_t from, std::size_t to) { return from == to ? 0 : fields_.intern_label(utf8(from, to)); }
  FieldIndex name(std::size_t from, std::size_t to) { return fields_.intern(utf8(from, to)); }

  std::string_view utf8(std::size_t from, std::size_t to) {
    const std::string_view bytes = window_->slice(from, to);
    if (window_->form == TextForm::utf8 || std::none_of(bytes.begin(), bytes.end(), is_high)) return bytes;
    converted_.clear();
    append_utf8(bytes, converted_);
    return converted_;
  }

  FieldTable& fields_;
  const Window* window_ = nullptr;
  RowCounter rows_;
  std::uint64_t row_ = 0;
  std::string converted_;
};

}  // namespace

std::unique_ptr<Locator> make_text_locator(FieldTable& fields) { return std::make_unique<TextLocator>(fields); }

}  // namespace lp::discover
