#include "match/feeds/csv_lines.h"

#include <algorithm>

#include "base/text.h"

namespace lp::match {
namespace {

std::string folded(std::string_view name) {
  std::string out;
  for (const char c : trim(name))
    if (c != ' ' && c != '_' && c != '-') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

}  // namespace

std::string_view CsvLines::field() {
  if (!rest_.starts_with('"')) {
    const std::size_t end = std::min(rest_.find_first_of(std::string_view(separator_ == ',' ? ",\r\n" : "\t\r\n")), rest_.size());
    const std::string_view value = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return value;
  }
  rest_.remove_prefix(1);
  std::string* joined = nullptr;
  for (;;) {
    const std::size_t end = std::min(rest_.find('"'), rest_.size());
    const std::string_view piece = rest_.substr(0, end);
    line_ += static_cast<int>(std::ranges::count(piece, '\n'));
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (joined != nullptr) *joined += piece;
    if (!rest_.starts_with('"') || end == rest_.size()) return joined != nullptr ? std::string_view(*joined) : piece;
    if (joined == nullptr) joined = &unquoted_.emplace_back(piece);
    *joined += '"';
    rest_.remove_prefix(1);
  }
}

bool CsvLines::next(std::vector<std::string_view>& fields) {
  fields.clear();
  unquoted_.clear();
  while (!rest_.empty() && (rest_[0] == '\n' || rest_[0] == '\r')) {
    line_ += rest_[0] == '\n';
    rest_.remove_prefix(1);
  }
  if (rest_.empty()) return false;
  first_line_ = line_;
  for (;;) {
    fields.push_back(field());
    // What follows a closing quote up to the separator is dropped: no program means anything by it.
    const std::size_t next = std::min(rest_.find_first_of(std::string_view(separator_ == ',' ? ",\r\n" : "\t\r\n")), rest_.size());
    rest_.remove_prefix(next);
    if (rest_.empty() || rest_[0] != separator_) return true;
    rest_.remove_prefix(1);
  }
}

char csv_separator(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  return std::ranges::count(first, '\t') > std::ranges::count(first, ',') ? '\t' : ',';
}

int column_of(const std::vector<std::string_view>& header, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    for (std::size_t i = 0; i < header.size(); ++i)
      if (folded(header[i]) == folded(name)) return static_cast<int>(i);
  return -1;
}

std::string_view cell(const std::vector<std::string_view>& fields, int column) {
  return column < 0 || static_cast<std::size_t>(column) >= fields.size() ? std::string_view() : fields[static_cast<std::size_t>(column)];
}

}  // namespace lp::match
