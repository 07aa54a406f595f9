// CSV with a header line, which may be a comment ("# "first_seen","ioc_value",…"): the columns of values and of context by their names.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "detect/indicators/indicator_import.h"

namespace lp::detect {
namespace {

enum class Column : std::uint8_t { other, any, ip, domain, url, md5, sha1, sha256, email, ja3, ja4, type, confidence, description, threat, tlp, from, until, source };

struct Name { std::string_view name; Column column; };
constexpr auto names = std::to_array<Name>({
    {"indicator", Column::any}, {"ioc", Column::any}, {"ioc_value", Column::any}, {"value", Column::any}, {"indicator_value", Column::any}, {"指标", Column::any},
    {"ip", Column::ip}, {"ip_address", Column::ip}, {"ipaddress", Column::ip}, {"dst_ip", Column::ip}, {"src_ip", Column::ip}, {"cidr", Column::ip}, {"ipv4", Column::ip}, {"ipv6", Column::ip},
    {"domain", Column::domain}, {"hostname", Column::domain}, {"host", Column::any}, {"fqdn", Column::domain}, {"域名", Column::domain},
    {"url", Column::url}, {"md5", Column::md5}, {"md5_hash", Column::md5}, {"sha1", Column::sha1}, {"sha1_hash", Column::sha1}, {"sha256", Column::sha256},
    {"sha256_hash", Column::sha256}, {"hash", Column::any}, {"email", Column::email}, {"ja3", Column::ja3}, {"ja3_md5", Column::ja3}, {"ja4", Column::ja4},
    {"type", Column::type}, {"indicator_type", Column::type}, {"ioc_type", Column::type}, {"confidence", Column::confidence}, {"confidence_level", Column::confidence},
    {"description", Column::description}, {"comment", Column::description}, {"malware", Column::description}, {"malware_printable", Column::description},
    {"threat", Column::threat}, {"threat_type", Column::threat}, {"category", Column::threat}, {"tlp", Column::tlp}, {"source", Column::source}, {"reporter", Column::other},
    {"valid_from", Column::from}, {"valid_until", Column::until}, {"expires", Column::until}, {"expiration", Column::until}});

// The cells of one line; quotes double inside quotes. Broken quotes are taken literally.
std::vector<std::string> cells_of(std::string_view line, char separator) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') cells.back() += line[++i];
    else if (c == '"' && (quoted || trim(cells.back()).empty())) quoted = !quoted;
    else if (c == separator && !quoted) cells.emplace_back();
    else cells.back() += c;
  }
  return cells;
}

Column column_of(std::string_view cell) {
  const std::string name = replace_all(to_lower_ascii(trim(cell)), " ", "_");
  const auto found = std::ranges::find(names, std::string_view(name), &Name::name);
  return found == names.end() ? Column::other : found->column;
}

bool is_value(Column c) { return c >= Column::any && c <= Column::ja4; }

struct Header {
  char separator = ',';
  std::vector<Column> columns{};
};

std::optional<Header> header_of(std::string_view line) {
  line = trim(line);
  while (line.starts_with('#')) line = trim(line.substr(1));
  for (const char separator : {',', ';', '\t'}) {
    Header header{.separator = separator};
    for (const std::string& cell : cells_of(line, separator)) header.columns.push_back(column_of(cell));
    const auto known = std::ranges::count_if(header.columns, [](Column c) { return c != Column::other; });
    if (header.columns.size() > 1 && known > 1 && std::ranges::any_of(header.columns, is_value)) return header;
  }
  return std::nullopt;
}

std::optional<IndicatorKind> kind_of(Column c) {
  switch (c) {
    case Column::ip: return IndicatorKind::ip;
    case Column::domain: return IndicatorKind::domain;
    case Column::url: return IndicatorKind::url;
    case Column::md5: return IndicatorKind::md5;
    case Column::sha1: return IndicatorKind::sha1;
    case Column::sha256: return IndicatorKind::sha256;
    case Column::email: return IndicatorKind::email;
    case Column::ja3: return IndicatorKind::ja3;
    case Column::ja4: return IndicatorKind::ja4;
    default: return std::nullopt;
  }
}

// The kind a type column names, where looks would mislead.
std::optional<IndicatorKind> kind_of_type(std::string_view type) {
  const std::string word = to_lower_ascii(trim(type));
  if (word == "ja3" || word == "ja3-fingerprint-md5" || word == "ja3_md5") return IndicatorKind::ja3;
  return word == "ja4" ? std::optional(IndicatorKind::ja4) : std::nullopt;
}

void describe(Column column, std::string_view text, IndicatorContext& context) {
  if (text.empty()) return;
  if (column == Column::confidence) {
    unsigned n = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), n).ec == std::errc{}) context.confidence = static_cast<std::uint8_t>(std::min(n, 100u));
  }
  if (column == Column::description) context.description = truncate(text, 500);
  if (column == Column::threat) context.type = truncate(text, 100);
  if (column == Column::source) context.source = truncate(text, 100);
  if (column == Column::tlp) context.tlp = parse_tlp(text);
  if (column == Column::from) context.from = import_time(text);
  if (column == Column::until) context.until = import_time(text);
}

void read_row(const Header& header, std::string_view line, int number, ImportSink& sink) {
  const std::vector<std::string> cells = cells_of(line, header.separator);
  IndicatorContext context = sink.defaults();
  std::optional<IndicatorKind> said;
  bool any = false;
  for (std::size_t i = 0; i < cells.size() && i < header.columns.size(); ++i) {
    if (header.columns[i] == Column::type) said = kind_of_type(cells[i]);
    else describe(header.columns[i], trim(cells[i]), context);
  }
  for (std::size_t i = 0; i < cells.size() && i < header.columns.size(); ++i) {
    const std::string_view text = trim(cells[i]);
    if (!is_value(header.columns[i]) || text.empty()) continue;
    any = true;
    const auto kind = said && header.columns[i] == Column::any ? said : kind_of(header.columns[i]);
    if (kind && *kind != IndicatorKind::ip) sink.take(*kind, text, context, number);
    else sink.take_any(text, context, number);
  }
  if (!any) sink.refuse(number, "no_indicator", "a row without a value");
}

void read(std::string_view bytes, ImportSink& sink) {
  std::optional<Header> header;
  int number = 0;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = trim(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    ++number;
    if (line.empty()) continue;
    if (!header && (header = header_of(line))) continue;
    if (line.starts_with('#') || line.starts_with("//")) sink.leave_out("comment");
    else if (!header) sink.refuse(number, "no_header", "a line before the header");
    else if (line.size() > 1 << 20) sink.refuse(number, "long_line", "a line of " + std::to_string(line.size()) + " bytes");
    else read_row(*header, line, number, sink);
  }
  if (!header) sink.fail("it has no header line with known columns");
}

// A header among the first lines that are comments, or the first that is not.
int sniff(std::string_view head) {
  for (int n = 0; !head.empty() && n < 100; ++n) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    const std::string_view line = trim(head.substr(0, end));
    head.remove_prefix(std::min(end + 1, head.size()));
    if (line.empty()) continue;
    if (header_of(line)) return 60;
    if (!line.starts_with('#')) return 0;
  }
  return 0;
}

}  // namespace

IndicatorImport import_csv_table() { return {"csv_table", "CSV 表格", "CSV with a header", sniff, read}; }

}  // namespace lp::detect
