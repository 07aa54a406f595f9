#include "match/reports/nikto_item.h"

#include "base/hash.h"
#include "base/text.h"
#include "match/findings/identity.h"
#include "match/reports/report_text.h"

namespace lp::match {
namespace {

// The CSV has no rule: what the message says, without numbers and quoted parts, stands for it.
std::string rule_of_message(std::string_view message) {
  std::string kept;
  bool quoted = false;
  for (const char c : fold_place(message)) {
    if (c == '\'' || c == '"') quoted = !quoted;
    if (!quoted && (c < '0' || c > '9')) kept += c;
  }
  return "text-" + to_hex(sha256(kept)).substr(0, 12);
}

}  // namespace

void take_nikto(const NiktoItem& item, std::string where, ReportSink& sink) {
  ReportedFinding f;
  f.asset = item.host.empty() ? item.ip : item.host;
  sink.scanned(f.asset);
  if (trim(item.message).empty()) return sink.leave_out("header");
  f.component = service("tcp", port_of(item.port));
  add_ids(f.ids, item.message);
  if (f.ids.empty()) f.ids = {"nikto:" + (!item.id.empty() ? std::string(item.id) : !item.osvdb.empty() && item.osvdb != "0" && item.osvdb != "OSVDB-0" ? "osvdb-" + std::string(item.osvdb) : rule_of_message(item.message))};
  f.location = item.uri;
  f.title = item.message;
  f.source = "nikto";
  f.where = std::move(where);
  sink.take(std::move(f));
}

}  // namespace lp::match
