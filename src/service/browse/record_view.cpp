#include "service/browse/record_view.h"

#include "model/kind_json.h"
#include "records/links.h"
#include "records/visibility.h"
#include "service/browse/names.h"

namespace lp::service {
namespace {

struct Names {
  std::map<OrgId, std::string> orgs;
  std::map<UserId, std::string> users;
};

Result<Names> names_of(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                       std::span<const model::Record> records) {
  std::vector<OrgId> orgs;
  std::vector<UserId> users;
  for (const model::Record& record : records) {
    orgs.push_back(record.org);
    users.insert(users.end(), {record.created_by, record.updated_by});
  }
  Names names;
  LP_TRY(names.orgs, org_names(tx, viewer, catalogue, orgs));
  LP_TRY(names.users, user_names(tx, users));
  return names;
}

template <class Map, class Key>
std::string name_or_empty(const Map& map, Key key) {
  const auto found = map.find(key);
  return found == map.end() ? std::string() : found->second;
}

json::object present(const model::Kind& kind, const model::Record& record, const Names& names) {
  json::object out{{"id", record.id.value}, {"kind", record.kind}, {"no", record.no}, {"org", record.org.value},
                   {"org_name", name_or_empty(names.orgs, record.org)}, {"state", record.state},
                   {"version", record.version}, {"form_version", record.form_version},
                   {"created_at", record.created_at.micros()}, {"updated_at", record.updated_at.micros()},
                   {"state_since", record.state_since.micros()}, {"created_by", record.created_by.value},
                   {"updated_by", record.updated_by.value}, {"created_by_name", name_or_empty(names.users, record.created_by)},
                   {"updated_by_name", name_or_empty(names.users, record.updated_by)},
                   {"label", records::label_of(kind, record)}};
  out["data"] = record.data;
  return out;
}

}  // namespace

Result<json::array> to_json(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                            std::span<const model::Record> records, Personal personal) {
  LP_TRY(const Names names, names_of(tx, viewer, catalogue, records));
  json::array out;
  for (model::Record record : records) {
    const model::Kind* kind = catalogue.kind(record.kind);
    if (kind == nullptr) continue;  // a kind that left specs/: its records stay in the store, unshown
    records::hide_fields(viewer, *kind, record);
    if (personal == Personal::masked) records::mask_personal(*kind, record);
    out.push_back(present(*kind, record, names));
  }
  return out;
}

Result<json::object> to_json(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                             const model::Record& record, Personal personal) {
  LP_TRY(json::array rows, to_json(tx, viewer, catalogue, std::span(&record, 1), personal));
  if (rows.empty()) return make_error(Errc::not_found, "no such record");
  return std::move(rows.front().as_object());
}

Result<json::object> list_page(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                               const store::RecordQuery& query) {
  LP_TRY(store::RecordPage page, tx.list(viewer, query));
  json::object out;
  LP_TRY(json::array rows, to_json(tx, viewer, catalogue, page.rows, Personal::masked));
  const model::Kind* kind = catalogue.kind(query.kind);
  for (model::Record& record : page.rows) records::hide_fields(viewer, *kind, record);  // hidden references give no links
  LP_TRY(json::object links, records::resolve_links(tx, viewer, catalogue, page.rows));
  out["rows"] = std::move(rows);
  out["total"] = page.total;
  out["links"] = std::move(links);
  return out;
}

}  // namespace lp::service
