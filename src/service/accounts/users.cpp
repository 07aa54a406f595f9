#include "service/accounts/users.h"

#include <algorithm>

#include "base/text.h"

namespace lp::service {
namespace {

using model::Role;

Error field_error(std::string field, std::string code, std::string zh, std::string en) {
  Error error = make_error(Errc::invalid, field + ": " + en);
  error.message_zh = zh;
  error.fields.push_back({std::move(field), std::move(code), std::move(zh), std::move(en)});
  return error;
}

Status require_administrator(const model::Viewer& viewer) {
  if (viewer.role == Role::administrator || viewer.role == Role::system) return ok_status();
  return make_error(Errc::denied, "only administrators manage accounts");
}

bool is_login(std::string_view text) {
  if (text.size() < 3 || text.size() > 64) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '@';
  });
}

void apply(const UserDraft& draft, store::Account& account) {
  if (draft.login) account.login = to_lower_ascii(trim(*draft.login));
  if (draft.name) account.name = std::string(trim(*draft.name));
  if (draft.email) account.email = std::string(trim(*draft.email));
  if (draft.phone) account.phone = std::string(trim(*draft.phone));
  if (draft.role) account.role = *draft.role;
  if (draft.org) account.org = *draft.org;
  if (draft.regions) account.regions = *draft.regions;
  if (draft.sectors) account.sectors = *draft.sectors;
  if (draft.assigned) account.assigned = *draft.assigned;
  if (draft.disabled) account.disabled = *draft.disabled;
  if (draft.zh) account.zh = *draft.zh;
}

bool rights_differ(const store::Account& a, const store::Account& b) {
  return a.role != b.role || a.org != b.org || a.regions != b.regions || a.sectors != b.sectors ||
         a.assigned != b.assigned || a.disabled != b.disabled;
}

Status keep_an_administrator(store::ReadTx& tx, const model::Viewer& viewer, const store::Account& before,
                             const store::Account& after) {
  const bool still = after.role == Role::administrator && !after.disabled;
  if (before.role != Role::administrator || before.disabled || still) return ok_status();
  if (before.id == viewer.user) {
    return field_error("role", "self", "不能停用自己或取消自己的管理员角色", "you cannot disable or demote yourself");
  }
  LP_TRY(const auto all, tx.accounts({}));
  const auto others = std::count_if(all.begin(), all.end(), [&](const store::Account& a) {
    return a.id != before.id && a.role == Role::administrator && !a.disabled;
  });
  if (others > 0) return ok_status();
  return field_error("role", "last_administrator", "至少保留一名管理员", "one administrator must remain");
}

Status journal(store::WriteTx& tx, const model::Viewer& viewer, std::string_view action, const store::Account& about,
               Timestamp now) {
  store::JournalEntry entry;
  entry.at = now;
  entry.user = viewer.user;
  entry.who = viewer.name;
  entry.action = std::string(action);
  entry.org = about.org;
  entry.detail = {{"user", about.id.value}, {"login", about.login}, {"role", model::to_string(about.role)}};
  return tx.append_journal(std::move(entry));
}

json::array ids_of(const std::vector<OrgId>& orgs) {
  json::array out;
  for (OrgId org : orgs) out.push_back(org.value);
  return out;
}

json::value time_of(Timestamp t) { return t.micros() == 0 ? json::value(nullptr) : json::value(t.micros()); }

}  // namespace

Status Users::check(store::ReadTx& tx, const store::Account& account) const {
  if (!is_login(account.login)) {
    return field_error("login", "pattern", "登录名为 3 至 64 个小写字母、数字或 . _ - @", "3 to 64 of a-z, 0-9, . _ - @");
  }
  if (account.name.empty() || count_codepoints(account.name) > 100) {
    return field_error("name", "required", "请填写姓名（不超过 100 字）", "1 to 100 characters are required");
  }
  if (account.role == Role::system) return field_error("role", "system", "系统角色不能登录", "the system cannot sign in");
  const model::Side side = model::side_of(account.role);
  std::vector<OrgId> orgs = account.assigned;
  if (side == model::Side::enterprise) {
    if (!account.org) return field_error("org", "required", "企业账号须指定所属企业", "enterprise accounts need an organisation");
    orgs = {account.org};
  }
  for (OrgId org : orgs) {
    if (tx.get(model::Viewer::system("checking an account"), "organisation", to_record(org))) continue;
    return field_error("org", "no_such_record", "没有编号为 " + std::to_string(org.value) + " 的企业",
                       "no organisation " + std::to_string(org.value));
  }
  const model::Taxonomy* regions = catalogue_.taxonomy("regions");
  for (const std::string& region : account.regions) {
    if (regions == nullptr || regions->find(region) != nullptr) continue;
    return field_error("regions", "unknown_code", "没有代码为 " + region + " 的地区", "no region " + region);
  }
  return ok_status();
}

Result<std::vector<store::Account>> Users::list(const model::Viewer& viewer) {
  LP_CHECK_OK(require_administrator(viewer));
  std::vector<store::Account> out;
  LP_CHECK_OK(accounts_.store().read([&](store::ReadTx& tx) -> Status {
    LP_TRY(out, tx.accounts({}));
    return ok_status();
  }));
  return out;
}

Result<store::Account> Users::get(const model::Viewer& viewer, UserId id) {
  LP_CHECK_OK(require_administrator(viewer));
  store::Account out;
  LP_CHECK_OK(accounts_.store().read([&](store::ReadTx& tx) -> Status {
    LP_TRY(out, tx.account(id));
    return ok_status();
  }));
  return out;
}

Result<NewUser> Users::create(const model::Viewer& viewer, const UserDraft& draft, std::string_view password) {
  LP_CHECK_OK(require_administrator(viewer));
  NewUser out;
  if (password.empty()) out.password = make_password();
  const std::string first = password.empty() ? out.password : std::string(password);
  apply(draft, out.account);
  LP_CHECK_OK(check_password_rules(first, out.account.login));
  LP_TRY(out.account.password_hash, accounts_.hash(first));
  out.account.must_change_password = true;
  out.account.created_at = accounts_.store().clock().now();
  LP_CHECK_OK(accounts_.store().write([&](store::WriteTx& tx) -> Status {
    LP_CHECK_OK(check(tx, out.account));
    if (tx.account_by_login(out.account.login)) {
      return field_error("login", "not_unique", "登录名已被使用", "the login is taken");
    }
    LP_TRY(out.account.id, tx.put_account(out.account));
    return journal(tx, viewer, "user.create", out.account, out.account.created_at);
  }));
  return out;
}

Result<store::Account> Users::update(const model::Viewer& viewer, UserId id, const UserDraft& draft) {
  LP_CHECK_OK(require_administrator(viewer));
  store::Account account;
  LP_CHECK_OK(accounts_.store().write([&](store::WriteTx& tx) -> Status {
    LP_TRY(const store::Account before, tx.account(id));
    account = before;
    apply(draft, account);
    LP_CHECK_OK(check(tx, account));
    if (account.login != before.login && tx.account_by_login(account.login)) {
      return field_error("login", "not_unique", "登录名已被使用", "the login is taken");
    }
    LP_CHECK_OK(keep_an_administrator(tx, viewer, before, account));
    if (draft.disabled == false && before.disabled) account.failed = 0;
    LP_CHECK_OK(tx.put_account(account));
    if (rights_differ(before, account)) LP_CHECK_OK(tx.delete_sessions_of(id));
    return journal(tx, viewer, "user.update", account, accounts_.store().clock().now());
  }));
  return account;
}

Result<NewUser> Users::reset_password(const model::Viewer& viewer, UserId id, std::string_view password) {
  LP_CHECK_OK(require_administrator(viewer));
  NewUser out;
  LP_TRY(out.account, get(viewer, id));
  if (password.empty()) out.password = make_password();
  const std::string first = password.empty() ? out.password : std::string(password);
  LP_CHECK_OK(check_password_rules(first, out.account.login));
  LP_TRY(const std::string hashed, accounts_.hash(first));
  LP_CHECK_OK(accounts_.store().write([&](store::WriteTx& tx) -> Status {
    LP_TRY(out.account, tx.account(id));
    out.account.password_hash = hashed;
    out.account.must_change_password = true;
    out.account.failed = 0;
    out.account.locked_until = Timestamp();
    LP_CHECK_OK(tx.put_account(out.account));
    LP_CHECK_OK(tx.delete_sessions_of(id));
    return journal(tx, viewer, "user.reset_password", out.account, accounts_.store().clock().now());
  }));
  return out;
}

json::object to_json(const store::Account& account) {
  json::object out{{"id", account.id.value}, {"login", account.login}, {"name", account.name},
                   {"email", account.email}, {"phone", account.phone}, {"role", model::to_string(account.role)},
                   {"org", account.org ? json::value(account.org.value) : json::value(nullptr)},
                   {"disabled", account.disabled}, {"must_change_password", account.must_change_password},
                   {"language", account.zh ? "zh" : "en"}};
  out["regions"] = json::array(account.regions.begin(), account.regions.end());
  out["sectors"] = json::array(account.sectors.begin(), account.sectors.end());
  out["assigned"] = ids_of(account.assigned);
  out["last_login"] = time_of(account.last_login);
  out["created_at"] = time_of(account.created_at);
  out["locked_until"] = time_of(account.locked_until);
  return out;
}

}  // namespace lp::service
