#include "store/people.h"

namespace lp::store {
namespace {

constexpr std::string_view account_columns =
    "SELECT id, login, name, email, phone, role, org_id, regions, sectors, assigned, password_hash, disabled, "
    "must_change_password, zh, failed, locked_until, last_login, created_at, preferences FROM account ";

std::string to_list(const std::vector<std::string>& codes) { return to_text(json::array(codes.begin(), codes.end())); }

std::vector<std::string> read_list(std::string_view text) {
  std::vector<std::string> out;
  const auto v = parse_json(text);
  if (!v || !v->is_array()) return out;
  for (const auto& x : v->get_array()) {
    if (x.is_string()) out.emplace_back(x.get_string());
  }
  return out;
}

std::vector<OrgId> read_orgs(std::string_view text) {
  std::vector<OrgId> out;
  const auto v = parse_json(text);
  if (!v || !v->is_array()) return out;
  for (const auto& x : v->get_array()) {
    if (x.is_int64()) out.push_back({x.get_int64()});
  }
  return out;
}

Account read_account(const db::Row& row) {
  Account a;
  a.id = {row.integer(0)};
  a.login = row.string(1);
  a.name = row.string(2);
  a.email = row.string(3);
  a.phone = row.string(4);
  a.role = model::parse_role(row.text(5)).value_or(model::Role::enterprise_leader);
  a.org = {row.integer(6)};
  a.regions = read_list(row.text(7));
  a.sectors = read_list(row.text(8));
  a.assigned = read_orgs(row.text(9));
  a.password_hash = row.string(10);
  a.disabled = row.integer(11) != 0;
  a.must_change_password = row.integer(12) != 0;
  a.zh = row.integer(13) != 0;
  a.failed = static_cast<int>(row.integer(14));
  a.locked_until = Timestamp(row.integer(15));
  a.last_login = Timestamp(row.integer(16));
  a.created_at = Timestamp(row.integer(17));
  if (auto p = parse_json(row.text(18)); p && p->is_object()) a.preferences = std::move(p->get_object());
  return a;
}

}  // namespace

Result<Account> find_account(Context& ctx, std::string_view condition, const db::Params& params) {
  Result<Account> out = make_error(Errc::not_found, "no such account");
  LP_CHECK_OK(ctx.db.query(std::string(account_columns) + std::string(condition), params, [&](const db::Row& row) {
    out = read_account(row);
    return false;
  }));
  return out;
}

Result<std::vector<Account>> list_accounts(Context& ctx, OrgId org) {
  std::vector<Account> out;
  const auto add = [&](const db::Row& row) {
    out.push_back(read_account(row));
    return true;
  };
  const std::string sql(account_columns);
  if (org) LP_CHECK_OK(ctx.db.query(sql + "WHERE org_id = :org ORDER BY login", {{"org", org.value}}, add));
  else LP_CHECK_OK(ctx.db.query(sql + "ORDER BY login", {}, add));
  return out;
}

Result<UserId> put_account_row(Context& ctx, const Account& a) {
  UserId id = a.id;
  if (!id) {
    LP_TRY(id.value, next_in_sequence(ctx, "user"));
  }
  json::array assigned;
  for (const OrgId o : a.assigned) assigned.push_back(o.value);
  const Timestamp created = a.created_at == Timestamp() ? ctx.clock.now() : a.created_at;
  LP_CHECK_OK(ctx.db.exec(
      "INSERT INTO account(id, login, name, email, phone, role, org_id, regions, sectors, assigned, password_hash, disabled, "
      "must_change_password, zh, failed, locked_until, last_login, created_at, preferences) VALUES(:id, :login, :name, :email, "
      ":phone, :role, :org, :regions, :sectors, :assigned, :password, :disabled, :change, :zh, :failed, :locked, :last, :created, "
      ":preferences) ON CONFLICT(id) DO UPDATE SET login = excluded.login, name = excluded.name, email = excluded.email, "
      "phone = excluded.phone, role = excluded.role, org_id = excluded.org_id, regions = excluded.regions, "
      "sectors = excluded.sectors, assigned = excluded.assigned, password_hash = excluded.password_hash, "
      "disabled = excluded.disabled, must_change_password = excluded.must_change_password, zh = excluded.zh, "
      "failed = excluded.failed, locked_until = excluded.locked_until, last_login = excluded.last_login, "
      "preferences = excluded.preferences",
      {{"id", id.value}, {"login", a.login}, {"name", a.name}, {"email", a.email}, {"phone", a.phone},
       {"role", model::to_string(a.role)}, {"org", a.org.value}, {"regions", to_list(a.regions)},
       {"sectors", to_list(a.sectors)}, {"assigned", to_text(assigned)}, {"password", a.password_hash},
       {"disabled", a.disabled}, {"change", a.must_change_password}, {"zh", a.zh}, {"failed", a.failed},
       {"locked", a.locked_until.micros()}, {"last", a.last_login.micros()}, {"created", created.micros()},
       {"preferences", to_text(a.preferences)}}));
  return id;
}

Result<Session> find_session(Context& ctx, std::string_view token_hash) {
  Result<Session> out = make_error(Errc::not_found, "no such session");
  LP_CHECK_OK(ctx.db.query("SELECT token_hash, user_id, csrf, created_at, last_seen, expires_at FROM session WHERE token_hash = :hash",
                           {{"hash", token_hash}}, [&](const db::Row& row) {
    out = Session{row.string(0), {row.integer(1)}, row.string(2), Timestamp(row.integer(3)), Timestamp(row.integer(4)),
                  Timestamp(row.integer(5))};
    return false;
  }));
  return out;
}

Status put_session_row(Context& ctx, const Session& s) {
  return ctx.db.exec("INSERT INTO session(token_hash, user_id, csrf, created_at, last_seen, expires_at) "
                     "VALUES(:hash, :user, :csrf, :created, :seen, :expires) ON CONFLICT(token_hash) DO UPDATE SET "
                     "user_id = excluded.user_id, csrf = excluded.csrf, last_seen = excluded.last_seen, expires_at = excluded.expires_at",
                     {{"hash", s.token_hash}, {"user", s.user.value}, {"csrf", s.csrf}, {"created", s.created_at.micros()},
                      {"seen", s.last_seen.micros()}, {"expires", s.expires_at.micros()}});
}

Result<json::value> read_document(Context& ctx, std::string_view collection, std::string_view key) {
  Result<json::value> out = make_error(Errc::not_found, "no document " + std::string(collection) + "/" + std::string(key));
  LP_CHECK_OK(ctx.db.query("SELECT body FROM document WHERE collection = :collection AND name = :name",
                           {{"collection", collection}, {"name", key}}, [&](const db::Row& row) {
    out = parse_json(row.text(0));
    return false;
  }));
  return out;
}

Result<std::vector<std::pair<std::string, json::value>>> read_documents(Context& ctx, std::string_view collection) {
  std::vector<std::pair<std::string, json::value>> out;
  Status failed;
  LP_CHECK_OK(ctx.db.query("SELECT name, body FROM document WHERE collection = :collection ORDER BY name",
                           {{"collection", collection}}, [&](const db::Row& row) {
    auto body = parse_json(row.text(1));
    if (!body) {
      failed = body.error();
      return false;
    }
    out.emplace_back(row.string(0), *std::move(body));
    return true;
  }));
  if (!failed) return std::move(failed).error();
  return out;
}

Status put_document_row(Context& ctx, std::string_view collection, std::string_view key, const json::value& body) {
  return ctx.db.exec("INSERT INTO document(collection, name, body) VALUES(:collection, :name, :body) "
                     "ON CONFLICT(collection, name) DO UPDATE SET body = excluded.body",
                     {{"collection", collection}, {"name", key}, {"body", to_text(body)}});
}

}  // namespace lp::store
