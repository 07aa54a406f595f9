// testssl.sh --csvfile
#include "match/reports/report_csv.h"
#include "match/reports/testssl_item.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) { return has_columns(csv_header(head), {"id", "fqdnip", "port", "severity", "finding"}) ? 95 : 0; }
void read(std::string_view bytes, ReportSink& sink) {
  each_csv_row(bytes, sink, [&](const CsvRow& row) {
    take_testssl({row.get({"id"}), row.get({"fqdnip"}), row.get({"port"}), row.get({"severity"}), row.get({"finding"}), row.get({"cve"})}, row.where(), sink);
  });
}

}  // namespace

ReportFormat report_testssl_csv() { return {"testssl_csv", "testssl.sh CSV", "testssl.sh CSV", sniff, read}; }

}  // namespace lp::match
