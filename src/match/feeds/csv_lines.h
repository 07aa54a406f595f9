#pragma once
// CSV of signals and bulletins: comma or tab, double quotes, UTF-8. Without copies where a field has no doubled quote.

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace lp::match {

class CsvLines {
 public:
  explicit CsvLines(std::string_view text, char separator = ',') : rest_(text), separator_(separator) {}
  // The next record that is not blank; false at the end. Fields are valid until the next call.
  bool next(std::vector<std::string_view>& fields);
  int line() const { return first_line_; }   // where the record begins, 1-based

 private:
  std::string_view field();

  std::string_view rest_;
  char separator_;
  int line_ = 1, first_line_ = 1;
  std::deque<std::string> unquoted_;
};

// "," or tab, whichever the first line has more of.
char csv_separator(std::string_view text);
// Index of the column named one of `names` (without case, blanks and "_"); -1: none.
int column_of(const std::vector<std::string_view>& header, std::initializer_list<std::string_view> names);
std::string_view cell(const std::vector<std::string_view>& fields, int column);  // "" when there is none

}  // namespace lp::match
