// INSERT statements: the table of the last INSERT INTO, the column by its place in the tuple or by the list of names.
#include <algorithm>

#include "discover/chars.h"
#include "discover/gb_text.h"
#include "discover/locators/separators.h"

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
  explicit SqlLocator(FieldTable& fields) : fields_(fields), tuples_(',', '\'', '(') {}

  void enter(const Window& window) override {
    window_ = &window;
    tuples_.enter(window);
    known_row_ = ~0ULL;
  }
  FieldIndex field_at(std::size_t, std::size_t mark) override {
    const std::size_t column = tuples_.column_at(mark);
    if (tuples_.row() != known_row_) {
      known_row_ = tuples_.row();
      if (tuples_.row_begin() != std::string_view::npos) read_statement(tuples_.row_begin());
    }
    if (columns_.empty()) return 0;
    while (column >= columns_.size() && columns_.size() < 2000) columns_.push_back(fields_.intern(table_ + "." + std::to_string(columns_.size() + 1)));
    return columns_[std::min(column, columns_.size() - 1)];
  }
  std::uint64_t row() const override { return tuples_.row(); }

 private:
  // The text before a tuple: "INSERT INTO `t` VALUES ", "INSERT INTO t (a, b) VALUES ", or "), " of the tuple before.
  void read_statement(std::size_t paren) {
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
    columns_.clear();
    while (!names.empty()) {
      const std::size_t comma = names.find(',');
      columns_.push_back(fields_.intern(table_ + "." + text(trimmed(names.substr(0, comma)))));
      names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 1);
    }
    if (columns_.empty()) columns_.push_back(fields_.intern(table_ + ".1"));
  }
  static std::size_t find_word(std::string_view text, std::string_view lower) {
    const auto same = [](char a, char b) { return to_lower(a) == b; };
    const auto at = std::search(text.begin(), text.end(), lower.begin(), lower.end(), same);
    return at == text.end() ? std::string_view::npos : static_cast<std::size_t>(at - text.begin());
  }
  std::string text(std::string_view bytes) const { return window_->form == TextForm::utf8 ? std::string(bytes) : gb_to_utf8(bytes); }

  FieldTable& fields_;
  const Window* window_ = nullptr;
  SeparatorCounter tuples_;
  std::uint64_t known_row_ = ~0ULL;
  std::string table_, last_head_;
  std::vector<FieldIndex> columns_;
};

}  // namespace

std::unique_ptr<Locator> make_sql_locator(FieldTable& fields) { return std::make_unique<SqlLocator>(fields); }

}  // namespace lp::discover
