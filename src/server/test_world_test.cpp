#include "server/test_world.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/check.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "spec/load.h"

namespace lp::server {

TestResponse TestBrowser::exchange(const std::string& request, bool head_only) {
  TestClient client(port_);
  client.send(request);
  TestResponse response = client.read_response(head_only);
  if (const std::string set = response.header("set-cookie"); !set.empty()) cookie = set.substr(0, set.find(';'));
  return response;
}

TestResponse TestBrowser::sign_in(std::string_view login, std::string_view password) {
  const std::string body = to_text(json::object{{"login", login}, {"password", password}});
  TestResponse response = send("POST", "/api/session", body);
  if (response.status == 200) csrf = get_string(parse_json(response.body)->as_object(), "csrf");
  return response;
}

TestResponse TestBrowser::get(std::string_view path, std::string_view extra_headers) {
  return exchange("GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: " + cookie + "\r\n" +
                      std::string(extra_headers) + "\r\n",
                  false);
}

TestResponse TestBrowser::send(std::string_view method, std::string_view path, std::string_view body, std::string_view extra_headers) {
  std::string request = std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: " + cookie +
                        "\r\nX-CSRF-Token: " + csrf + "\r\n" + std::string(extra_headers);
  if (!body.empty()) request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  return exchange(request + "\r\n" + std::string(body), method == "HEAD");
}

TestWorld::TestWorld()
    : folder(std::filesystem::path(testing::TempDir()) / ("lp-server-" + to_hex(random_bytes(6)))),
      clock(*parse_timestamp("2024-07-15T09:00:00+08:00")) {
  Diagnostics problems;
  catalogue = *spec::load(std::filesystem::path(LP_SOURCE_DIR) / "specs", problems);
  store::StoreOptions options;
  options.folder = folder;
  auto opened = store::Store::open(options, catalogue, clock);
  LP_CHECK(opened.has_value(), opened ? "" : opened.error().message);
  store = *std::move(opened);
  engine = std::make_unique<records::Engine>(*store, catalogue);
  ledger = std::make_unique<campaign::Ledger>(*store, catalogue);
  service::AccountOptions cheap;
  cheap.cost = service::PasswordCost::for_tests();
  accounts = std::make_unique<service::Accounts>(*store, cheap);
  auto organisation = [this](std::string_view name, std::string_view region, std::string_view uscc) {
    json::object data{{"name", name}, {"region", region}, {"uscc", uscc}};
    data["types"] = json::array{"internet"};
    return to_org(insert("organisation", {}, std::move(data)).id);
  };
  home = organisation("本市企业", "320100", "91320100MA1XXXXX0A");
  foreign = organisation("CANARY-KESTREL", "320500", "91320500CANARYUSCC");
  ServerOptions serve;
  serve.http.port = 0;
  serve.http.spool_folder = folder / "spool";
  serve.quiet = true;
  auto started = Server::start({*store, catalogue, clock, *engine, *ledger, *accounts, "test"}, serve);
  LP_CHECK(started.has_value(), started ? "" : started.error().message);
  server = *std::move(started);
}

TestWorld::~TestWorld() {
  server.reset();
  accounts.reset();
  ledger.reset();
  engine.reset();
  store.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

model::Record TestWorld::insert(std::string_view kind, OrgId org, json::object data) {
  model::Record record;
  record.kind = std::string(kind);
  record.org = org;
  record.state = catalogue.kind(kind)->workflow.start;
  record.data = std::move(data);
  const Status done = store->write([&](store::WriteTx& tx) -> Status {
    LP_TRY(record, tx.insert(model::Viewer::system("test"), record, "create"));
    return ok_status();
  });
  LP_CHECK(done.has_value(), done ? "" : done.error().message);
  return record;
}

UserId TestWorld::add_account(std::string_view login, model::Role role, const std::function<void(store::Account&)>& change) {
  store::Account account;
  account.login = std::string(login);
  account.name = std::string(login);
  account.role = role;
  account.created_at = clock.now();
  account.password_hash = *accounts->hash(password);
  if (change) change(account);
  UserId id;
  const Status done = store->write([&](store::WriteTx& tx) -> Status {
    LP_TRY(id, tx.put_account(account));
    return ok_status();
  });
  LP_CHECK(done.has_value(), done ? "" : done.error().message);
  return id;
}

TestBrowser TestWorld::browser(std::string_view login) {
  TestBrowser out(port());
  const TestResponse response = out.sign_in(login, password);
  LP_CHECK(response.status == 200, response.body);
  return out;
}

}  // namespace lp::server
