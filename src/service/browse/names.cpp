#include "service/browse/names.h"

#include <algorithm>
#include <set>

#include "records/links.h"

namespace lp::service {

Result<std::map<OrgId, std::string>> org_names(store::ReadTx& tx, const model::Viewer& viewer,
                                               const model::Catalogue& catalogue, std::span<const OrgId> orgs) {
  std::map<OrgId, std::string> names;
  const model::Kind* kind = catalogue.kind("organisation");
  std::set<OrgId> wanted(orgs.begin(), orgs.end());
  wanted.erase(OrgId{});
  if (kind == nullptr || wanted.empty()) return names;
  store::RecordQuery query;
  query.kind = kind->name;
  query.count = false;
  query.limit = static_cast<int>(wanted.size());
  json::array ids;
  for (OrgId org : wanted) ids.push_back(org.value);
  query.where = model::Predicate::compare("id", model::Op::in, std::move(ids));
  LP_TRY(const store::RecordPage page, tx.list(viewer, query));
  for (const model::Record& record : page.rows) names[to_org(record.id)] = records::label_of(*kind, record);
  return names;
}

Result<std::map<UserId, std::string>> user_names(store::ReadTx& tx, std::span<const UserId> users) {
  std::map<UserId, std::string> names;
  for (UserId user : std::set<UserId>(users.begin(), users.end())) {
    if (!user) continue;
    const auto account = tx.account(user);
    if (account) names[user] = account->name;
    else if (account.error().code != Errc::not_found) return account.error();
  }
  return names;
}

}  // namespace lp::service
