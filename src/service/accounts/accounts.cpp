#include "service/accounts/accounts.h"

#include <optional>

#include "base/hash.h"
#include "base/text.h"

namespace lp::service {
namespace {

constexpr std::size_t max_unknown_logins = 10'000;
constexpr std::int64_t seen_every_seconds = 60;  // last_seen is a synced write: not for every request

std::string token_hash(std::string_view token) { return to_hex(sha256(token)); }

Error wrong_credentials() {
  Error error = make_error(Errc::unauthenticated, "login or password is wrong");
  error.message_zh = "登录名或口令不正确";
  return error;
}

Error session_ended() {
  Error error = make_error(Errc::unauthenticated, "the session has ended", "sign in again");
  error.message_zh = "会话已结束，请重新登录";
  return error;
}

Error locked_out(std::int64_t seconds) {
  Error error = make_error(Errc::too_many, "too many failed sign-ins, locked for " + std::to_string(seconds) + " s");
  error.message_zh = "登录失败次数过多，请在 " + std::to_string((seconds + 59) / 60) + " 分钟后再试";
  return error;
}

store::JournalEntry journal_line(const store::Account& account, std::string_view action, Timestamp now) {
  store::JournalEntry entry;
  entry.at = now;
  entry.user = account.id;
  entry.who = account.name;
  entry.action = std::string(action);
  entry.org = account.org;
  return entry;
}

}  // namespace

model::Viewer viewer_of(const store::Account& account) {
  model::Viewer viewer;
  viewer.user = account.id;
  viewer.role = account.role;
  viewer.org = account.org;
  viewer.regions = account.regions;
  viewer.sectors = account.sectors;
  viewer.assigned = account.assigned;
  viewer.name = account.name;
  viewer.zh = account.zh;
  return viewer;
}

Accounts::Accounts(store::Store& store, AccountOptions options)
    : store_(store), options_(options), dummy_hash_(hash_password(random_token(), options.cost).value_or("")) {}

Result<std::string> Accounts::hash(std::string_view password) {
  hashing_.acquire();
  auto out = hash_password(password, options_.cost);
  hashing_.release();
  return out;
}

bool Accounts::verify(std::string_view hash, std::string_view password) {
  hashing_.acquire();
  const bool right = verify_password(hash, password);
  hashing_.release();
  return right;
}

Result<SignIn> Accounts::sign_in(std::string_view login, std::string_view password) {
  const std::string name = to_lower_ascii(trim(login));
  std::optional<store::Account> account;
  LP_CHECK_OK(store_.read([&](store::ReadTx& tx) -> Status {
    auto found = tx.account_by_login(name);
    if (found) account = *std::move(found);
    else if (found.error().code != Errc::not_found) return found.error();
    return ok_status();
  }));
  const store::Account* known = account ? &*account : nullptr;
  if (const std::int64_t seconds = seconds_locked(name, known); seconds > 0) return locked_out(seconds);
  // The same work for a login nobody has.
  const bool right = verify(known ? known->password_hash : dummy_hash_, password) && known != nullptr;
  if (!right || account->disabled) {
    LP_CHECK_OK(note_failure(name, right ? nullptr : known));
    return wrong_credentials();
  }
  std::string stronger;
  if (needs_rehash(account->password_hash, options_.cost)) {
    LP_TRY(stronger, hash(password));
  }
  return open_session(account->id, "session.open", stronger, random_token());
}

std::int64_t Accounts::seconds_locked(std::string_view login, const store::Account* account) {
  Timestamp until;
  if (account != nullptr) {
    until = account->locked_until;
  } else {
    std::lock_guard lock(mutex_);
    if (const auto found = unknown_.find(login); found != unknown_.end()) until = found->second.locked_until;
  }
  const std::int64_t left = until.micros() - store_.clock().now().micros();
  // Longer than any lock: made by a clock that has been set back since. It would hold for years.
  if (left > std::chrono::microseconds(options_.lock).count()) return 0;
  return left > 0 ? (left + 999'999) / 1'000'000 : 0;
}

std::int64_t Accounts::retry_after(std::string_view login) {
  const std::string name = to_lower_ascii(trim(login));
  std::int64_t seconds = 0;
  const Status status = store_.read([&](store::ReadTx& tx) -> Status {
    const auto found = tx.account_by_login(name);
    seconds = seconds_locked(name, found ? &*found : nullptr);
    return ok_status();
  });
  return status ? seconds : 0;
}

Status Accounts::note_failure(std::string_view login, const store::Account* account) {
  const Timestamp locked = store_.clock().now().plus_seconds(options_.lock.count());
  if (account == nullptr) {
    std::lock_guard lock(mutex_);
    if (unknown_.size() >= max_unknown_logins) unknown_.clear();
    Failures& failures = unknown_[std::string(login)];
    if (++failures.count >= options_.max_failures) failures = {0, locked};
    return ok_status();
  }
  return store_.write([&](store::WriteTx& tx) -> Status {
    LP_TRY(store::Account current, tx.account(account->id));  // another attempt may have counted meanwhile
    const bool full = ++current.failed >= options_.max_failures;
    if (full) {
      current.failed = 0;
      current.locked_until = locked;
    }
    LP_CHECK_OK(tx.put_account(current));
    return tx.append_journal(journal_line(current, full ? "session.locked" : "session.refused", store_.clock().now()));
  });
}

Result<SignIn> Accounts::open_session(UserId user, std::string_view action, std::string_view new_hash,
                                      std::string csrf) {
  const Timestamp now = store_.clock().now();
  SignIn out;
  out.token = random_token();
  out.caller.session = {token_hash(out.token), user, std::move(csrf), now, now, now.plus_seconds(options_.absolute.count())};
  LP_CHECK_OK(store_.write([&](store::WriteTx& tx) -> Status {
    LP_TRY(store::Account account, tx.account(user));  // an administrator may have changed it during the hashing
    if (account.disabled) return wrong_credentials();
    account.failed = 0;
    account.locked_until = Timestamp();
    account.last_login = now;
    if (!new_hash.empty()) account.password_hash = std::string(new_hash);
    if (action == "user.password") {
      account.must_change_password = false;
      LP_CHECK_OK(tx.delete_sessions_of(user));
    }
    LP_CHECK_OK(tx.put_account(account));
    LP_CHECK_OK(tx.put_session(out.caller.session));
    LP_CHECK_OK(tx.append_journal(journal_line(account, action, now)));
    out.caller.account = std::move(account);
    return ok_status();
  }));
  out.caller.viewer = viewer_of(out.caller.account);
  return out;
}

Result<Caller> Accounts::resolve(std::string_view token) {
  if (token.empty() || token.size() > 200) return session_ended();
  Caller caller;
  const std::string hash = token_hash(token);
  const Status found = store_.read([&](store::ReadTx& tx) -> Status {
    LP_TRY(caller.session, tx.session(hash));
    LP_TRY(caller.account, tx.account(caller.session.user));
    return ok_status();
  });
  if (!found) return found.error().code == Errc::not_found ? session_ended() : found.error();
  const Timestamp now = store_.clock().now();
  const bool idle = caller.session.last_seen.plus_seconds(options_.idle.count()) <= now;
  // Last seen in the future: the clock has been set back, and nobody can say how old the session is.
  const bool unborn = caller.session.last_seen > now.plus_seconds(options_.idle.count());
  if (idle || unborn || caller.session.expires_at <= now || caller.account.disabled) {
    LP_CHECK_OK(store_.write([&](store::WriteTx& tx) { return tx.delete_session(hash); }));
    return session_ended();
  }
  if (caller.session.last_seen.plus_seconds(seen_every_seconds) <= now) {
    caller.session.last_seen = now;
    LP_CHECK_OK(store_.write([&](store::WriteTx& tx) -> Status {
      if (!tx.session(hash)) return ok_status();  // signed out meanwhile: stays out
      return tx.put_session(caller.session);
    }));
  }
  caller.viewer = viewer_of(caller.account);
  return caller;
}

Status Accounts::sign_out(const Caller& caller) {
  return store_.write([&](store::WriteTx& tx) -> Status {
    LP_CHECK_OK(tx.delete_session(caller.session.token_hash));
    return tx.append_journal(journal_line(caller.account, "session.close", store_.clock().now()));
  });
}

Result<SignIn> Accounts::change_password(const Caller& caller, std::string_view old_password, std::string_view new_password) {
  if (const std::int64_t seconds = seconds_locked(caller.account.login, &caller.account); seconds > 0) return locked_out(seconds);
  if (!verify(caller.account.password_hash, old_password)) {
    LP_CHECK_OK(note_failure(caller.account.login, &caller.account));
    Error error = make_error(Errc::invalid, "the old password is wrong");
    error.message_zh = "原口令不正确";
    error.fields.push_back({"old", "wrong", "原口令不正确", "the old password is wrong"});
    return error;
  }
  LP_CHECK_OK(check_password_rules(new_password, caller.account.login));
  if (old_password == new_password) {
    Error error = make_error(Errc::invalid, "the new password equals the old one");
    error.message_zh = "新口令不能与原口令相同";
    error.fields.push_back({"new", "same", error.message_zh, error.message});
    return error;
  }
  LP_TRY(const std::string hashed, hash(new_password));
  // The open page keeps its CSRF token; what could have leaked, the cookie, is new.
  return open_session(caller.account.id, "user.password", hashed, caller.session.csrf);
}

Status Accounts::delete_expired_sessions() {
  return store_.write([&](store::WriteTx& tx) { return tx.delete_expired_sessions(store_.clock().now()); });
}

}  // namespace lp::service
