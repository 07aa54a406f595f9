#pragma once
// Who may sign in, and who a request comes from.
//
// Guarantees. A sign-in tells an unknown login, a wrong password and a disabled account apart
// neither by its answer nor by its time, and locks unknown logins like known ones. Session
// tokens are random, given to the browser once, stored as SHA-256. A session ends after
// `idle` without a request and after `absolute` in any case; it is replaced at sign-in and at
// a change of password, and all sessions of an account end when its rights or password change.
// A clock set back by more than `idle` ends the sessions it made, and by more than a moment the locks.
// Everything here is journalled without secrets.
//
// Threads: all methods are thread-safe. The store must outlive it.

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <semaphore>
#include <string>
#include <string_view>

#include "model/viewer.h"
#include "service/accounts/password.h"
#include "store/store.h"

namespace lp::service {

struct AccountOptions {
  PasswordCost cost;
  std::chrono::seconds idle{30 * 60};
  std::chrono::seconds absolute{12 * 3600};
  int max_failures = 5;                        // in a row
  std::chrono::seconds lock{15 * 60};
};

// Somebody signed in.
struct Caller {
  store::Account account;
  store::Session session;
  model::Viewer viewer;
};
struct SignIn {
  std::string token;                           // for the cookie; nowhere else
  Caller caller;
};

model::Viewer viewer_of(const store::Account& account);

class Accounts {
 public:
  Accounts(store::Store& store, AccountOptions options);

  // Errors: unauthenticated; too_many while locked (see retry_after()).
  Result<SignIn> sign_in(std::string_view login, std::string_view password);
  // Seconds until the login may try again; 0 when it is not locked.
  std::int64_t retry_after(std::string_view login);
  // The session of a cookie's token; marks it seen. unauthenticated when unknown or expired.
  Result<Caller> resolve(std::string_view token);
  Status sign_out(const Caller& caller);
  // Ends every session of the account and opens a new one for the caller.
  Result<SignIn> change_password(const Caller& caller, std::string_view old_password, std::string_view new_password);
  Status delete_expired_sessions();

  const AccountOptions& options() const { return options_; }
  store::Store& store() { return store_; }
  // argon2id, at most two at a time: each takes its cost in memory.
  Result<std::string> hash(std::string_view password);
  bool verify(std::string_view hash, std::string_view password);

 private:
  struct Failures {
    int count = 0;
    Timestamp locked_until;
  };
  Result<SignIn> open_session(UserId user, std::string_view action, std::string_view new_hash, std::string csrf);
  Status note_failure(std::string_view login, const store::Account* account);
  std::int64_t seconds_locked(std::string_view login, const store::Account* account);

  store::Store& store_;
  AccountOptions options_;
  std::counting_semaphore<8> hashing_{2};
  std::string dummy_hash_;
  std::mutex mutex_;
  std::map<std::string, Failures, std::less<>> unknown_;  // logins nobody has; bounded
};

}  // namespace lp::service
