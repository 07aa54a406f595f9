// XML and HTML: the element around a value, or the attribute whose value it is.
#include "discover/chars.h"
#include "discover/gb_text.h"
#include "discover/locator.h"
#include "discover/locators/xml_rows.h"

namespace lp::discover {
namespace {

bool is_name_char(char c) { return is_alnum(c) || c == '_' || c == '-' || c == '.' || c == ':' || is_high(c); }

class XmlLocator final : public Locator {
 public:
  explicit XmlLocator(FieldTable& fields) : fields_(fields) {}
  void enter(const Window& window) override {
    window_ = &window;
    rows_.enter(window);
  }
  FieldIndex field_at(std::size_t start, std::size_t mark) override {
    row_ = rows_.at(mark);
    const char* text = window_->text;
    const std::size_t stop = start > Window::around - 64 ? start - (Window::around - 64) : 0;
    for (std::size_t at = start; at > stop; --at) {
      const char c = text[at - 1];
      if ((c == '"' || c == '\'') && at - 1 > stop && text[at - 2] == '=') return name_before(at - 2, stop);
      if (c == '<' || c == '\n') return 0;
      if (c == '>') {
        std::size_t open = at - 1;
        while (open > stop && text[open - 1] != '<') --open;
        std::size_t end = open;
        while (end < at && is_name_char(text[end])) ++end;
        return open > stop && end > open ? name(open, end) : 0;
      }
    }
    return 0;
  }
  std::uint64_t row() const override { return row_; }
  std::uint64_t records() const override { return rows_.total(); }

 private:
  FieldIndex name_before(std::size_t equals, std::size_t stop) {
    std::size_t from = equals;
    while (from > stop && is_name_char(window_->text[from - 1])) --from;
    return name(from, equals);
  }
  FieldIndex name(std::size_t from, std::size_t to) {
    if (window_->form == TextForm::utf8) return fields_.intern(window_->slice(from, to));
    converted_.clear();
    append_utf8(window_->slice(from, to), converted_);
    return fields_.intern(converted_);
  }
  FieldTable& fields_;
  const Window* window_ = nullptr;
  XmlRows rows_;
  std::uint64_t row_ = 0;
  std::string converted_;
};

}  // namespace

std::unique_ptr<Locator> make_xml_locator(FieldTable& fields) { return std::make_unique<XmlLocator>(fields); }

}  // namespace lp::discover
