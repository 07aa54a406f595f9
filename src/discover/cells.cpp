#include "discover/cells.h"

#include <algorithm>

#include "base/text.h"
#include "discover/chars.h"
#include "discover/json_text.h"
#include "io/csv_reader.h"

namespace lp::discover {
namespace {

void table_cells(const TableShape& shape, std::string_view sample, FieldTable& fields, const CellFn& fn) {
  const std::size_t end = sample.rfind('\n');
  if (end != std::string_view::npos) sample = sample.substr(0, end + 1);
  io::CsvOptions options;
  options.separator = shape.separator;
  options.encoding = io::Encoding::utf8;
  io::CsvReader reader(io::make_memory_source(sample), options);
  io::Row row;
  bool first = true;
  while (true) {
    const Result<bool> more = reader.next(row);
    if (!more || !*more) return;
    if (first && !shape.columns.empty()) {
      first = false;
      continue;
    }
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const bool named = i < shape.columns.size() && !shape.columns[i].empty();
      fn(fields.intern(named ? shape.columns[i] : "#" + std::to_string(i + 1)), row.cells[i].text);
    }
  }
}

// "key": "value" and "key": 12 wherever they stand; no tree is built, so a cut document is no matter.
void json_cells(std::string_view s, FieldTable& fields, const CellFn& fn) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  std::string key, value;
  for (std::size_t at = 0; at < s.size();) {
    if (s[at] != '"') {
      ++at;
      continue;
    }
    const auto string_end = [&](std::size_t from) {
      while (from < s.size() && s[from] != '"') from += s[from] == '\\' ? 2 : 1;
      return std::min(from, s.size());
    };
    const std::size_t end = string_end(at + 1);
    std::size_t next = end + 1;
    while (next < s.size() && space(s[next])) ++next;
    if (next >= s.size() || s[next] != ':') {
      at = end + 1;
      continue;
    }
    key = resolve_unicode_escapes(s.substr(at + 1, end - at - 1));
    for (++next; next < s.size() && space(s[next]);) ++next;
    if (next >= s.size()) return;
    if (s[next] == '"') {
      const std::size_t close = string_end(next + 1);
      if (close >= s.size()) return;
      value = resolve_unicode_escapes(s.substr(next + 1, close - next - 1));
      fn(fields.intern(key), value);
      at = close + 1;
    } else {
      std::size_t close = next;
      while (close < s.size() && s[close] != ',' && s[close] != '}' && s[close] != ']' && s[close] != '\n' && s[close] != '{' && s[close] != '[' && s[close] != '"') ++close;
      if (close > next && close < s.size() && (is_digit(s[next]) || s[next] == '-')) fn(fields.intern(key), s.substr(next, close - next));
      at = std::max(close, next);
    }
  }
}

// (1, 'a', …) after VALUES: cells between separators, quotes removed.
void sql_cells(std::string_view s, FieldTable& fields, const CellFn& fn) {
  const std::string lower = to_lower_ascii(s);
  std::string name, cell;
  for (std::size_t at = lower.find("insert into "); at != std::string::npos; at = lower.find("insert into ", at)) {
    at += 12;
    const std::size_t values = lower.find("values", at);
    if (values == std::string::npos || values - at > 4000) continue;
    std::string_view head = s.substr(at, values - at);
    std::vector<std::string> columns;
    const std::size_t open = head.find('(');
    const auto clean = [](std::string_view t) {
      std::string out;
      for (const char c : trim(t)) {
        if (c != '`' && c != '"') out += c;
      }
      return out;
    };
    if (open != std::string_view::npos) {
      for (const std::string_view part : split(head.substr(open + 1, head.rfind(')') - open - 1), ',')) columns.push_back(clean(part));
      head = head.substr(0, open);
    }
    const std::string table = clean(head);
    std::size_t i = values + 6;
    while (i < s.size()) {
      while (i < s.size() && (s[i] == ' ' || s[i] == '\n' || s[i] == '\r' || s[i] == ',')) ++i;
      if (i >= s.size() || s[i] != '(') break;
      std::size_t column = 0;
      cell.clear();
      bool quoted = false;
      for (++i; i < s.size(); ++i) {
        const char c = s[i];
        if (c == '\'') {
          quoted = !quoted;
        } else if (!quoted && (c == ',' || c == ')')) {
          const std::string field = table + "." + (column < columns.size() ? columns[column] : std::to_string(column + 1));
          fn(fields.intern(field), cell);
          cell.clear();
          ++column;
          if (c == ')') break;
        } else {
          cell += c;
        }
      }
      ++i;
    }
    at = i;
  }
}

void xml_cells(std::string_view s, FieldTable& fields, const CellFn& fn) {
  for (std::size_t open = s.find('<'); open != std::string_view::npos; open = s.find('<', open + 1)) {
    std::size_t end = open + 1;
    while (end < s.size() && (is_alnum(s[end]) || s[end] == '_' || s[end] == '-' || s[end] == '.' || s[end] == ':' || is_high(s[end]))) ++end;
    if (end == open + 1) continue;
    const std::size_t close = s.find('>', end);
    if (close == std::string_view::npos) return;
    const std::size_t next = s.find('<', close);
    if (next == std::string_view::npos) return;
    if (s.substr(next, 2) == "</" && next > close + 1) fn(fields.intern(s.substr(open + 1, end - open - 1)), s.substr(close + 1, next - close - 1));
  }
}

}  // namespace

void for_each_cell(const Sniffed& sniffed, std::string_view sample, FieldTable& fields, const CellFn& cell) {
  switch (sniffed.format) {
    case Format::csv: return table_cells(sniffed.table, sample, fields, cell);
    case Format::json:
    case Format::jsonl: return json_cells(sample, fields, cell);
    case Format::sql: return sql_cells(sample, fields, cell);
    case Format::xml: return xml_cells(sample, fields, cell);
    case Format::text: return;
  }
}

}  // namespace lp::discover
