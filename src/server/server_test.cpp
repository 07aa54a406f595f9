// Sessions, rights, preconditions and descriptions over HTTP.
#include "server/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/text.h"
#include "server/http/url.h"
#include "server/openapi.h"
#include "server/router.h"
#include "server/test_world.h"

namespace lp::server {
namespace {

using model::Role;
using testing::HasSubstr;

json::object body_of(const TestResponse& response) {
  auto parsed = parse_json(response.body);
  return parsed && parsed->is_object() ? parsed->as_object() : json::object{};
}
std::string code_of(const TestResponse& response) {
  const json::object body = body_of(response);
  const json::object* error = find_object(body, "error");
  return error == nullptr ? "" : get_string(*error, "code");
}

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    world.add_account("officer", Role::enterprise_officer, [&](auto& a) { a.org = world.home; });
    world.add_account("admin", Role::administrator);
  }
  TestWorld world;
};

TEST_F(ServerTest, SignsInWithACookieScriptsCannotRead) {
  TestBrowser browser(world.port());
  const TestResponse response = browser.sign_in("officer", TestWorld::password);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_THAT(response.header("set-cookie"), testing::AllOf(HasSubstr("HttpOnly"), HasSubstr("SameSite=Lax"), HasSubstr("Path=/")));
  EXPECT_THAT(response.header("content-security-policy"), HasSubstr("default-src 'self'"));
  EXPECT_EQ(response.header("x-frame-options"), "DENY");
  EXPECT_EQ(response.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(browser.get("/api/session").status, 200);
}

TEST_F(ServerTest, DoesNotTellWhetherALoginExists) {
  TestBrowser browser(world.port());
  const TestResponse wrong = browser.sign_in("officer", "wrong"), unknown = browser.sign_in("nobody", "wrong");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(get_string(*find_object(body_of(wrong), "error"), "message"), get_string(*find_object(body_of(unknown), "error"), "message"));
}

TEST_F(ServerTest, LocksAfterFiveFailuresAndOpensAgain) {
  TestBrowser browser(world.port());
  for (const char* login : {"officer", "nobody"}) {
    for (int i = 0; i < 5; ++i) EXPECT_EQ(browser.sign_in(login, "wrong").status, 401) << login;
    const TestResponse locked = browser.sign_in(login, TestWorld::password);
    EXPECT_EQ(locked.status, 429) << login;
    EXPECT_EQ(locked.header("retry-after"), "900");
  }
  world.clock.advance_seconds(901);
  EXPECT_EQ(browser.sign_in("officer", TestWorld::password).status, 200);
}

TEST_F(ServerTest, EndsIdleAndOldSessions) {
  TestBrowser browser = world.browser("officer");
  world.clock.advance_seconds(29 * 60);
  EXPECT_EQ(browser.get("/api/session").status, 200);
  world.clock.advance_seconds(29 * 60);
  EXPECT_EQ(browser.get("/api/session").status, 200) << "each request keeps it alive";
  world.clock.advance_seconds(31 * 60);
  EXPECT_EQ(browser.get("/api/session").status, 401);
  TestBrowser busy = world.browser("officer");
  int alive = 0;
  for (; alive < 100 && busy.get("/api/session").status == 200; ++alive) world.clock.advance_seconds(20 * 60);
  EXPECT_EQ(alive, 36) << "twelve hours and no longer";
}

TEST_F(ServerTest, ChangesThePasswordAndReplacesEverySession) {
  TestBrowser other = world.browser("officer"), browser = world.browser("officer");
  const std::string before = browser.cookie;
  EXPECT_EQ(browser.send("POST", "/api/session/password", R"({"old":"x","new":"Another-Horse-8"})").status, 422);
  EXPECT_EQ(browser.send("POST", "/api/session/password", R"({"old":"Correct-Horse-9","new":"short"})").status, 422);
  const TestResponse done = browser.send("POST", "/api/session/password", R"({"old":"Correct-Horse-9","new":"Another-Horse-8"})");
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_NE(browser.cookie, before);
  EXPECT_EQ(browser.get("/api/session").status, 200);
  EXPECT_EQ(other.get("/api/session").status, 401);
  EXPECT_EQ(browser.sign_in("officer", TestWorld::password).status, 401);
}

TEST_F(ServerTest, SignsOutForGood) {
  TestBrowser browser = world.browser("officer");
  const std::string cookie = browser.cookie;
  EXPECT_EQ(browser.send("DELETE", "/api/session", "").status, 204);
  browser.cookie = cookie;
  EXPECT_EQ(browser.get("/api/session").status, 401);
}

TEST_F(ServerTest, AFirstPasswordMustBeChanged) {
  world.add_account("fresh", Role::enterprise_officer, [&](auto& a) { a.org = world.home; a.must_change_password = true; });
  TestBrowser browser = world.browser("fresh");
  EXPECT_EQ(browser.get("/api/session").status, 200);
  EXPECT_EQ(code_of(browser.get("/api/work")), "must_change_password");
}

TEST_F(ServerTest, UnsafeRequestsNeedTheTokenAndOurOrigin) {
  TestBrowser browser = world.browser("officer");
  const std::string body = R"({"page":"/x","query":""})";
  EXPECT_EQ(code_of(browser.send("PUT", "/api/views/a", body, "Origin: http://evil.example\r\n")), "bad_origin");
  EXPECT_EQ(browser.send("PUT", "/api/views/a", body, "Origin: http://localhost\r\n").status, 204);
  browser.csrf = "guess";
  EXPECT_EQ(code_of(browser.send("PUT", "/api/views/a", body)), "csrf");
}

TEST_F(ServerTest, RightsChangeEndsSessions) {
  TestBrowser admin = world.browser("admin"), officer = world.browser("officer");
  const std::int64_t id = get_int(*find_object(body_of(officer.get("/api/session")), "user"), "id");
  EXPECT_EQ(officer.get("/api/users").status, 403);
  const std::string path = "/api/users/" + std::to_string(id);
  EXPECT_EQ(admin.send("PUT", path, R"({"role":"enterprise_leader"})").status, 200);
  EXPECT_EQ(officer.get("/api/session").status, 401);
}

TEST_F(ServerTest, AdministratorsKeepOneOfThemselves) {
  TestBrowser admin = world.browser("admin");
  const std::int64_t id = get_int(*find_object(body_of(admin.get("/api/session")), "user"), "id");
  EXPECT_EQ(admin.send("PUT", "/api/users/" + std::to_string(id), R"({"disabled":true})").status, 422);
  const TestResponse made = admin.send("POST", "/api/users", R"({"login":"newcomer","name":"新人","role":"regulator_leader"})");
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_GE(get_string(body_of(made), "password").size(), 16U);
  EXPECT_EQ(admin.send("POST", "/api/users", R"({"login":"newcomer","name":"新人","role":"regulator_leader"})").status, 422);
  EXPECT_EQ(admin.send("POST", "/api/users", R"({"login":"x y","name":"新人","role":"king"})").status, 422);
}

TEST_F(ServerTest, RecordsNeedTheirOwnFreshETag) {
  const model::Record record = world.insert("contact", world.home, {{"name", "联系人"}});
  const model::Record other = world.insert("contact", world.home, {{"name", "另一个"}});
  TestBrowser browser = world.browser("officer");
  const std::string path = "/api/records/contact/" + std::to_string(record.id.value);
  const std::string body = R"({"data":{"name":"改名"}})";
  EXPECT_EQ(browser.send("PUT", path, body).status, 428);
  EXPECT_EQ(browser.send("PUT", path, body, "If-Match: \"x\"\r\n").status, 412);
  EXPECT_EQ(browser.send("PUT", path, body, "If-Match: " + model::etag(other) + "\r\n").status, 412);
  EXPECT_EQ(browser.send("PUT", path, body, "If-Match: \"" + std::to_string(record.id.value) + "-99\"\r\n").status, 412);
  EXPECT_EQ(browser.get("/api/records/contact/999999").status, 404);
  EXPECT_EQ(browser.get("/api/records/contact/abc").status, 404);
  EXPECT_EQ(browser.get("/api/records/nothing").status, 404);
}

TEST_F(ServerTest, AnswersInTheRightShapeWhenAskedWrongly) {
  TestBrowser browser = world.browser("officer");
  EXPECT_EQ(code_of(browser.get("/api/nothing")), "no_route");
  const TestResponse method = browser.send("DELETE", "/api/work", "");
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.header("allow"), "GET, HEAD");
  EXPECT_EQ(code_of(browser.send("PUT", "/api/preferences", "{")), "bad_json");
  EXPECT_EQ(code_of(browser.send("PUT", "/api/preferences", "[]")), "bad_json");
  EXPECT_EQ(browser.get("/api/records/contact?page=0").status, 422);
  EXPECT_EQ(browser.get("/api/records/contact?size=501").status, 422);
  EXPECT_EQ(browser.get("/api/records/contact?f.nothing=1").status, 422);
  EXPECT_EQ(browser.get("/api/records/contact?sort=nothing").status, 422);
  const TestResponse sql = browser.get("/api/records/contact?f.name=" + percent_encode("'; drop table contact;--"));
  EXPECT_EQ(sql.status, 200) << sql.body;
}

TEST_F(ServerTest, TurnsAwayForeignHostNames) {
  TestClient client(world.port());
  client.send("GET /health HTTP/1.1\r\nHost: rebind.example\r\n\r\n");
  EXPECT_EQ(client.read_response().status, 421);
}

TEST_F(ServerTest, CachesDefinitionsByETagAndPacksThem) {
  TestBrowser browser = world.browser("officer");
  const TestResponse kinds = browser.get("/api/kinds");
  ASSERT_EQ(kinds.status, 200);
  const TestResponse again = browser.get("/api/kinds", "If-None-Match: W/" + kinds.header("etag") + "\r\n");
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  const TestResponse packed = browser.get("/api/kinds", "Accept-Encoding: gzip\r\n");
  EXPECT_EQ(packed.header("content-encoding"), "gzip");
  EXPECT_LT(packed.body.size() * 3, kinds.body.size());
}

TEST_F(ServerTest, ServesHealthMetricsAndThePage) {
  TestBrowser browser(world.port());
  EXPECT_EQ(get_string(body_of(browser.get("/health")), "status"), "ok");
  EXPECT_THAT(browser.get("/metrics").body, HasSubstr("longpan_http_requests_total"));
  EXPECT_EQ(browser.get("/metrics", "X-Forwarded-For: 1.2.3.4\r\n").status, 404);
  EXPECT_EQ(browser.get("/ledger/42").header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(browser.get("/assets/missing.js").status, 404);
}

TEST_F(ServerTest, DescribesEveryRouteAndNothingElse) {
  TestBrowser browser(world.port());
  const json::object described = body_of(browser.get("/api/openapi.json"));
  std::set<std::string> in_table, in_document;
  for (const RouteSet& set : builtin_routes()) {
    for (const Route& route : set.routes) in_table.insert(to_lower_ascii(route.method) + " " + route.pattern);
  }
  for (const auto& path : *find_object(described, "paths")) {
    for (const auto& operation : path.value().as_object()) in_document.insert(std::string(operation.key()) + " " + std::string(path.key()));
  }
  EXPECT_EQ(in_document, in_table);
  EXPECT_EQ(get_string(described, "openapi"), "3.1.0");
}

}  // namespace
}  // namespace lp::server
