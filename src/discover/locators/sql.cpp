// INSERT statements: the table of the last INSERT INTO, the column by its place in the tuple or by the list of names.
#include <algorithm>

#include "discover/chars.h"
#include "discover/gb_text.h"
#include "discover/locator.h"

namespace lp::discover {
namespace {

std::string_view trimmed(std::string_view s) {
  const auto out = [](char c) { return c == ' ' || c == '`' || c == '"' || c == '\n' || c == '\r' || c == '\t'; };
  while (!s.empty() && out(s.front())) s.remove_prefix(1);
  while (!s.empty() && out(s.back())) s.remove_suffix(1);
  return s;
}

class SqlLocator final : public Locator {
 public:
  explicit SqlLocator(FieldTable& fields) : fields_(fields), tuples_(',', '\'', '(') {
    view_ = {&tuples_, 0, false, no_row, &names_};
    columns_ = &view_;
    has_escapes_ = true;
  }

  void enter(const Window& window) override {
    window_ = &window;
    tuples_.enter(window);
    read_to_ = window.begin;
  }
  void leave() override { read_statements(window_->end); }
  FieldIndex field_at(std::size_t, std::size_t mark) override {
    const ColumnIndex::Place place = tuples_.at(mark);
    row_ = place.row;
    read_statements(mark);
    view_.row = row_;
    if (names_.empty()) return 0;
    while (place.column >= names_.size() && names_.size() < 2000) names_.push_back(fields_.intern(table_ + "." + std::to_string(names_.size() + 1)));
    return names_[std::min<std::size_t>(place.column, names_.size() - 1)];
  }
  std::uint64_t row() const override { return row_; }

 private:
  static constexpr std::uint64_t no_row = ~0ULL;

  // Every tuple is looked at, whether or not something was found in it: only the first after INSERT INTO names the table.
  void read_statements(std::size_t to) {
    for (std::size_t paren = tuples_.next_row_begin(read_to_); paren < to; paren = tuples_.next_row_begin(read_to_)) {
      read_statement(paren);
      read_to_ = paren + 1;
      if (read_to_ >= window_->end) break;
    }
  }
  // The text before a tuple: "INSERT INTO `t` VALUES ", "INSERT INTO t (a, b) VALUES ", or "), " of the tuple before.
  void read_statement(std::size_t paren) {
    if (follows_a_tuple(paren) || repeats_last_head(paren)) return;
    const std::size_t from = paren > Window::around - 64 ? paren - (Window::around - 64) : 0;
    std::string_view before = window_->slice(from, paren);
    const std::size_t line = before.rfind('\n');
    if (line != std::string_view::npos) before.remove_prefix(line + 1);
    const std::size_t insert = find_word(before, "insert into ");
    if (insert == std::string_view::npos) return;
    std::string_view rest = before.substr(insert + 12);
    const std::size_t values = find_word(rest, "values");
    std::string_view names;
    if (values != std::string_view::npos) rest = rest.substr(0, values);
    const std::size_t open = rest.find('(');
    if (open != std::string_view::npos) {
      names = rest.substr(open + 1, rest.rfind(')') - open - 1);
      rest = rest.substr(0, open);
    }
    if (last_head_ == before.substr(insert)) return;
    last_head_ = before.substr(insert);
    table_ = text(trimmed(rest));
    names_.clear();
    while (!names.empty()) {
      const std::size_t comma = names.find(',');
      names_.push_back(fields_.intern(table_ + "." + text(trimmed(names.substr(0, comma)))));
      names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 1);
    }
    if (names_.empty()) names_.push_back(fields_.intern(table_ + ".1"));
  }
  bool follows_a_tuple(std::size_t paren) const {
    while (paren > 0 && window_->text[paren - 1] == ' ') --paren;
    return paren > 0 && window_->text[paren - 1] == ',';
  }
  // Most lines of a dump begin alike.
  bool repeats_last_head(std::size_t paren) const {
    const std::size_t size = last_head_.size();
    return size != 0 && size < Window::around - 64 && paren > size && window_->text[paren - size - 1] == '\n' && window_->slice(paren - size, paren) == last_head_;
  }
  static std::size_t find_word(std::string_view text, std::string_view lower) {
    const auto same = [](char a, char b) { return to_lower(a) == b; };
    const auto at = std::search(text.begin(), text.end(), lower.begin(), lower.end(), same);
    return at == text.end() ? std::string_view::npos : static_cast<std::size_t>(at - text.begin());
  }
  std::string text(std::string_view bytes) const { return window_->form == TextForm::utf8 ? std::string(bytes) : gb_to_utf8(bytes); }

  FieldTable& fields_;
  const Window* window_ = nullptr;
  ColumnIndex tuples_;
  ColumnFields view_;
  std::uint64_t row_ = 0;
  std::size_t read_to_ = 0;   // tuples before it have been looked at
  std::string table_, last_head_;
  std::vector<FieldIndex> names_;
};

}  // namespace

std::unique_ptr<Locator> make_sql_locator(FieldTable& fields) { return std::make_unique<SqlLocator>(fields); }

}  // namespace lp::discover
