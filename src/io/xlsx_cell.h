#pragma once
// Small rules of the SpreadsheetML format (ECMA-376): addresses, serial dates, escapes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace lp::io {

struct CellRef {
  std::int64_t row = 0;  // 1-based; 0 = absent
  int column = 0;        // 0-based
};
// "C12" → row 12, column 2; $ signs are skipped. Empty when malformed or out of Excel's grid (1,048,576 × 16,384).
std::optional<CellRef> parse_cell_ref(std::string_view text);
std::string column_name(int column);  // 0 → "A", 26 → "AA"

struct SerialDate {
  Date day{};
  int seconds = 0;
};
// Days since 1899-12-30 (with Excel's invented 1900-02-29) or 1904-01-01. Empty outside 1900 to 2200
// and for serials below 1 (a time of day alone).
std::optional<SerialDate> date_of_serial(double serial, bool since_1904);
double serial_of_date(Date day, int seconds = 0);  // 1900 system, from 1900-03-01

// Does a number format show a date? By number for built-in ones, by its code for custom ones.
bool is_date_format(int number_format);
bool is_date_format_code(std::string_view code);

// _x000D_ → the character (ECMA-376 part 1, 22.9.2.19)
std::string unescape_xlsx(std::string text);

}  // namespace lp::io
