#pragma once
// CSV as RFC 4180 says and as people make it: separators , ; tab |, line ends CRLF LF CR, any
// encoding of encoding.h, quotes that never close. A record with a broken quote is reported,
// its quote is taken literally, and reading goes on at the next line. Blank lines are skipped.
//
// Memory: one record and one block; a cell is cut at `max_cell_bytes` (Cell::truncated).
// A leading apostrophe before = + - @ (written by CsvSink against formula injection) is removed,
// so that an exported file reads back as it was. Excel's ="00123" reads as 00123.

#include <memory>
#include <string>
#include <vector>

#include "io/table.h"
#include "io/utf8_source.h"

namespace lp::io {

struct CsvOptions {
  char separator = 0;                        // 0 = sniff
  std::optional<Encoding> encoding{};        // empty = detect
  std::string file = "csv";                  // name in diagnostics
  std::size_t max_cell_bytes = 1u << 20;
  std::size_t max_columns = 512;             // too_large above it
  std::int64_t max_rows = 2'000'000;         // too_large above it
  int max_quoted_lines = 200;                // a quoted cell over more lines counts as never closed
};

class CsvReader final : public RowSource {
 public:
  CsvReader(std::unique_ptr<ByteSource> raw, CsvOptions options = {});
  Result<bool> next(Row& row) override;
  const Diagnostics& diagnostics() const override { return diagnostics_; }
  Encoding encoding() const { return source_.encoding(); }  // after the first next()
  char separator() const { return options_.separator; }     // after the first next()

 private:
  enum class Step { done, need_more, retry };
  Status start();
  Status refill();
  Status finish_row(const Row& row);
  Step parse_record(Row& row);
  Step parse_cell(std::size_t& at, Cell& cell);
  Step parse_quoted(std::size_t& at, Cell& cell);
  Step parse_plain(std::size_t& at, Cell& cell, std::size_t from);
  Step broken_quote(std::size_t opening);
  bool is_literal(std::size_t opening) const;
  void put(Cell& cell, std::string text, bool truncated);

  CsvOptions options_;
  Utf8Source source_;
  Diagnostics diagnostics_{1000};
  std::string buffer_;
  std::size_t pos_ = 0;         // start of the current record
  bool started_ = false, end_ = false, finished_ = false;
  std::int64_t line_ = 1;       // of pos_
  std::int64_t rows_ = 0;
  std::vector<std::size_t> literal_;  // quotes of the current record (offset from pos_) taken literally
};

}  // namespace lp::io
