// The report of an upload, as the interface gives it.
#include <array>
#include <fmt/format.h>

#include "service/catalogue/catalogue_fields.h"
#include "service/catalogue/catalogue_scan.h"

namespace lp::service {
namespace {

using Action = DatasetAction;

constexpr std::array<std::pair<Action, std::string_view>, 6> actions{{{Action::created, "created"}, {Action::updated, "updated"},
                                                                      {Action::unchanged, "unchanged"}, {Action::change_due, "change_due"},
                                                                      {Action::kept, "kept"}, {Action::not_seen, "not_seen"}}};

}  // namespace

std::string_view to_string(DatasetAction action) {
  for (const auto& [value, name] : actions) {
    if (value == action) return name;
  }
  return {};
}

json::object to_json(const CatalogueScanReport& report) {
  json::array datasets;
  for (const DatasetOutcome& o : report.datasets) {
    json::object item{{"action", to_string(o.action)}, {"dataset", o.dataset}, {"name", o.name}, {"level", o.level}, {"bytes", o.bytes},
                      {"records", o.records}, {"persons", o.persons}, {"state", o.state}};
    if (o.record) {
      item["record"] = o.record.value;
      item["no"] = o.no;
      item["link"] = fmt::format("/records/{}/{}", catalogue_kind, o.record.value);
    }
    if (!o.why.empty()) item["why"] = json::object{{"zh", o.why.zh}, {"en", o.why.en}};
    if (o.action == DatasetAction::change_due) {
      item["due"] = to_string(o.due);
      item["due_verified"] = o.due_verified;
    }
    datasets.push_back(std::move(item));
  }
  json::object out{{"preview", report.preview}, {"digest", report.digest}, {"complete", report.complete}, {"created", report.created},
                   {"updated", report.updated}, {"unchanged", report.unchanged}, {"change_due", report.change_due}, {"kept", report.kept},
                   {"not_seen", report.not_seen}, {"nothing_found", report.nothing_found}};
  out["datasets"] = std::move(datasets);
  return out;
}

}  // namespace lp::service
