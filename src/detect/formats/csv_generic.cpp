// Any CSV with a header; what its columns mean is said by the user's mapping.
#include "detect/csv_decoder.h"
#include "detect/json_sniff.h"

namespace lp::detect {
namespace {

// A header and lines with as many columns; names are words rather than numbers.
int sniff(std::string_view head) {
  const std::string_view header = next_line(head);
  const char delimiter = guess_delimiter(header);
  std::vector<std::string_view> names, values;
  if (delimiter == '\0' || header.starts_with('#') || header.starts_with('{') || !split_csv(header, delimiter, nullptr, names) || names.size() < 2) return 0;
  for (const std::string_view name : names)
    if (name.empty() || name.size() > 64 || name.find_first_not_of("0123456789.") == name.npos) return 0;
  int lines = 0, good = 0;
  for (std::string_view line = next_line(head); !line.empty() && lines < 20; line = next_line(head), ++lines)
    if (split_csv(line, delimiter, nullptr, values) && values.size() == names.size()) ++good;
  return lines == 0 || good * 2 < lines ? 0 : 20;
}

bool is_control(std::string_view, bool first_line) { return first_line; }

}  // namespace

Format format_csv_generic() {
  return {.id = "csv_generic", .zh = "CSV 表格", .en = "CSV", .sniff = sniff,
          .make = [](const DecodeContext& context) -> std::unique_ptr<Decoder> { return std::make_unique<CsvDecoder>(context); },
          .is_control = is_control};
}

}  // namespace lp::detect
