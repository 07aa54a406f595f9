#include "io/xlsx_writer.h"

#include <algorithm>
#include <set>
#include <xlsxwriter.h>

#include "base/text.h"
#include "io/error.h"
#include "io/xlsx_cell.h"

namespace lp::io {
namespace {

constexpr lxw_row_t max_rows = 1'048'576;
constexpr std::size_t max_characters = 32'767;  // UTF-16 units in one cell

std::size_t utf16_units(std::string_view s) {
  std::size_t n = 0;
  for (const char c : s) {
    const auto b = static_cast<unsigned char>(c);
    if ((b & 0xC0) != 0x80) n += b >= 0xF0 ? 2 : 1;
  }
  return n;
}

// XML 1.0 has no control characters but tab and line ends, nor U+FFFE and U+FFFF.
bool needs_cleaning(std::string_view s) {
  return std::any_of(s.begin(), s.end(), [](char c) {
    const auto b = static_cast<unsigned char>(c);
    return b < 0x20 || b == 0xEF || b >= 0xF4;
  });
}

std::string clean(std::string_view s) {
  std::string out;
  for (const char32_t c : to_codepoints(s)) {
    const bool control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    append_utf8(out, control || c == 0xFFFE || c == 0xFFFF ? U'\uFFFD' : c);
  }
  return out;
}

std::string shorten(const std::string& name, std::size_t characters) {
  return count_codepoints(name) <= characters ? name : truncate(name, characters - 1);  // "…" counts too
}

std::string sheet_name(std::string_view wanted, std::set<std::string>& used) {
  std::string name;
  for (const char c : wanted) name += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : '_';
  if (name.empty()) name = "Sheet";
  std::string candidate = shorten(name, 31);
  for (int n = 2; !used.insert(to_lower_ascii(candidate)).second; ++n) {
    const std::string suffix = " (" + std::to_string(n) + ")";
    candidate = shorten(name, 31 - suffix.size()) + suffix;
  }
  return candidate;
}

}  // namespace

struct XlsxSink::State {
  std::filesystem::path path;
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_format *header = nullptr, *required = nullptr, *date = nullptr, *date_time = nullptr, *text = nullptr, *heading = nullptr, *wrap = nullptr;
  std::vector<Column> columns;
  std::string title;
  std::set<std::string> names;
  lxw_row_t row = 0;
  std::uint32_t drop_down_rows = 0;
  std::vector<std::vector<std::string>> lists;  // columns of the code list sheet
  std::int64_t truncated = 0;
  bool finished = false;
  std::string buffer;

  Status check(lxw_error e, std::string_view doing) const {
    if (e == LXW_NO_ERROR) return ok_status();
    const Errc code = e == LXW_ERROR_CREATING_TMPFILE || e == LXW_ERROR_CREATING_XLSX_FILE ? Errc::unavailable : Errc::io;
    return fail(code, std::string(doing) + " " + path.string() + ": " + lxw_strerror(e), "写入工作簿失败：" + path.string(),
                "check free space and the mode of the folder");
  }
  lxw_format* add_format(bool bold, int background, const char* number) const;
  void make_formats();
  Status new_sheet(std::string_view name);
  Status write_header();
  void end_sheet();
  const char* fit(std::string_view value);
  Status write_cell(lxw_col_t column, const Cell& cell);
  Status write_lists();
  std::string list_range(const std::vector<std::string>& choices);
};

lxw_format* XlsxSink::State::add_format(bool bold, int background, const char* number) const {
  lxw_format* f = workbook_add_format(book);
  if (bold) format_set_bold(f);
  if (background >= 0) {
    format_set_bg_color(f, static_cast<lxw_color_t>(background));
    format_set_border(f, LXW_BORDER_THIN);
    format_set_align(f, LXW_ALIGN_CENTER);
  }
  if (number != nullptr) format_set_num_format(f, number);
  return f;
}

void XlsxSink::State::make_formats() {
  header = add_format(true, 0xDCE6F1, nullptr);
  required = add_format(true, 0xFDE9D9, nullptr);
  date = add_format(false, -1, "yyyy-mm-dd");
  date_time = add_format(false, -1, "yyyy-mm-dd hh:mm:ss");
  text = add_format(false, -1, "@");
  heading = add_format(true, -1, nullptr);
  wrap = add_format(false, -1, nullptr);
  format_set_text_wrap(wrap);
}

const char* XlsxSink::State::fit(std::string_view value) {
  buffer = needs_cleaning(value) ? clean(value) : std::string(value);
  if (buffer.size() > max_characters && utf16_units(buffer) > max_characters) {
    ++truncated;
    buffer = truncate(buffer, max_characters / 2);  // at most two units each
  }
  return buffer.c_str();
}

Status XlsxSink::State::new_sheet(std::string_view name) {
  end_sheet();
  const std::string unique = sheet_name(name, names);
  sheet = workbook_add_worksheet(book, unique.c_str());
  if (sheet == nullptr) return fail(Errc::io, "cannot add sheet " + unique, "无法新建工作表 " + unique);
  row = 0;
  return ok_status();
}

Status XlsxSink::State::write_header() {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const auto at = static_cast<lxw_col_t>(c);
    LP_CHECK_OK(check(worksheet_set_column(sheet, at, at, columns[c].width, columns[c].as_text ? text : nullptr), "setting widths of"));
    const std::string title_text = columns[c].required ? columns[c].title + " *" : columns[c].title;
    LP_CHECK_OK(check(worksheet_write_string(sheet, 0, at, fit(title_text), columns[c].required ? required : header), "writing"));
    if (!columns[c].note.empty()) worksheet_write_comment(sheet, 0, at, columns[c].note.c_str());
  }
  worksheet_freeze_panes(sheet, 1, 0);
  row = 1;
  return ok_status();
}

// The filter's range is known only now.
void XlsxSink::State::end_sheet() {
  if (sheet == nullptr || columns.empty()) return;
  worksheet_autofilter(sheet, 0, 0, std::max<lxw_row_t>(row, 2) - 1, static_cast<lxw_col_t>(columns.size() - 1));
  sheet = nullptr;
}

Status XlsxSink::State::write_cell(lxw_col_t column, const Cell& cell) {
  switch (cell.kind) {
    case CellKind::empty: return ok_status();
    case CellKind::number: return check(worksheet_write_number(sheet, row, column, cell.number, nullptr), "writing");
    case CellKind::boolean: return check(worksheet_write_boolean(sheet, row, column, cell.number != 0 ? 1 : 0, nullptr), "writing");
    case CellKind::date:
      if (cell.date.days() > -25'508) {  // from 1900-03-01; earlier serials mean other days in other programs
        return check(worksheet_write_number(sheet, row, column, serial_of_date(cell.date, cell.seconds), cell.seconds == 0 ? date : date_time), "writing");
      }
      [[fallthrough]];
    default: break;
  }
  if (cell.text.empty()) return ok_status();
  const bool as_text = column < columns.size() && columns[column].as_text;
  return check(worksheet_write_string(sheet, row, column, fit(cell.text), as_text ? text : nullptr), "writing");
}

std::string XlsxSink::State::list_range(const std::vector<std::string>& choices) {
  const auto known = std::find(lists.begin(), lists.end(), choices);
  const std::size_t index = static_cast<std::size_t>(known - lists.begin());
  if (known == lists.end()) lists.push_back(choices);
  const std::string column = column_name(static_cast<int>(index));
  return "=codes!$" + column + "$1:$" + column + "$" + std::to_string(choices.size());
}

Status XlsxSink::State::write_lists() {
  if (lists.empty()) return ok_status();
  columns.clear();
  LP_CHECK_OK(new_sheet("codes"));
  std::size_t rows = 0;
  for (const auto& list : lists) rows = std::max(rows, list.size());
  for (row = 0; row < rows; ++row) {  // constant memory: row by row
    for (std::size_t c = 0; c < lists.size(); ++c) {
      if (row < lists[c].size()) LP_CHECK_OK(write_cell(static_cast<lxw_col_t>(c), Cell::of(lists[c][row])));
    }
  }
  return ok_status();
}

XlsxSink::XlsxSink(std::unique_ptr<State> state) : state_(std::move(state)) {}

XlsxSink::~XlsxSink() {
  if (state_->finished || state_->book == nullptr) return;
  if (state_->names.empty()) workbook_add_worksheet(state_->book, nullptr);
  workbook_close(state_->book);  // the only way to free it
  std::error_code ignored;
  std::filesystem::remove(state_->path, ignored);
}

Result<std::unique_ptr<XlsxSink>> XlsxSink::create(const std::filesystem::path& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  const std::string folder = path.has_parent_path() ? path.parent_path().string() : ".";
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = const_cast<char*>(folder.c_str());  // copied by the library
  state->book = workbook_new_opt(path.c_str(), &options);
  if (state->book == nullptr) return fail(Errc::io, "cannot create " + path.string(), "无法创建工作簿 " + path.string());
  state->names.insert("codes");  // kept for the code lists
  state->make_formats();
  return std::unique_ptr<XlsxSink>(new XlsxSink(std::move(state)));
}

Status XlsxSink::begin(std::string_view sheet, std::span<const Column> columns) {
  LP_CHECK_OK(state_->new_sheet(sheet));
  state_->columns.assign(columns.begin(), columns.end());
  state_->title = sheet;
  return state_->write_header();
}

void XlsxSink::set_drop_down_rows(std::uint32_t rows) {
  for (std::size_t c = 0; c < state_->columns.size() && rows > 0; ++c) {
    const auto& choices = state_->columns[c].choices;
    if (choices.empty()) continue;
    const std::string range = state_->list_range(choices);
    lxw_data_validation rule{};
    rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    rule.value_formula = const_cast<char*>(range.c_str());  // copied by the library
    rule.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
    const auto at = static_cast<lxw_col_t>(c);
    worksheet_data_validation_range(state_->sheet, 1, at, rows, at, &rule);
  }
}

Status XlsxSink::write(std::span<const Cell> cells) {
  if (state_->row >= max_rows) {
    LP_CHECK_OK(state_->new_sheet(state_->title));
    LP_CHECK_OK(state_->write_header());
  }
  for (std::size_t c = 0; c < cells.size(); ++c) LP_CHECK_OK(state_->write_cell(static_cast<lxw_col_t>(c), cells[c]));
  ++state_->row;
  return ok_status();
}

Status XlsxSink::write_text_sheet(std::string_view sheet, std::span<const std::string> paragraphs) {
  LP_CHECK_OK(state_->new_sheet(sheet));
  state_->columns.clear();
  worksheet_set_column(state_->sheet, 0, 0, 100, nullptr);
  for (const std::string& p : paragraphs) {
    lxw_format* format = state_->row == 0 ? state_->heading : state_->wrap;
    LP_CHECK_OK(state_->check(worksheet_write_string(state_->sheet, state_->row, 0, state_->fit(p), format), "writing"));
    ++state_->row;
  }
  return ok_status();
}

Status XlsxSink::finish() {
  state_->end_sheet();
  LP_CHECK_OK(state_->write_lists());
  state_->finished = true;
  return state_->check(workbook_close(state_->book), "closing");
}

std::int64_t XlsxSink::truncated_cells() const { return state_->truncated; }

}  // namespace lp::io
