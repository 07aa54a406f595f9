#include "service/sheets/cell_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <tuple>

#include "base/text.h"
#include "io/xlsx_cell.h"

namespace lp::service {
namespace {

using model::FieldType;

CellValue refuse(std::string code, std::string zh, std::string en) {
  return {nullptr, FieldProblem{.field = {}, .code = std::move(code), .zh = std::move(zh), .en = std::move(en)}};
}

CellValue found(json::value value) {
  CellValue out;
  out.value = std::move(value);
  return out;
}

CellValue found(const std::string& text) { return found(json::value(json::string(text))); }

std::string in_quotes(std::string_view text) { return "“" + truncate(text, 60) + "”"; }

std::string clean(const io::Cell& cell) { return std::string(trim(cell.text)); }
std::string half_width(const io::Cell& cell) { return std::string(trim(to_half_width(cell.text))); }

CellValue read_date(const io::Cell& cell) {
  if (cell.kind == io::CellKind::date) return found(to_string(cell.date));
  std::string text = half_width(cell);
  if (const std::size_t blank = text.find_first_of(" T"); blank != std::string::npos) text.resize(blank);  // a time of day behind it
  if (auto day = parse_date_lenient(text)) return found(to_string(*day));
  double serial = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), serial);
  const bool number = parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
  if (number && serial >= 10'000 && serial < 80'000) {  // 1927 to 2119
    if (const auto day = io::date_of_serial(serial, false)) return found(to_string(day->day));
  }
  return refuse("invalid_date", in_quotes(cell.text) + "不是有效日期，请写成 2024-07-31", in_quotes(cell.text) + " is not a date, write 2024-07-31");
}

// Digits with separators and the unit taken off: "1,200 GB" → "1200"
std::string bare_number(const model::Field& field, const io::Cell& cell) {
  std::string text = replace_all(half_width(cell), ",", "");
  if (!field.unit.empty() && text.ends_with(field.unit)) text.resize(text.size() - field.unit.size());
  return std::string(trim(text));
}

CellValue read_number(const model::Field& field, const io::Cell& cell) {
  double number = cell.number;
  if (cell.kind != io::CellKind::number) {
    const std::string text = bare_number(field, cell);
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() || !std::isfinite(number)) {
      return refuse("type", in_quotes(cell.text) + "不是数字", in_quotes(cell.text) + " is not a number");
    }
  }
  if (field.type == FieldType::decimal) return found(number);
  if (std::nearbyint(number) != number || std::abs(number) > 9e15) {
    return refuse("not_integer", in_quotes(cell.text) + "不是整数", in_quotes(cell.text) + " is not a whole number");
  }
  return found(static_cast<std::int64_t>(number));
}

CellValue read_boolean(const io::Cell& cell) {
  const std::string text = to_lower_ascii(half_width(cell));
  for (const char* yes : {"是", "有", "√", "✓", "对", "yes", "y", "true", "1"}) {
    if (text == yes) return found(true);
  }
  for (const char* no : {"否", "无", "×", "✗", "不", "no", "n", "false", "0"}) {
    if (text == no) return found(false);
  }
  return refuse("type", in_quotes(cell.text) + "应为“是”或“否”", in_quotes(cell.text) + " must be yes or no");
}

// Options that hold at least half of the characters written, the most and the shortest first.
std::vector<std::string> close_options(const CodeTable& codes, std::string_view text) {
  const auto points = to_codepoints(normalise_for_match(text));
  const std::set<char32_t> wanted(points.begin(), points.end());
  std::vector<std::tuple<std::ptrdiff_t, std::size_t, std::string, std::string>> ranked;  // -shared, length, title, code
  for (const auto& [title, code] : codes) {
    const auto own = to_codepoints(title);
    const std::set<char32_t> held(own.begin(), own.end());
    const auto shared = std::count_if(wanted.begin(), wanted.end(), [&](char32_t c) { return held.contains(c); });
    if (shared >= 2 && 2 * static_cast<std::size_t>(shared) >= wanted.size()) ranked.emplace_back(-shared, own.size(), title, code);
  }
  std::sort(ranked.begin(), ranked.end());
  std::set<std::string> seen;
  std::vector<std::string> out;
  for (const auto& [shared, length, title, code] : ranked) {
    if (out.size() < 3 && seen.insert(code).second) out.push_back(title);
  }
  return out;
}

CellValue refuse_code(const model::Field& field, const CodeTable& codes, std::string_view part) {
  const std::string close = join(close_options(codes, part), "、");
  return refuse(field.type == FieldType::code ? "unknown_code" : "unknown_option",
                in_quotes(part) + "不在可选项中" + (close.empty() ? "" : "，是否为：" + close),
                in_quotes(part) + " is not one of the options" + (close.empty() ? "" : ", did you mean: " + close));
}

CellValue read_code(const model::Field& field, const CodeTable& codes, const io::Cell& cell) {
  json::array all;
  const std::vector<std::string> parts = field.multi ? split_list(cell.text) : std::vector<std::string>{clean(cell)};
  for (const std::string& part : parts) {
    const auto at = codes.find(normalise_for_match(part));
    if (at == codes.end()) return refuse_code(field, codes, part);
    const json::value code(at->second);
    if (std::find(all.begin(), all.end(), code) == all.end()) all.push_back(code);
  }
  if (all.empty()) return {};
  return field.multi ? found(std::move(all)) : found(all[0]);
}

CellValue read_list(const io::Cell& cell) {
  json::array out;
  for (const std::string& part : split_list(cell.text)) out.emplace_back(part);
  if (out.empty()) return {};
  return found(std::move(out));
}

CellValue read_text(const model::Field& field, const io::Cell& cell) {
  if (cell.kind == io::CellKind::number && std::abs(cell.number) >= 1e15) {
    return refuse("digits_lost", "长数字" + in_quotes(cell.text) + "已被表格软件四舍五入，请将该列设为文本后重填",
                  "the long number " + in_quotes(cell.text) + " was rounded by the spreadsheet program, format the column as text and enter it again");
  }
  switch (field.type) {
    case FieldType::text:
    case FieldType::long_text: return found(clean(cell));
    case FieldType::uscc: {
      std::string text = replace_all(half_width(cell), " ", "");
      for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      return found(text);
    }
    default: return found(half_width(cell));
  }
}

}  // namespace

CodeTable make_code_table(const model::Field& field, const model::Catalogue& catalogue) {
  CodeTable table;
  const model::Taxonomy* taxonomy = field.type == FieldType::code ? catalogue.taxonomy(field.of) : nullptr;
  const auto& options = taxonomy != nullptr ? taxonomy->entries : field.options;
  for (const model::Option& o : options) table.emplace(normalise_for_match(o.code), o.code);
  for (const model::Option& o : options) {  // codes win over titles, earlier titles over later ones
    for (const std::string& title : {o.title.zh, o.title.en}) {
      if (const std::string key = normalise_for_match(title); !key.empty()) table.emplace(key, o.code);
      if (title.ends_with("市")) table.emplace(normalise_for_match(title.substr(0, title.size() - 3)), o.code);
    }
  }
  return table;
}

std::vector<std::string> split_list(std::string_view text) {
  std::string flat(text);
  for (const char* separator : {"；", "、", "，", ",", "\n", "\r"}) flat = replace_all(flat, separator, ";");
  std::vector<std::string> out;
  for (const std::string_view part : split(flat, ';')) {
    if (const auto t = trim(part); !t.empty()) out.emplace_back(t);
  }
  return out;
}

CellValue read_cell(const model::Field& field, const CodeTable& codes, const io::Cell& cell) {
  if (cell.kind == io::CellKind::error) return refuse("type", "单元格是错误值" + in_quotes(cell.text), "the cell holds the error value " + in_quotes(cell.text));
  if (cell.truncated) return refuse("too_long", "内容过长", "the text is too long");
  if (trim(cell.text).empty()) return {};
  switch (field.type) {
    case FieldType::integer:
    case FieldType::decimal: return read_number(field, cell);
    case FieldType::boolean: return read_boolean(cell);
    case FieldType::date: return read_date(cell);
    case FieldType::timestamp: {
      CellValue day = read_date(cell);
      if (day.value.is_null()) return day;
      return found(start_of_day_in_china(*parse_date(day.value.get_string())).plus_seconds(cell.seconds).micros());
    }
    case FieldType::code:
    case FieldType::enumeration: return read_code(field, codes, cell);
    case FieldType::list: return read_list(cell);
    default: return read_text(field, cell);
  }
}

}  // namespace lp::service
