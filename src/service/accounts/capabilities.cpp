#include "service/accounts/capabilities.h"

#include "records/links.h"
#include "records/permissions.h"

namespace lp::service {
namespace {

using model::Role;

bool is_regulator(Role role) { return role == Role::regulator_officer || role == Role::regulator_leader; }

std::string org_name(store::Store& store, const model::Catalogue& catalogue, OrgId org) {
  const model::Kind* kind = catalogue.kind("organisation");
  std::string name;
  if (!org || kind == nullptr) return name;
  // One's own organisation: the account itself is the right to its name.
  const Status status = store.read([&](store::ReadTx& tx) -> Status {
    LP_TRY(const auto record, tx.get(model::Viewer::system("name of one's own organisation"), "organisation", to_record(org)));
    name = records::label_of(*kind, record);
    return ok_status();
  });
  return status ? name : std::string();
}

json::object role_title(const model::Catalogue& catalogue, Role role) {
  const auto found = catalogue.roles.find(model::to_string(role));
  const std::string name(model::to_string(role));
  if (found == catalogue.roles.end()) return {{"zh", name}, {"en", name}};
  return {{"zh", found->second.title.zh}, {"en", found->second.title.en}};
}

}  // namespace

json::array capabilities_of(const model::Catalogue& catalogue, const model::Viewer& viewer) {
  json::array out;
  const bool writes = model::may_write_records(viewer.role);
  const bool regulator = is_regulator(viewer.role);
  const bool reads = viewer.role != Role::administrator;
  if (writes) out.push_back("records.write");
  if (regulator) out.insert(out.end(), {"review", "ledger.decide", "ledger.snapshot"});
  if (regulator || viewer.role == Role::auditor) out.push_back("board");
  if (viewer.role == Role::enterprise_officer || regulator) out.push_back("import");
  if (reads) out.push_back("export");
  if (viewer.role == Role::administrator) out.push_back("users");
  if (viewer.role == Role::administrator || viewer.role == Role::auditor) out.insert(out.end(), {"journal", "outbox"});
  for (const auto& [name, kind] : catalogue.kinds) {
    if (records::may_create(viewer, kind)) out.push_back(json::value("create:" + name));
  }
  return out;
}

json::object describe_user(store::Store& store, const model::Catalogue& catalogue, const Caller& caller) {
  const store::Account& account = caller.account;
  json::object out{{"id", account.id.value}, {"login", account.login}, {"name", account.name},
                   {"role", model::to_string(account.role)},
                   {"must_change_password", account.must_change_password}, {"language", account.zh ? "zh" : "en"}};
  out["role_title"] = role_title(catalogue, account.role);
  out["org"] = account.org ? json::value(account.org.value) : json::value(nullptr);
  out["org_name"] = org_name(store, catalogue, account.org);
  out["regions"] = json::array(account.regions.begin(), account.regions.end());
  out["sectors"] = json::array(account.sectors.begin(), account.sectors.end());
  return out;
}

}  // namespace lp::service
