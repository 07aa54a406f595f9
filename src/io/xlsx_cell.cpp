#include "io/xlsx_cell.h"

#include <charconv>
#include <cmath>

#include "base/text.h"

namespace lp::io {

std::optional<CellRef> parse_cell_ref(std::string_view text) {
  CellRef ref;
  int column = 0;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    char c = text[i];
    if (c == '$') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + (c - 'A' + 1);
    if (column > 16384) return std::nullopt;
  }
  if (column == 0) return std::nullopt;
  for (; i < text.size(); ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    ref.row = ref.row * 10 + (text[i] - '0');
    if (ref.row > 1'048'576) return std::nullopt;
  }
  if (ref.row == 0) return std::nullopt;
  ref.column = column - 1;
  return ref;
}

std::string column_name(int column) {
  std::string name;
  for (int n = column + 1; n > 0; n = (n - 1) / 26) name.insert(name.begin(), static_cast<char>('A' + (n - 1) % 26));
  return name;
}

std::optional<SerialDate> date_of_serial(double serial, bool since_1904) {
  if (!std::isfinite(serial) || serial < 1 || serial > 200'000) return std::nullopt;
  double whole = std::floor(serial);
  int seconds = static_cast<int>(std::lround((serial - whole) * 86'400));
  if (seconds == 86'400) {
    seconds = 0;
    whole += 1;
  }
  constexpr int epoch_1900 = -25'569;  // 1899-12-30 in days since 1970
  constexpr int epoch_1904 = -24'107;  // 1904-01-01
  int days = static_cast<int>(whole) + (since_1904 ? epoch_1904 : epoch_1900);
  if (!since_1904 && whole < 60) ++days;  // Excel counts a 29 February 1900 that never was
  const Date day = Date::from_days(days);
  if (day.year() < 1900 || day.year() > 2200) return std::nullopt;
  return SerialDate{day, seconds};
}

double serial_of_date(Date day, int seconds) { return day.days() + 25'569 + seconds / 86'400.0; }

bool is_date_format(int f) {
  return (f >= 14 && f <= 22) || (f >= 27 && f <= 36) || (f >= 45 && f <= 47) || (f >= 50 && f <= 58);
}

bool is_date_format_code(std::string_view code) {
  bool quoted = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '[') {  // colour, locale, condition; [h] is elapsed time
      const std::size_t close = code.find(']', i);
      if (close == std::string_view::npos) return false;
      i = close;
    } else if (c == ';') {
      return false;  // further sections repeat the first
    } else if (std::string_view("yYmMdDhHsS").find(c) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

std::string unescape_xlsx(std::string text) {
  std::size_t at = text.find("_x");
  if (at == std::string::npos) return text;
  std::string out;
  std::size_t copied = 0;
  for (; at != std::string::npos; at = text.find("_x", at + 1)) {
    if (at < copied || at + 6 >= text.size() || text[at + 6] != '_') continue;
    unsigned value = 0;
    const char* end = text.data() + at + 6;
    if (std::from_chars(text.data() + at + 2, end, value, 16).ptr != end) continue;
    out.append(text, copied, at - copied);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    append_utf8(out, surrogate ? 0xFFFD : value);
    copied = at + 7;
  }
  out.append(text, copied);
  return out;
}

}  // namespace lp::io
