// Zeek's intelligence files: "#fields<TAB>indicator<TAB>indicator_type<TAB>meta.source…", then a row a line.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "detect/indicators/indicator_import.h"

namespace lp::detect {
namespace {

constexpr std::string_view fields_line = "#fields\t";

struct Type { std::string_view name; std::optional<IndicatorKind> kind; };
// FILE_HASH is told by its length; names of programs and users are nothing we look for.
constexpr auto types = std::to_array<Type>({{"Intel::ADDR", IndicatorKind::ip}, {"Intel::SUBNET", IndicatorKind::prefix}, {"Intel::URL", IndicatorKind::url},
                                            {"Intel::DOMAIN", IndicatorKind::domain}, {"Intel::EMAIL", IndicatorKind::email}, {"Intel::FILE_HASH", std::nullopt},
                                            {"Intel::JA3", IndicatorKind::ja3}, {"Intel::JA4", IndicatorKind::ja4}});

void read_row(const std::vector<std::string_view>& columns, const std::vector<std::string_view>& cells, int number, ImportSink& sink) {
  IndicatorContext context = sink.defaults();
  std::string_view value, type;
  for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
    const std::string_view cell = trim(cells[i]);
    if (cell.empty() || cell == "-") continue;
    if (columns[i] == "indicator") value = cell;
    if (columns[i] == "indicator_type") type = cell;
    if (columns[i] == "meta.source") context.source = truncate(cell, 100);
    if (columns[i] == "meta.desc") context.description = truncate(cell, 500);
    unsigned confidence = 0;
    if (columns[i] == "meta.confidence" && std::from_chars(cell.data(), cell.data() + cell.size(), confidence).ec == std::errc{})
      context.confidence = static_cast<std::uint8_t>(std::min(confidence, 100u));
  }
  if (value.empty() || type.empty()) return sink.refuse(number, "short_row", "a row without indicator or type");
  const auto found = std::ranges::find(types, type, &Type::name);
  if (found == types.end()) return sink.leave_out("unsupported_kind");
  if (found->kind) return sink.take(*found->kind, value, context, number);
  const IndicatorKind hash = value.size() == 32 ? IndicatorKind::md5 : value.size() == 40 ? IndicatorKind::sha1 : IndicatorKind::sha256;
  sink.take(hash, value, context, number);
}

void read(std::string_view bytes, ImportSink& sink) {
  std::vector<std::string_view> columns;
  int number = 0;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with(fields_line)) columns = split(line.substr(fields_line.size()), '\t');
    else if (line.starts_with('#')) sink.leave_out("comment");
    else if (trim(line).empty()) continue;
    else if (columns.empty()) sink.refuse(number, "no_header", "a row before #fields");
    else read_row(columns, split(line, '\t'), number, sink);
  }
  if (columns.empty()) sink.fail("it has no #fields line");
}

int sniff(std::string_view head) {
  const std::size_t at = head.find(fields_line);
  const bool at_line = at != std::string_view::npos && (at == 0 || head[at - 1] == '\n');
  return at_line && head.substr(at, head.substr(at).find('\n')).find("indicator_type") != std::string_view::npos ? 100 : 0;
}

}  // namespace

IndicatorImport import_zeek_intel() { return {"zeek_intel", "Zeek 情报文件", "Zeek intelligence", sniff, read}; }

}  // namespace lp::detect
