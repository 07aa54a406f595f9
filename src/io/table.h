#pragma once
// Rows of cells between files and the rest: what a sheet reader yields and a sheet writer takes.
// Sources and sinks belong to one thread. A Row may be passed again to reuse its memory.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "base/time.h"

namespace lp::io {

enum class CellKind : std::uint8_t { empty, text, number, boolean, date, error };

struct Cell {
  std::string text{};      // what a person would read, UTF-8; dates as "2024-07-31" or "2024-07-31 09:30:00"
  CellKind kind = CellKind::empty;
  bool formula = false;    // text is the value the last program cached; never recalculated here
  bool merged = false;     // repeats the top left cell of its merged region
  bool truncated = false;  // text was longer than the limit and cut
  double number = 0;       // number, boolean (0/1), date (the serial)
  Date date{};             // date: the day
  int seconds = 0;         // date: seconds of that day

  static Cell of(std::string_view text) { return {.text = std::string(text), .kind = text.empty() ? CellKind::empty : CellKind::text}; }
  static Cell of_number(double v);
  static Cell of_date(Date d);
  bool empty() const { return kind == CellKind::empty || text.empty(); }
};

struct Row {
  std::int64_t number = 0;  // 1-based: the sheet's row, or the first line of a CSV record
  std::vector<Cell> cells;
  bool blank() const;
};

class RowSource {
 public:
  virtual ~RowSource() = default;
  // Fills `row`; false at the end. After an error the source is finished.
  virtual Result<bool> next(Row& row) = 0;
  // Bad items met so far (cut cells, broken quotes, formulas without a value …).
  virtual const Diagnostics& diagnostics() const = 0;
};

struct Column {
  std::string name{};       // stable key: JSON member
  std::string title{};      // header a person reads
  double width = 16;        // characters
  bool required = false;    // header is marked
  bool as_text = false;     // long digit strings: keep a spreadsheet program from reading them as numbers
  std::string note{};       // header comment; empty = none
  std::vector<std::string> choices{};  // drop-down; empty = free input
};

class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual Status begin(std::string_view sheet, std::span<const Column> columns) = 0;
  virtual Status write(std::span<const Cell> cells) = 0;
  // Completes the output. Without it the output is not valid.
  virtual Status finish() = 0;
};

// Shortest text that reads back as `v`; integers below 1e15 without point or exponent.
std::string number_text(double v);

}  // namespace lp::io
