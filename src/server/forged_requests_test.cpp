// What nobody honest sends, sent to every route of the table: forged ids and ETags, SQL and
// scripts in every parameter, bodies of the wrong shape or size. Each gets an answer in Chinese
// and English, none is an internal error, and afterwards the data is as it was.
#include <gtest/gtest.h>

#include <set>

#include "base/json.h"
#include "base/text.h"
#include "server/http/url.h"
#include "server/router.h"
#include "server/test_world.h"

namespace lp::server {
namespace {

using model::Role;

const std::vector<std::string> forged_ids{"0", "-1", "1.0", "1e3", " 1", "999999999", "9223372036854775808", "99999999999999999999999", "abc",
                                          "1'--", "1 OR 1=1", "1;DROP TABLE app", "<script>alert(1)</script>", "../../etc/passwd", "%00", "１２", "null"};
const std::vector<std::string> hostile{"'", "' OR '1'='1", "\"; DROP TABLE network_unit; --", "<script>alert(1)</script>", "%", "_", "*", "\"", "(((", "NEAR(",
                                       "a AND", "-", "\\", "\x01", "\xff\xfe", "0x41", "{\"$gt\":\"\"}", "${7*7}", "=1+1", "-1", "99999999999999999999", "1e400", "NaN", "2024-02-30",
                                       "", " ", "，", "龙磐", "\xf0\x9f\x90\x89"};

class ForgedRequestsTest : public testing::Test {
 protected:
  ForgedRequestsTest() {
    for (const auto& [name, kind] : world.catalogue.kinds) {
      if (name != "organisation") own[name] = world.insert(name, world.home, {});
    }
    own["organisation"] = read("organisation", to_record(world.home));
    for (const auto& [name, plan] : world.catalogue.plans) EXPECT_TRUE(world.ledger->recompute_all(name, world.clock.today()));
    EXPECT_TRUE(world.store->read([&](store::ReadTx& tx) -> Status {
      store::DutyFilter filter;
      filter.org = world.home;
      LP_TRY(const auto page, tx.duties(model::Viewer::system("test"), filter));
      duty = page.rows.at(0).no;
      return ok_status();
    }));
    world.add_account("officer", Role::enterprise_officer, [&](auto& a) { a.org = world.home; });
    world.add_account("chief", Role::regulator_leader);
    world.add_account("admin", Role::administrator);
  }

  model::Record read(std::string_view kind, RecordId id) {
    model::Record out;
    EXPECT_TRUE(world.store->read([&](store::ReadTx& tx) -> Status {
      LP_TRY(out, tx.get(model::Viewer::system("test"), kind, id));
      return ok_status();
    }));
    return out;
  }
  std::string everything() {  // the records as text, to compare
    std::string text;
    for (const auto& [kind, record] : own) {
      const model::Record now = read(kind, record.id);
      text += kind + now.state + std::to_string(now.version) + to_canonical_text(now.data) + "\n";
    }
    return text;
  }

  // The pattern with honest values, but `forged` for the parameter `which`.
  std::string path(const Route& route, std::string_view which = {}, const std::string& forged = {}) const {
    std::string out = route.pattern;
    for (const auto& [name, honest] : std::map<std::string, std::string>{{"kind", "contact"}, {"no", duty}, {"format", "json"}, {"name", "x"},
             {"hash", std::string(64, 'a')}, {"move", "submit"}, {"id", std::to_string(own.at("contact").id.value)}}) {
      const std::string in_braces = "{" + name + "}";
      if (const auto at = out.find(in_braces); at != std::string::npos) out.replace(at, in_braces.size(), name == which ? percent_encode(forged) : honest);
    }
    EXPECT_EQ(out.find('{'), std::string::npos) << route.pattern << ": teach ForgedRequestsTest::path() about it";
    return out;
  }
  static std::set<std::string> parameters(const Route& route) {
    std::set<std::string> names;
    for (std::string_view segment : split(std::string_view(route.pattern).substr(1), '/')) {
      for (const std::string& name : parse_segment(segment).names) names.insert(name);
    }
    return names;
  }
  template <class Work>
  void each_route(const Work& work) {
    for (const RouteSet& set : builtin_routes()) {
      for (const Route& route : set.routes) {
        if (route.produces != "text/event-stream" && !starts_with(route.pattern, "/api/session")) work(route);
      }
    }
  }

  TestResponse ask(TestBrowser& browser, const Route& route, const std::string& target, std::string body = "{}", const std::string& headers = "") {
    if (route.method == "GET") return browser.get(target, headers);
    const bool names_one = route.needs_if_match && headers.empty();
    return browser.send(route.method, target, route.body == BodyKind::none ? "" : body, names_one ? "If-Match: \"1-1\"\r\n" : headers);
  }
  // A refusal is told in both languages; trouble of ours it never is.
  void expect_told(const TestResponse& response, const std::string& what) {
    ++told;
    EXPECT_GE(response.status, 200) << what;
    EXPECT_LT(response.status, 500) << what << "\n" << response.body;
    if (response.status < 400) return;
    const auto parsed = parse_json(response.body);
    ASSERT_TRUE(parsed && parsed->is_object()) << what << ": " << response.status << "\n" << response.body;
    const json::object* error = find_object(parsed->as_object(), "error");
    ASSERT_NE(error, nullptr) << what << "\n" << response.body;
    EXPECT_NE(get_string(*error, "code"), "") << what;
    EXPECT_NE(get_string(*error, "message"), "") << what;
    const std::string zh = get_string(*error, "message_zh");
    EXPECT_TRUE(std::any_of(zh.begin(), zh.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xe4; })) << what << ": not Chinese: " << zh;
    EXPECT_EQ(response.header("content-type"), "application/json; charset=utf-8") << what << ": a script in an error must never run";
  }

  TestWorld world;
  std::map<std::string, model::Record> own;
  std::string duty;
  std::size_t turn = 0;
  int told = 0;
};

TEST_F(ForgedRequestsTest, ForgedPathsFindNothing) {
  const std::string before = everything();
  for (const char* login : {"officer", "chief", "admin"}) {
    TestBrowser browser = world.browser(login);
    each_route([&](const Route& route) {
      for (const std::string& name : parameters(route)) {
        if (name == "name") continue;  // of a saved view: any text is a name
        for (int i = 0; i < 6; ++i) {  // all in turn: every forgery meets many routes
          const std::string& forged = forged_ids[turn++ % forged_ids.size()];
          const std::string target = path(route, name, forged);
          const std::string what = std::string(login) + " " + route.method + " " + target;
          const TestResponse response = ask(browser, route, target);
          expect_told(response, what);
          EXPECT_GE(response.status, 400) << what;
        }
      }
    });
  }
  EXPECT_GT(told, 300);
  EXPECT_EQ(everything(), before);
}

TEST_F(ForgedRequestsTest, HostileTextInEveryParameterIsOnlyText) {
  const std::string before = everything();
  for (const char* login : {"officer", "chief"}) {
    TestBrowser browser = world.browser(login);
    each_route([&](const Route& route) {
      if (route.method != "GET") return;
      std::vector<std::string> names;
      for (const Parameter& parameter : route.query) names.push_back(parameter.name);
      if (route.free_query) names.insert(names.end(), {"f.name", "f.name.contains", "f.state.in", "f.id.gte", "f.created_at.lte", "f.'", "f.org.name", "fields", "nonsense"});
      for (const std::string& name : names) {
        for (int i = 0; i < 5; ++i) {
          const std::string& value = hostile[turn++ % hostile.size()];
          const std::string target = path(route) + "?" + percent_encode(name) + "=" + percent_encode(value);
          expect_told(ask(browser, route, target), std::string(login) + " " + route.method + " " + target);
        }
      }
    });
  }
  EXPECT_GT(told, 500);
  EXPECT_EQ(everything(), before);
}

TEST_F(ForgedRequestsTest, BodiesOfTheWrongShapeAreRefused) {
  const std::string deep = std::string(5000, '[') + std::string(5000, ']');
  const std::vector<std::string> bodies{"{", "[]", "null", "1", "\"x\"", "{\"data\":[]}", "{\"data\":null}", "{\"data\":{\"name\":{\"a\":[1]}}}",
                                        "{\"ids\":\"all\",\"move\":7}", "{\"ids\":[\"1\",null,{}],\"move\":\"submit\"}", "{\"org\":\"1 OR 1=1\",\"data\":{}}", "{\"reason\":{}}",
                                        "{\"mapping\":[1],\"policy\":{}}", "{\"page\":7,\"query\":[]}", "{\"title\":[]}", "{\"login\":{},\"role\":[],\"name\":1}",
                                        "{\"channels\":\"all\",\"quiet\":5}", "{\"a\":1e999}", "{\"a\":\"\xff\"}", "{\"sets\":{\"own_ledger\":\"x\"}}", deep};
  for (const char* login : {"officer", "chief", "admin"}) {
    TestBrowser browser = world.browser(login);
    each_route([&](const Route& route) {
      if (route.body != BodyKind::json) return;
      for (int i = 0; i < 8; ++i) {
        const std::string& body = bodies[turn++ % bodies.size()];
        expect_told(ask(browser, route, path(route), body), std::string(login) + " " + route.method + " " + route.pattern + " " + std::string(truncate(body, 60)));
      }
    });
  }
  EXPECT_GT(told, 100);
}

// A name of ten megabytes never reaches a handler of JSON: its length is refused first.
TEST_F(ForgedRequestsTest, HugeBodiesAreRefusedByTheirLength) {
  TestBrowser browser = world.browser("admin");
  int tried = 0;
  each_route([&](const Route& route) {
    if (route.body != BodyKind::json || route.method == "GET") return;
    ASSERT_LE(route.limit, 64U << 20) << route.pattern;
    TestClient client(world.port());
    client.send(route.method + " " + path(route) + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nCookie: " + browser.cookie +
                "\r\nX-CSRF-Token: " + browser.csrf + "\r\nIf-Match: \"1-1\"\r\nContent-Length: " + std::to_string(route.limit + 1) + "\r\n\r\n");
    const TestResponse response = client.read_response();
    EXPECT_TRUE(response.status == 413 || response.status == 403) << route.method << " " << route.pattern << "\n" << response.status << response.body;
    expect_told(response, route.pattern);
    tried += response.status == 413 ? 1 : 0;
  });
  EXPECT_GT(tried, 3);
  const std::string name(900'000, 'N');  // within the body's limit, far beyond the field's
  const TestResponse response = world.browser("officer").send("POST", "/api/records/contact", "{\"data\":{\"name\":\"" + name + "\"}}");
  EXPECT_EQ(response.status, 422);
  EXPECT_LT(response.body.size(), 5'000U) << "the name is not repeated in the answer";
}

TEST_F(ForgedRequestsTest, ForgedETagsChangeNothing) {
  const std::string before = everything();
  const model::Record& contact = own.at("contact");
  const std::string id = std::to_string(contact.id.value);
  const std::vector<std::string> forged{"*", "\"\"", "\"*\"", "\"" + id + "-0\"", "\"" + id + "-2\"", "\"" + id + "-99999999999999999999\"", "\"" + id + "-1'\"",
                                        "\"-1\"", "\"x\", \"y\"", "'" + id + "-1'", "\"1 OR 1=1\"", std::string(7000, 'e')};
  TestBrowser browser = world.browser("officer");
  each_route([&](const Route& route) {
    if (!route.needs_if_match) return;
    for (const std::string& etag : forged) {
      const std::string body = R"({"data":{"department":"改"},"reason":"改"})";
      const TestResponse response = browser.send(route.method, path(route), body, "If-Match: " + etag + "\r\n");
      const std::string what = route.method + " " + route.pattern + " If-Match: " + std::string(truncate(etag, 40));
      expect_told(response, what);
      EXPECT_GE(response.status, 400) << what;
    }
  });
  EXPECT_GT(told, 20);
  EXPECT_EQ(everything(), before);
}

TEST_F(ForgedRequestsTest, ForgedSessionsAreNobody) {
  TestBrowser browser = world.browser("officer");
  const std::string token = browser.cookie.substr(browser.cookie.find('=') + 1);
  std::string other = token;
  other.back() = other.back() == 'A' ? 'B' : 'A';
  for (const std::string& forged : {other, token + "A", token.substr(1), std::string("x"), std::string(), std::string(4000, 'A'), std::string("' OR '1'='1"), to_lower_ascii(token) + "."}) {
    TestBrowser guest(world.port());
    guest.cookie = "lp_session=" + forged;
    const TestResponse response = guest.get("/api/work");
    EXPECT_EQ(response.status, 401) << forged;
    expect_told(response, forged);
  }
  EXPECT_EQ(browser.get("/api/work").status, 200) << "the true one goes on";
  for (const char* body : {"{}", "[]", "{\"login\":[],\"password\":{}}", "{\"login\":\"officer\",\"password\":null}", "{\"login\":\"' OR 1=1--\",\"password\":\"x\"}"}) {
    TestBrowser guest(world.port());
    const TestResponse response = guest.send("POST", "/api/session", body);
    EXPECT_GE(response.status, 400) << body;
    expect_told(response, body);
  }
}

// An expired session is told so, in both languages, and what was saved before it ended is there.
TEST_F(ForgedRequestsTest, AnExpiredSessionLosesNothingAccepted) {
  TestBrowser browser = world.browser("officer");
  const std::string body = R"({"data":{"name":"张三","role":"network_security","mobile":"13800000000","department":"安全部"}})";
  const TestResponse made = browser.send("POST", "/api/records/contact", body);
  ASSERT_EQ(made.status, 201) << made.body;
  world.clock.advance_seconds(31 * 60);
  const TestResponse late = browser.send("POST", "/api/records/contact", body);
  EXPECT_EQ(late.status, 401);
  expect_told(late, "expired");
  TestBrowser again = world.browser("officer");
  const TestResponse list = again.get("/api/records/contact?f.department=" + percent_encode("安全部"));
  EXPECT_EQ(get_int(parse_json(list.body)->as_object(), "total"), 1) << "the first is kept, the late one was refused";
}

}  // namespace
}  // namespace lp::server
