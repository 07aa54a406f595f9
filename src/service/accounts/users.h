#pragma once
// Administration of accounts: administrators only. Deleting does not exist, because journal and
// history name the account; it is disabled instead.

#include <optional>
#include <string>
#include <vector>

#include "model/catalogue.h"
#include "service/accounts/accounts.h"

namespace lp::service {

struct UserDraft {  // absent = as it is (update) or the default (create)
  std::optional<std::string> login, name, email, phone;
  std::optional<model::Role> role;
  std::optional<OrgId> org;
  std::optional<std::vector<std::string>> regions, sectors;
  std::optional<std::vector<OrgId>> assigned;
  std::optional<bool> disabled, zh;
};

// The first password is given by the administrator or made here; it must be changed at the first sign-in.
struct NewUser {
  store::Account account;
  std::string password;     // made here; empty when it was given
};

class Users {
 public:
  Users(Accounts& accounts, const model::Catalogue& catalogue) : accounts_(accounts), catalogue_(catalogue) {}
  Result<std::vector<store::Account>> list(const model::Viewer& viewer);
  Result<store::Account> get(const model::Viewer& viewer, UserId id);
  Result<NewUser> create(const model::Viewer& viewer, const UserDraft& draft, std::string_view password);
  // A change of role, organisation, reach or `disabled` ends the account's sessions.
  // invalid: disabling or demoting oneself, or the last administrator.
  Result<store::Account> update(const model::Viewer& viewer, UserId id, const UserDraft& draft);
  Result<NewUser> reset_password(const model::Viewer& viewer, UserId id, std::string_view password);

 private:
  Status check(store::ReadTx& tx, const store::Account& account) const;
  Accounts& accounts_;
  const model::Catalogue& catalogue_;
};

json::object to_json(const store::Account& account);  // without hash and preferences

}  // namespace lp::service
