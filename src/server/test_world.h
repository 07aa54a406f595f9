#pragma once
// For tests of this module: a served Longpan on a free port over a fresh store and the real
// specs, with two enterprises in different cities and an account for every role.

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "campaign/ledger.h"
#include "model/catalogue.h"
#include "records/engine.h"
#include "server/http/test_client.h"
#include "server/server.h"
#include "service/accounts/accounts.h"
#include "store/store.h"

namespace lp::server {

// A signed-in browser, one request per call.
class TestBrowser {
 public:
  explicit TestBrowser(std::uint16_t port) : port_(port) {}
  TestResponse sign_in(std::string_view login, std::string_view password);
  TestResponse get(std::string_view path, std::string_view extra_headers = {});
  TestResponse send(std::string_view method, std::string_view path, std::string_view body, std::string_view extra_headers = {});
  std::string cookie, csrf;

 private:
  TestResponse exchange(const std::string& request, bool head_only);
  std::uint16_t port_;
};

class TestWorld {
 public:
  TestWorld();
  ~TestWorld();
  TestWorld(const TestWorld&) = delete;
  TestWorld& operator=(const TestWorld&) = delete;

  model::Record insert(std::string_view kind, OrgId org, json::object data);
  UserId add_account(std::string_view login, model::Role role, const std::function<void(store::Account&)>& change = {});
  TestBrowser browser(std::string_view login);  // signed in with `password`
  std::uint16_t port() const { return server->port(); }

  static constexpr std::string_view password = "Correct-Horse-9";
  std::filesystem::path folder;
  FakeClock clock;
  model::Catalogue catalogue;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<records::Engine> engine;
  std::unique_ptr<campaign::Ledger> ledger;
  std::unique_ptr<service::Accounts> accounts;
  OrgId home, foreign;                          // organisations in 320100 and 320500
  std::unique_ptr<Server> server;
};

}  // namespace lp::server
