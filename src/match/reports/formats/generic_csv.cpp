// Any CSV whose header says where, what and how severe, in Chinese or English, or as a mapping file says.
#include "match/reports/generic_item.h"
#include "match/reports/report_csv.h"
#include "match/reports/report_json.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) { return !looks_like_json(head) && !head.starts_with('<') && are_findings(csv_header(head)) ? 20 : 0; }

void read(std::string_view bytes, ReportSink& sink) {
  const GenericMapping mapping = load_mapping(sink);
  if (!sink.failure().empty()) return;
  const std::vector<std::string> names = csv_header(bytes);
  each_csv_row(bytes, sink, [&](const CsvRow& row) {
    GenericItem item(mapping);
    for (std::size_t i = 0; i < names.size(); ++i) item.put(names[i], row.cell(i));
    item.take(row.where(), sink);
  });
}

}  // namespace

ReportFormat report_generic_csv() { return {"generic_csv", "通用CSV", "generic CSV", sniff, read}; }

}  // namespace lp::match
