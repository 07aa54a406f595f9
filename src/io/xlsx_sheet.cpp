#include "io/xlsx_sheet.h"

#include <charconv>
#include <cmath>

#include "io/error.h"
#include "io/xlsx_cell.h"

namespace lp::io {
namespace {

std::string clock_text(int seconds) {
  const auto two = [](int n) { return std::string(n < 10 ? "0" : "") + std::to_string(n); };
  return two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
}

Error over(std::string_view en, std::string_view zh, std::int64_t limit) {
  const std::string n = std::to_string(limit);
  return fail(Errc::too_large, "the sheet has more than " + n + " " + std::string(en), "工作表" + std::string(zh) + "超过上限 " + n,
              "split the sheet");
}

}  // namespace

SheetXml::SheetXml(const WorkbookData& book, std::string sheet, SheetLimits limits)
    : book_(book), sheet_(std::move(sheet)), limits_(limits) {}

SourceRef SheetXml::here() const { return {sheet_, static_cast<int>(row_.number), column_ + 1}; }

Status SheetXml::start(std::string_view name, const XmlAttributes& attributes) {
  if (name == "c") {
    start_cell(attributes);
  } else if (name == "v" || name == "t") {
    in_value_ = in_cell_ && phonetic_ == 0;
  } else if (name == "f") {
    formula_ = in_cell_;
  } else if (name == "rPh") {
    ++phonetic_;
  } else if (name == "row") {
    row_.cells.clear();
    row_bytes_ = 0;
    row_.number = previous_row_ + 1;
    column_ = -1;
    const std::string_view r = attributes.get("r");
    std::from_chars(r.data(), r.data() + r.size(), row_.number);
    if (row_.number <= previous_row_) row_.number = previous_row_ + 1;
    previous_row_ = row_.number;
  }
  return ok_status();
}

void SheetXml::start_cell(const XmlAttributes& attributes) {
  in_cell_ = true;
  formula_ = truncated_ = false;
  value_.clear();
  type_ = attributes.get("t");
  style_ = 0;
  const std::string_view s = attributes.get("s");
  std::from_chars(s.data(), s.data() + s.size(), style_);
  const auto ref = parse_cell_ref(attributes.get("r"));
  column_ = ref ? ref->column : column_ + 1;
}

void SheetXml::text(std::string_view piece) {
  if (!in_value_ || truncated_) return;
  value_ += piece;
  if (value_.size() <= limits_.max_cell_bytes) return;
  std::size_t keep = limits_.max_cell_bytes;
  while (keep > 0 && (static_cast<unsigned char>(value_[keep]) & 0xC0) == 0x80) --keep;
  value_.resize(keep);
  truncated_ = true;
}

Status SheetXml::end(std::string_view name) {
  if (name == "v" || name == "t") {
    in_value_ = false;
  } else if (name == "rPh") {
    --phonetic_;
  } else if (name == "c") {
    return end_cell();
  } else if (name == "row") {
    return end_row();
  }
  return ok_status();
}

Status SheetXml::end_cell() {
  in_cell_ = in_value_ = false;
  if (formula_) note_formula(!value_.empty());
  if (value_.empty()) return ok_status();
  if (column_ >= limits_.max_columns) return over("columns", "列数", limits_.max_columns);
  if (column_ >= static_cast<int>(row_.cells.size())) row_.cells.resize(static_cast<std::size_t>(column_) + 1);
  Cell& cell = row_.cells[static_cast<std::size_t>(column_)];
  cell = Cell{};
  cell.formula = formula_;
  set_value(cell);
  cell.truncated = truncated_;
  row_bytes_ += cell.text.size();
  if (row_bytes_ > limits_.max_row_bytes) return over("bytes in a row", "一行的字节数", static_cast<std::int64_t>(limits_.max_row_bytes));
  if (truncated_) {
    diagnostics_.error(here(), "cell_too_long", "a cell is longer than " + std::to_string(limits_.max_cell_bytes) + " bytes",
                       "it was cut / 单元格过长，已截断");
  }
  return ok_status();
}

void SheetXml::set_value(Cell& cell) {
  if (type_.empty() || type_ == "n") return set_number(cell);
  cell.kind = CellKind::text;
  if (type_ == "s") {
    std::size_t index = book_.strings.size();
    std::from_chars(value_.data(), value_.data() + value_.size(), index);
    if (index < book_.strings.size()) {
      std::string_view shared = book_.strings.at(index);
      if (shared.size() > limits_.max_cell_bytes) {
        std::size_t keep = limits_.max_cell_bytes;
        while (keep > 0 && (static_cast<unsigned char>(shared[keep]) & 0xC0) == 0x80) --keep;
        shared = shared.substr(0, keep);
        truncated_ = true;
      }
      cell.text = shared;
    } else {
      diagnostics_.error(here(), "no_such_string", "the cell refers to shared string " + value_ + ", which does not exist",
                         "it was read as empty / 单元格引用的文字不存在", "save the workbook again");
    }
    if (cell.text.empty()) cell.kind = CellKind::empty;
  } else if (type_ == "b") {
    cell.kind = CellKind::boolean;
    cell.number = value_ == "1" || value_ == "true" ? 1 : 0;
    cell.text = cell.number != 0 ? "TRUE" : "FALSE";
  } else if (type_ == "e") {
    cell.kind = CellKind::error;
    cell.text = value_;
  } else if (type_ == "d") {
    cell.text = value_.substr(0, 10);
    if (auto day = parse_date(cell.text)) {
      cell.kind = CellKind::date;
      cell.date = *day;
    } else {
      cell.text = value_;
    }
  } else {  // str, inlineStr
    cell.text = unescape_xlsx(value_);
  }
}

void SheetXml::set_number(Cell& cell) {
  double number = 0;
  const auto parsed = std::from_chars(value_.data(), value_.data() + value_.size(), number);
  if (parsed.ec != std::errc{} || parsed.ptr != value_.data() + value_.size() || !std::isfinite(number)) {
    cell.kind = CellKind::text;
    cell.text = value_;
    return;
  }
  cell.number = number;
  const bool dated = style_ >= 0 && static_cast<std::size_t>(style_) < book_.date_styles.size() && book_.date_styles[static_cast<std::size_t>(style_)];
  if (dated) {
    if (const auto serial = date_of_serial(number, book_.parts.since_1904)) {
      cell.kind = CellKind::date;
      cell.date = serial->day;
      cell.seconds = serial->seconds;
      cell.text = to_string(serial->day);
      if (serial->seconds != 0) cell.text += " " + clock_text(serial->seconds);
      return;
    }
  }
  cell.kind = CellKind::number;
  cell.text = number_text(number);
}

void SheetXml::note_formula(bool has_value) {
  if (!has_value) {
    diagnostics_.warning(here(), "formula_without_value", "cell " + column_name(column_) + std::to_string(row_.number) + " is a formula without a stored value",
                         "it was read as empty / 公式没有缓存结果，按空值处理", "open and save the workbook once, or paste values");
  }
  if (++formulas_ == 1) {
    diagnostics_.add({Severity::note, here(), "formula", "cell " + column_name(column_) + std::to_string(row_.number) + " is a formula",
                      "its last stored value is used, it is not recalculated / 公式单元格取其缓存值，不重新计算", ""});
  }
}

Status SheetXml::end_row() {
  while (!row_.cells.empty() && row_.cells.back().empty()) row_.cells.pop_back();
  if (row_.cells.empty()) return ok_status();
  if (++delivered_ > limits_.max_rows) return over("rows", "行数", limits_.max_rows);
  rows_.push_back(std::move(row_));
  row_ = Row{};
  return ok_status();
}

SheetSource::SheetSource(const WorkbookData& book, std::unique_ptr<ByteSource> xml, std::string name, std::vector<MergedRegion> merged,
                         SheetLimits limits)
    : xml_(std::move(xml)), handler_(book, name, limits), stream_(handler_, name), merges_(std::move(merged), limits.max_columns, limits.max_row_bytes) {}

Result<bool> SheetSource::next(Row& row) {
  char buffer[8192];  // all its rows wait in memory
  while (handler_.rows().empty() && !end_) {
    auto n = xml_->read(buffer, sizeof buffer);
    Status fed = n ? stream_.feed({buffer, *n}, *n == 0) : Status(n.error());
    if (!fed || *n == 0) {
      end_ = true;
      diagnostics_.merge(handler_.diagnostics());
    }
    if (!fed) {
      handler_.rows().clear();
      return std::move(fed).error();
    }
  }
  if (handler_.rows().empty()) return false;
  row = std::move(handler_.rows().front());
  handler_.rows().pop_front();
  LP_CHECK_OK(merges_.fill(row));
  return true;
}

}  // namespace lp::io
