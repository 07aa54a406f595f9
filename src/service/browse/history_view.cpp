#include "service/browse/history_view.h"

#include <algorithm>

#include "records/visibility.h"

namespace lp::service {

Result<json::array> history_view(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                                 std::string_view kind_name, RecordId id) {
  const model::Kind* kind = catalogue.kind(kind_name);
  if (kind == nullptr) return make_error(Errc::not_found, "no such kind of record");
  LP_TRY(auto entries, tx.history(viewer, kind_name, id));
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.version > b.version; });
  json::array out;
  for (model::HistoryEntry& entry : entries) {
    records::hide_fields(viewer, *kind, entry);
    json::object line{{"version", entry.version}, {"at", entry.at.micros()}, {"by", entry.by.value}, {"by_name", entry.by_name},
                      {"action", entry.action}, {"state", entry.state}, {"reason", entry.reason},
                      {"form_version", entry.form_version}};
    line["changes"] = std::move(entry.changes);
    out.push_back(std::move(line));
  }
  return out;
}

Result<json::array> readers_view(store::ReadTx& tx, const model::Viewer& viewer, std::string_view kind, RecordId id) {
  constexpr int newest = 200;
  LP_TRY(const auto reads, tx.readers_of(viewer, kind, id, newest));
  json::array out;
  for (const store::JournalEntry& entry : reads) {
    out.push_back(json::object{{"by_name", entry.who}, {"at", entry.at.micros()}, {"action", entry.action}});
  }
  return out;
}

}  // namespace lp::service
