// Tables of CNVD records as people export them (CSV, or a sheet as text), by their column titles.

#include "base/text.h"
#include "io/encoding.h"
#include "match/feeds/bulletin.h"
#include "match/feeds/csv_lines.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) {
  std::string converted;
  if (const io::Encoding encoding = io::detect_encoding(head); encoding != io::Encoding::utf8) converted = io::to_utf8(head, encoding), head = converted;
  const std::string_view first = head.substr(0, head.find('\n'));
  const bool number = first.find("CNVD-ID") != std::string_view::npos || first.find("CNVD编号") != std::string_view::npos || first.find("CNVD ID") != std::string_view::npos || (first.find("漏洞编号") != std::string_view::npos && head.find("CNVD-") != std::string_view::npos);
  return number && first.find('<') == std::string_view::npos && first.find('{') == std::string_view::npos ? 90 : 0;
}

// Several in a cell: by line, ";" or "；".
std::vector<std::string_view> parts_of(std::string_view cell) {
  std::vector<std::string_view> out;
  while (!cell.empty()) {
    std::size_t end = std::min({cell.find('\n'), cell.find(';'), cell.find("；"), cell.size()});
    if (const std::string_view part = trim(cell.substr(0, end)); !part.empty()) out.push_back(part);
    const std::size_t width = cell.substr(end).starts_with("；") ? std::string_view("；").size() : 1;
    cell.remove_prefix(std::min(end + width, cell.size()));
  }
  return out;
}

void read_text(std::string_view bytes, FeedSink& sink) {
  std::string converted;
  if (const io::Encoding encoding = io::detect_encoding(bytes.substr(0, 65'536)); encoding != io::Encoding::utf8) converted = io::to_utf8(bytes, encoding), bytes = converted;
  CsvLines lines(bytes, csv_separator(bytes));
  std::vector<std::string_view> fields;
  if (!lines.next(fields)) return;
  const int id = column_of(fields, {"CNVD-ID", "CNVD编号", "CNVD ID", "漏洞编号"}), title = column_of(fields, {"漏洞名称", "漏洞标题", "标题", "title"}), severity = column_of(fields, {"危害级别", "漏洞等级", "危险级别", "severity"});
  const int products = column_of(fields, {"影响产品", "受影响产品", "影响对象", "products"}), cves = column_of(fields, {"CVE ID", "CVE编号", "CVE"}), published = column_of(fields, {"公开日期", "公开时间", "收录时间", "发布时间"}), modified = column_of(fields, {"更新时间", "更新日期"});
  std::uint64_t& records = sink.statistics().records["cnvd_table"];
  while (lines.next(fields)) {
    ++records;
    sink.at_line(lines.line());
    const std::string_view level = cell(fields, severity);
    Bulletin bulletin{.id = cell(fields, id), .source = "cnvd", .title = cell(fields, title), .severity = trim(level.substr(0, level.find('('))), .published = cell(fields, published), .modified = cell(fields, modified)};
    bulletin.cves = parts_of(cell(fields, cves));
    bulletin.products = parts_of(cell(fields, products));
    take_bulletin(bulletin, "", sink);
  }
}

}  // namespace

FeedFormat feed_cnvd_table() { return {.id = "cnvd_table", .zh = "国家信息安全漏洞共享平台（表格）", .en = "CNVD, table", .sniff = sniff, .read_record = nullptr, .read_text = read_text}; }

}  // namespace lp::match
