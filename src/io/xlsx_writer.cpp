#include "io/xlsx_writer.h"

#include <algorithm>
#include <set>
#include <utility>
#include <xlsxwriter.h>

#include "io/error.h"
#include "io/files.h"
#include "io/xlsx_cell.h"
#include "io/xlsx_pack.h"
#include "io/xlsx_rows.h"
#include "io/xlsx_text.h"

namespace lp::io {
namespace {

constexpr lxw_row_t max_rows = 1'048'576;

}  // namespace

struct XlsxSink::State {
  explicit State(TempDir folder) : work(std::move(folder)) {}
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::filesystem::path path;
  TempDir work;  // beside `path`: the skeleton and the rows
  lxw_workbook* book = nullptr;  // headers, formats, drop-downs, prose, code lists: everything but the rows
  RowFiles rows;
  RowFile* current = nullptr;    // rows of the current sheet; null before the first
  int sheets = 0;
  lxw_worksheet* sheet = nullptr;
  lxw_format *header = nullptr, *required = nullptr, *date = nullptr, *date_time = nullptr, *text = nullptr, *heading = nullptr, *wrap = nullptr;
  std::vector<Column> columns;
  std::string title;
  std::set<std::string> names;
  lxw_row_t row = 0;
  std::vector<std::vector<std::string>> lists;  // columns of the code list sheet
  CellText texts;
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
  Status end_sheet();
  Status open_rows();
  std::filesystem::path skeleton() const { return work.path() / "skeleton.xlsx"; }
  const char* fit(std::string_view value);
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
  buffer = texts.fit(value);
  return buffer.c_str();
}

Status XlsxSink::State::new_sheet(std::string_view name) {
  LP_CHECK_OK(end_sheet());
  const std::string unique = unique_sheet_name(name, names);
  sheet = workbook_add_worksheet(book, unique.c_str());
  if (sheet == nullptr) return fail(Errc::io, "cannot add sheet " + unique, "无法新建工作表 " + unique);
  row = 0;
  ++sheets;
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
Status XlsxSink::State::end_sheet() {
  if (current != nullptr) LP_CHECK_OK(current->close());
  current = nullptr;
  if (sheet == nullptr || columns.empty()) return ok_status();
  worksheet_autofilter(sheet, 0, 0, std::max<lxw_row_t>(row, 2) - 1, static_cast<lxw_col_t>(columns.size() - 1));
  sheet = nullptr;
  return ok_status();
}

Status XlsxSink::State::open_rows() {
  std::vector<bool> as_text;
  for (const Column& c : columns) as_text.push_back(c.as_text);
  const RowStyles styles{.date = lxw_format_get_xf_index(date), .date_time = lxw_format_get_xf_index(date_time), .text = lxw_format_get_xf_index(text)};
  LP_TRY(auto file, RowFile::create(work.path() / ("rows" + std::to_string(sheets)), styles, std::move(as_text), texts));
  current = file.get();
  rows.emplace(sheets, std::move(file));
  return ok_status();
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
  std::size_t longest = 0;
  for (const auto& list : lists) longest = std::max(longest, list.size());
  for (row = 0; row < longest; ++row) {  // constant memory: row by row
    for (std::size_t c = 0; c < lists.size(); ++c) {
      if (row < lists[c].size()) {
        LP_CHECK_OK(check(worksheet_write_string(sheet, row, static_cast<lxw_col_t>(c), fit(lists[c][row]), nullptr), "writing"));
      }
    }
  }
  return ok_status();
}

XlsxSink::State::~State() {
  if (book != nullptr) {
    if (names.size() == 1) workbook_add_worksheet(book, nullptr);
    workbook_close(book);  // the only way to free it
  }
  std::error_code ignored;
  if (!finished) std::filesystem::remove(path, ignored);
}

XlsxSink::XlsxSink(std::unique_ptr<State> state) : state_(std::move(state)) {}
XlsxSink::~XlsxSink() = default;

Result<std::unique_ptr<XlsxSink>> XlsxSink::create(const std::filesystem::path& path) {
  LP_TRY(TempDir work, TempDir::create(".xlsx", path.has_parent_path() ? path.parent_path() : std::filesystem::path(".")));
  const std::string folder = work.path().string();
  auto state = std::make_unique<State>(std::move(work));
  state->path = path;
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = const_cast<char*>(folder.c_str());  // copied by the library
  state->book = workbook_new_opt(state->skeleton().c_str(), &options);
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
  if (state_->current == nullptr) LP_CHECK_OK(state_->open_rows());
  return state_->current->write(++state_->row, cells);
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
  LP_CHECK_OK(state_->end_sheet());
  LP_CHECK_OK(state_->write_lists());
  LP_CHECK_OK(state_->check(workbook_close(std::exchange(state_->book, nullptr)), "closing"));
  LP_CHECK_OK(pack_workbook(state_->skeleton(), state_->rows, state_->path));
  state_->finished = true;
  return ok_status();
}

std::int64_t XlsxSink::truncated_cells() const { return state_->texts.truncated(); }

}  // namespace lp::io
