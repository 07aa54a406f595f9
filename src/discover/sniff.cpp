#include "discover/sniff.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "discover/chars.h"
#include "io/csv_sniff.h"

namespace lp::discover {
namespace {

std::string_view skip_space(std::string_view s) {
  if (s.starts_with("\xef\xbb\xbf")) s.remove_prefix(3);
  const std::size_t at = s.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? std::string_view{} : s.substr(at);
}
std::vector<std::string_view> first_lines(std::string_view s, std::size_t n) {
  std::vector<std::string_view> out;
  while (out.size() < n && !s.empty()) {
    const std::size_t end = s.find('\n');
    if (end == std::string_view::npos && !out.empty()) break;   // the last one may be cut
    std::string_view line = s.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) out.push_back(line);
    s.remove_prefix(end == std::string_view::npos ? s.size() : end + 1);
  }
  return out;
}
std::vector<std::string> cells_of(std::string_view line, char separator) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  for (std::string& cell : cells) cell = std::string(trim(cell));
  return cells;
}
// Names, not values: no cell is empty, a number, a date or very long; most are different.
bool looks_like_header(const std::vector<std::string>& cells) {
  std::size_t named = 0;
  for (const std::string& cell : cells) {
    if (cell.size() > 80) return false;
    const auto digits = std::count_if(cell.begin(), cell.end(), is_digit);
    if (!cell.empty() && digits * 2 >= static_cast<std::ptrdiff_t>(cell.size())) return false;
    if (cell.find('@') != std::string::npos) return false;
    named += cell.empty() ? 0 : 1;
  }
  return named * 2 > cells.size();
}
bool is_sql(std::string_view head) {
  static constexpr std::string_view signs[] = {"insert into ", "create table ", "drop table ", "-- mysql dump", "-- postgresql database dump", "copy ", "set names "};
  for (const std::string_view line : first_lines(head, 60)) {
    std::string lower = to_lower_ascii(line.substr(0, 40));
    const std::string_view text = skip_space(lower);
    if (std::any_of(std::begin(signs), std::end(signs), [&](std::string_view sign) { return text.starts_with(sign); })) return true;
  }
  return false;
}
// Rows of a table whose quoted cells hold line ends.
std::vector<std::string_view> first_records(std::string_view s, std::size_t n) {
  std::vector<std::string_view> out;
  bool quoted = false;
  std::size_t from = 0;
  for (std::size_t at = 0; at < s.size() && out.size() < n; ++at) {
    if (s[at] == '"') quoted = !quoted;
    if (s[at] != '\n' || quoted) continue;
    std::string_view record = s.substr(from, at - from);
    if (record.ends_with('\r')) record.remove_suffix(1);
    if (!record.empty()) out.push_back(record);
    from = at + 1;
  }
  return out;
}
Sniffed table_of(const std::vector<std::string_view>& lines, char separator) {
  if (lines.size() < 2) return {};
  const std::vector<std::string> first = cells_of(lines[0], separator);
  if (first.size() < 2) return {};
  std::size_t equal = 0;
  for (const std::string_view line : lines) equal += cells_of(line, separator).size() == first.size() ? 1 : 0;
  if (equal * 10 < lines.size() * 8) return {};
  Sniffed out{Format::csv, {separator, '"', {}}};
  if (looks_like_header(first)) out.table.columns = first;
  return out;
}
Sniffed as_table(std::string_view head) {
  const char separator = io::sniff_separator(head);
  constexpr std::size_t looked_at = 20;
  const Sniffed by_line = table_of(first_lines(head, looked_at), separator);
  if (by_line.format == Format::csv || head.find('"') == std::string_view::npos) return by_line;
  return table_of(first_records(head, looked_at), separator);
}

}  // namespace

std::string_view to_string(Format f) {
  static constexpr std::array<std::string_view, 6> names{"text", "csv", "json", "jsonl", "sql", "xml"};
  return names[static_cast<std::size_t>(f)];
}

Sniffed sniff(std::string_view head) {
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  const std::string_view text = skip_space(head);
  if (text.empty()) return {};
  if (text[0] == '{' || text[0] == '[') {
    const std::vector<std::string_view> lines = first_lines(text, 3);
    const bool one_a_line = lines.size() >= 2 && lines[0].starts_with('{') && lines[0].ends_with('}') && lines[1].starts_with('{');
    const std::size_t quote = text.find('"');
    if (quote != std::string_view::npos && quote < 4096) return {one_a_line ? Format::jsonl : Format::json, {}};
  }
  if (text[0] == '<') return {Format::xml, {}};
  if (is_sql(text)) return {Format::sql, {}};
  return as_table(head);
}

std::unique_ptr<Locator> make_locator(const Sniffed& sniffed, FieldTable& fields) {
  switch (sniffed.format) {
    case Format::csv: return make_table_locator(fields, sniffed.table);
    case Format::json:
    case Format::jsonl: return make_json_locator(fields);
    case Format::sql: return make_sql_locator(fields);
    case Format::xml: return make_xml_locator(fields);
    case Format::text: break;
  }
  return make_text_locator(fields);
}

}  // namespace lp::discover
