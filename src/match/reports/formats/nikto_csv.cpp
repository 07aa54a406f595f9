// nikto -Format csv: no header; "host","ip","port","OSVDB or reference","method","uri","message".
#include "base/text.h"
#include "match/reports/nikto_item.h"
#include "match/reports/report_csv.h"

namespace lp::match {
namespace {

int sniff(std::string_view head) { return trim(head).starts_with("\"Nikto - v") ? 95 : 0; }

void read(std::string_view bytes, ReportSink& sink) {
  each_csv_row(
      bytes, sink,
      [&](const CsvRow& row) {
        // A host's first line names its server only.
        if (row.cell(0).starts_with("Nikto - v") || row.cell(0).empty() || (row.get({"method"}).empty() && row.get({"uri"}).empty())) return;
        const std::string_view reference = row.get({"reference"});
        const bool number = !reference.empty() && reference.find_first_not_of("0123456789") == std::string_view::npos;
        take_nikto({{}, row.get({"host"}), row.get({"ip"}), row.get({"port"}), row.get({"uri"}), row.get({"message"}), number ? reference : std::string_view()}, row.where(), sink);
      },
      {"host", "ip", "port", "reference", "method", "uri", "message"});
}

}  // namespace

ReportFormat report_nikto_csv() { return {"nikto_csv", "nikto CSV", "nikto CSV", sniff, read}; }

}  // namespace lp::match
