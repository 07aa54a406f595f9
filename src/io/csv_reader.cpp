#include "io/csv_reader.h"

#include <algorithm>
#include <cstring>

#include "io/csv_sniff.h"
#include "io/error.h"

namespace lp::io {
namespace {

// Not in the middle of a UTF-8 character.
std::string cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return std::string(text.substr(0, limit));
}

bool starts_formula(char c) { return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r'; }

// CRLF, LF and CR each end a line; `record` does not end between CR and LF.
int count_lines(std::string_view record) {
  int lines = 0;
  for (std::size_t i = 0; i < record.size(); ++i) {
    if (record[i] == '\n' || (record[i] == '\r' && (i + 1 >= record.size() || record[i + 1] != '\n'))) ++lines;
  }
  return lines;
}

Error over(std::string_view what_en, std::string_view what_zh, std::int64_t limit) {
  const std::string n = std::to_string(limit);
  return fail(Errc::too_large, "more than " + n + " " + std::string(what_en), std::string(what_zh) + "超过上限 " + n,
              "split the file");
}

}  // namespace

CsvReader::CsvReader(std::unique_ptr<ByteSource> raw, CsvOptions options)
    : options_(std::move(options)),
      source_(std::move(raw), Utf8Options{.encoding = options_.encoding, .file = options_.file}) {}

Status CsvReader::refill() {
  constexpr std::size_t block = 256 * 1024;
  if (pos_ > 0) {
    buffer_.erase(0, pos_);
    pos_ = 0;
  }
  const std::size_t old = buffer_.size();
  const std::size_t wanted = std::max(block, old);  // doubles for a long record: linear in all
  buffer_.resize(old + wanted);
  std::size_t got = 0;
  while (got < wanted && !end_) {
    auto n = source_.read(buffer_.data() + old + got, wanted - got);
    if (!n) return std::move(n).error();
    got += *n;
    end_ = *n == 0;
  }
  buffer_.resize(old + got);
  return ok_status();
}

Status CsvReader::start() {
  started_ = true;
  LP_CHECK_OK(refill());
  if (options_.separator == 0) options_.separator = sniff_separator(std::string_view(buffer_).substr(0, 65536));
  if (stated_separator(buffer_)) {
    pos_ = buffer_.find_first_not_of("\r\n", 5);
    if (pos_ == std::string::npos) pos_ = buffer_.size();
    line_ = 2;
  }
  return ok_status();
}

Result<bool> CsvReader::next(Row& row) {
  if (!started_) LP_CHECK_OK(start());
  while (!finished_) {
    if (pos_ >= buffer_.size()) {
      if (end_) break;
      LP_CHECK_OK(refill());
      continue;
    }
    switch (parse_record(row)) {
      case Step::need_more: LP_CHECK_OK(refill()); continue;
      case Step::retry: continue;
      case Step::done: break;
    }
    literal_.clear();
    if (row.cells.size() == 1 && row.cells[0].empty()) continue;
    LP_CHECK_OK(finish_row(row));
    return true;
  }
  if (!finished_) diagnostics_.merge(source_.diagnostics());
  finished_ = true;
  return false;
}

Status CsvReader::finish_row(const Row& row) {
  if (row.cells.size() > options_.max_columns) {
    finished_ = true;
    return over("columns in line " + std::to_string(row.number), "列数", static_cast<std::int64_t>(options_.max_columns));
  }
  if (++rows_ > options_.max_rows) {
    finished_ = true;
    return over("rows", "行数", options_.max_rows);
  }
  return ok_status();
}

CsvReader::Step CsvReader::parse_record(Row& row) {
  std::size_t at = pos_;
  std::size_t count = 0;
  for (;;) {
    if (count <= options_.max_columns) {
      if (count >= row.cells.size()) row.cells.emplace_back();
    }
    Cell& cell = row.cells[std::min(count, options_.max_columns)];
    if (const Step step = parse_cell(at, cell); step != Step::done) return step;
    ++count;
    if (at < buffer_.size() && buffer_[at] == options_.separator) {
      ++at;
      continue;
    }
    break;
  }
  if (at + 1 >= buffer_.size() && at < buffer_.size() && buffer_[at] == '\r' && !end_) return Step::need_more;
  row.cells.resize(std::min(count, options_.max_columns + 1));
  if (at < buffer_.size()) at += buffer_[at] == '\r' && at + 1 < buffer_.size() && buffer_[at + 1] == '\n' ? 2 : 1;
  row.number = line_;
  line_ += count_lines(std::string_view(buffer_).substr(pos_, at - pos_));
  pos_ = at;
  return Step::done;
}

CsvReader::Step CsvReader::parse_cell(std::size_t& at, Cell& cell) {
  if (at >= buffer_.size() && !end_) return Step::need_more;
  if (at < buffer_.size() && buffer_[at] == '"' && !is_literal(at)) return parse_quoted(at, cell);
  return parse_plain(at, cell, at);
}

CsvReader::Step CsvReader::parse_plain(std::size_t& at, Cell& cell, std::size_t from) {
  const char separator = options_.separator;
  std::size_t i = at;
  while (i < buffer_.size() && buffer_[i] != separator && buffer_[i] != '\n' && buffer_[i] != '\r') ++i;
  if (i == buffer_.size() && !end_) return Step::need_more;
  const std::string_view text = std::string_view(buffer_).substr(from, i - from);
  put(cell, cut(text, options_.max_cell_bytes), text.size() > options_.max_cell_bytes);
  at = i;
  return Step::done;
}

CsvReader::Step CsvReader::parse_quoted(std::size_t& at, Cell& cell) {
  const std::size_t opening = at;
  std::string text;
  int lines = 0;
  bool truncated = false;
  std::size_t i = opening + 1;
  for (;;) {
    const std::size_t quote = buffer_.find('"', i);
    const std::size_t stop = std::min(quote, buffer_.size());
    lines += static_cast<int>(std::count(buffer_.begin() + static_cast<std::ptrdiff_t>(i), buffer_.begin() + static_cast<std::ptrdiff_t>(stop), '\n'));
    if (lines > options_.max_quoted_lines) return broken_quote(opening);
    if (quote == std::string::npos) return end_ ? broken_quote(opening) : Step::need_more;
    if (quote + 1 >= buffer_.size() && !end_) return Step::need_more;
    if (text.size() <= options_.max_cell_bytes) text.append(buffer_, i, quote - i);
    i = quote + 1;
    if (i >= buffer_.size() || buffer_[i] != '"') break;
    if (text.size() <= options_.max_cell_bytes) text += '"';
    ++i;
  }
  if (i < buffer_.size() && buffer_[i] != options_.separator && buffer_[i] != '\n' && buffer_[i] != '\r') {
    if (lines > 0) return broken_quote(opening);  // the "closing" quote opened another cell further down
    Cell tail;
    std::size_t end = i;
    if (const Step step = parse_plain(end, tail, i); step != Step::done) return step;
    text += tail.text;
    diagnostics_.warning({options_.file, static_cast<int>(line_), 0}, "text_after_quote",
                         "text stands after the closing quote of a cell", "both were kept / 引号后的文字已保留", "double the quotes inside a quoted cell");
    i = end;
  }
  truncated = text.size() > options_.max_cell_bytes;
  put(cell, cut(text, options_.max_cell_bytes), truncated);
  at = i;
  return Step::done;
}

CsvReader::Step CsvReader::broken_quote(std::size_t opening) {
  literal_.push_back(opening - pos_);
  diagnostics_.error({options_.file, static_cast<int>(line_), 0}, "broken_quote", "a quote opens a cell and does not close it",
                     "it was read as an ordinary character and reading went on at the next line / 引号未闭合，已按普通字符处理",
                     "close the quote, or double it");
  return Step::retry;
}

bool CsvReader::is_literal(std::size_t opening) const {
  return std::find(literal_.begin(), literal_.end(), opening - pos_) != literal_.end();
}

void CsvReader::put(Cell& cell, std::string text, bool truncated) {
  if (text.size() > 1 && text[0] == '\'' && starts_formula(text[1])) text.erase(0, 1);
  if (text.size() >= 3 && text.starts_with("=\"") && text.back() == '"') text = text.substr(2, text.size() - 3);
  if (truncated) {
    diagnostics_.error({options_.file, static_cast<int>(line_), 0}, "cell_too_long",
                       "a cell is longer than " + std::to_string(options_.max_cell_bytes) + " bytes", "it was cut / 单元格过长，已截断");
  }
  cell = Cell{};
  cell.kind = text.empty() ? CellKind::empty : CellKind::text;
  cell.truncated = truncated;
  cell.text = std::move(text);
}

}  // namespace lp::io
