#include "service/catalogue/dataset_group.h"

namespace lp::service {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view s, std::size_t at) {
  std::size_t n = 0;
  while (at + n < s.size() && is_digit(s[at + n])) ++n;
  return n;
}

// Two digits at `at`, and no third, that are a number from 1 to `high`.
bool is_part(std::string_view s, std::size_t at, int high) {
  if (digits_at(s, at) != 2) return false;
  const int value = (s[at] - '0') * 10 + (s[at + 1] - '0');
  return value >= 1 && value <= high;
}
bool is_separator(char c) { return c == '-' || c == '_' || c == '.'; }

// Length of the date the run of digits at `at` begins with; 0 when it begins none: 2024, 202407, 20240731, 2024-07(-31).
std::size_t date_length(std::string_view s, std::size_t at) {
  const std::size_t digits = digits_at(s, at);
  const std::string_view century = s.substr(at, 2);
  if ((digits != 4 && digits != 6 && digits != 8) || (century != "19" && century != "20")) return 0;
  if (digits != 4) {
    const bool month = is_part(s.substr(at + 4, 2), 0, 12);
    return month && (digits == 6 || is_part(s.substr(at + 6, 2), 0, 31)) ? digits : 0;
  }
  if (at + 4 >= s.size() || !is_separator(s[at + 4]) || !is_part(s, at + 5, 12)) return 4;
  return at + 7 < s.size() && s[at + 7] == s[at + 4] && is_part(s, at + 8, 31) ? 10 : 7;
}

// The folder of a file, or of the archive it lies in; the schema of a table.
std::string_view folder_of(std::string_view path, bool is_table) {
  path = path.substr(0, path.find('!'));
  const auto cut = path.rfind(is_table ? '.' : '/');
  return cut == std::string_view::npos ? std::string_view() : path.substr(0, cut);
}

}  // namespace

std::string without_dates(std::string_view path) {
  std::string out;
  for (std::size_t i = 0; i < path.size();) {
    if (!is_digit(path[i])) {
      out += path[i++];
      continue;
    }
    const std::size_t date = date_length(path, i), run = digits_at(path, i);
    out += date > 0 ? std::string_view("#") : path.substr(i, run);
    i += date > 0 ? date : run;
  }
  return out;
}

std::string group_of(std::string_view path, DatasetUnit unit, bool is_table) {
  if (unit == DatasetUnit::root) return {};
  const bool by_document = unit == DatasetUnit::document || (unit == DatasetUnit::automatic && is_table);
  return without_dates(by_document ? path : folder_of(path, is_table));
}

}  // namespace lp::service
