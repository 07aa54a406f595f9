// The wall over HTTP: every route of the table, as every role that does not see the whole
// province, asked for the records of a foreign enterprise. Nothing of them may come back. Requests
// are made from the table; a path parameter nobody can fill fails the test.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "server/http/url.h"
#include "server/router.h"
#include "server/test_world.h"

namespace lp::server {
namespace {

using model::FieldType;
using model::Role;

constexpr std::string_view canary = "CANARY-KESTREL";

struct Foreign {
  std::map<std::string, model::Record> records;  // one of each kind
  std::string duty, import;
  UserId user;
};

json::object canary_data(const model::Kind& kind) {
  json::object data;
  for (const model::Field& field : kind.fields) {
    if ((field.type == FieldType::text || field.type == FieldType::long_text) && field.computed.empty()) data[field.name] = canary;
  }
  return data;
}

class WallCanaryTest : public testing::Test {
 protected:
  WallCanaryTest() {
    for (const auto& [name, kind] : world.catalogue.kinds) {
      if (name == "organisation") continue;
      foreign.records[name] = world.insert(name, world.foreign, canary_data(kind));
    }
    for (const auto& [name, plan] : world.catalogue.plans) {
      EXPECT_TRUE(world.ledger->recompute_all(name, world.clock.today()));
    }
    const Status read = world.store->read([&](store::ReadTx& tx) -> Status {
      LP_TRY(foreign.records["organisation"], tx.get(model::Viewer::system("test"), "organisation", to_record(world.foreign)));
      store::DutyFilter filter;
      filter.org = world.foreign;
      LP_TRY(const auto page, tx.duties(model::Viewer::system("test"), filter));
      if (!page.rows.empty()) foreign.duty = page.rows.front().no;
      return ok_status();
    });
    EXPECT_TRUE(read);
    EXPECT_NE(foreign.duty, "");
    foreign.user = world.add_account("foreign", Role::enterprise_officer, [&](auto& a) { a.org = world.foreign; });
    foreign.import = "canary-import";
    EXPECT_TRUE(world.store->write([&](store::WriteTx& tx) {
      return tx.put_document("imports", foreign.import, json::object{{"user", foreign.user.value}, {"kind", "app"}, {"name", canary}});
    }));
    world.add_account("officer", Role::enterprise_officer, [&](auto& a) { a.org = world.home; });
    world.add_account("leader", Role::enterprise_leader, [&](auto& a) { a.org = world.home; });
    world.add_account("assessor", Role::assessor, [&](auto& a) { a.assigned = {world.home}; });
    world.add_account("regulator", Role::regulator_officer, [&](auto& a) { a.regions = {"320100"}; });
    world.add_account("sectors", Role::regulator_officer, [&](auto& a) { a.sectors = {"vehicle_platform"}; });
    world.add_account("nobody-assigned", Role::assessor);
    world.add_account("admin", Role::administrator);
  }

  // Values for a parameter of the route's path.
  std::vector<std::string> values(const Route& route, const std::string& name, const std::string& kind) {
    if (name == "kind") return {kind};
    if (name == "no") return {foreign.duty};
    if (name == "format") return {"json", "csv"};
    if (name == "name") return {"x"};
    if (name == "hash") return {std::string(64, 'a')};
    if (name == "move") {
      std::vector<std::string> moves;
      for (const model::Move& move : world.catalogue.kind(kind)->workflow.moves) moves.push_back(move.name);
      return moves.empty() ? std::vector<std::string>{"submit"} : moves;
    }
    if (name == "id") {
      if (starts_with(route.pattern, "/api/users/")) return {std::to_string(foreign.user.value)};
      if (starts_with(route.pattern, "/api/imports/")) return {foreign.import};
      if (starts_with(route.pattern, "/api/ledger/snapshots/")) return {"1"};
      return {std::to_string(foreign.records.at(kind).id.value)};
    }
    ADD_FAILURE() << route.method << " " << route.pattern << ": the canary test cannot fill {" << name
                  << "}; teach WallCanaryTest::values() about it";
    return {};
  }

  std::vector<std::string> paths(const Route& route, const std::string& kind) {
    std::vector<std::string> out{""};
    for (std::string_view text : split(std::string_view(route.pattern).substr(1), '/')) {
      const SegmentPattern segment = parse_segment(text);
      std::vector<std::string> next;
      for (const std::string& prefix : out) {
        std::vector<std::string> parts{prefix + "/" + segment.literals.front()};
        for (std::size_t i = 0; i < segment.names.size(); ++i) {
          std::vector<std::string> longer;
          for (const std::string& part : parts) {
            for (const std::string& value : values(route, segment.names[i], kind)) longer.push_back(part + value + segment.literals[i + 1]);
          }
          parts = std::move(longer);
        }
        next.insert(next.end(), parts.begin(), parts.end());
      }
      out = std::move(next);
    }
    return out;
  }

  // Each parameter the table declares, aimed at the foreign enterprise. `aimed` = what is asked for is
  // the foreign enterprise's alone, so every count must be nothing.
  struct Query {
    std::string text;
    bool aimed = false;
  };
  std::vector<Query> queries(const Route& route) const {
    const std::string org = std::to_string(world.foreign.value);
    const std::map<std::string, Query> known{
        {"q", {"KESTREL", true}}, {"org", {org, true}}, {"region", {"320500", false}}, {"fields", {"state,name"}}, {"kind", {"app&name=x"}},
        {"sort", {"no"}}, {"page", {"1"}}, {"size", {"500"}}, {"plan", {"longpan2024"}}, {"task", {"1,2,3"}}, {"state", {"overdue,not_due,due_soon"}},
        {"type", {"internet"}}, {"due_from", {"2024-01-01"}}, {"due_to", {"2024-12-31"}}, {"name", {"x"}}, {"before", {"999999"}}, {"unread", {"1"}},
        {"reason", {"test"}}, {"set", {"own_ledger"}}, {"phase", {"implement"}}, {"object", {"1"}}, {"obligation", {"file_network_units"}}, {"force", {"must"}}, {"lang", {"en"}},
        {"preview", {"1"}}, {"system", {"KESTREL"}}, {"unit", {"folder"}}};
    std::vector<Query> out{{""}};
    for (const Parameter& parameter : route.query) {
      const auto found = known.find(parameter.name);
      if (found == known.end()) {
        ADD_FAILURE() << route.method << " " << route.pattern << ": the canary test knows no value for ?" << parameter.name << "; teach queries() about it";
        continue;
      }
      const std::string text = "?" + parameter.name + "=" + found->second.text;
      out.push_back({text, found->second.aimed});
      // Together with the enterprise's own number: filters must narrow the wall, never replace it.
      if (parameter.name != "org" && declares(route, "org")) out.push_back({text + "&org=" + org, true});
    }
    if (route.free_query) {
      for (const std::string& text : {"?f.org=" + org, std::string("?f.name.contains=KESTREL"), std::string("?f.org.name.contains=KESTREL&fields=state"),
                                      std::string("?f.org.region=320500"), std::string("?q=KESTREL&sort=-no")}) {
        out.push_back({text, text.find("fields") == std::string::npos});
      }
      out.push_back({"?f.org.region=320500&sort=-updated_at&size=500", true});
    }
    return out;
  }
  static bool declares(const Route& route, std::string_view name) {
    return std::any_of(route.query.begin(), route.query.end(), [&](const Parameter& p) { return p.name == name; });
  }

  std::string body(const std::string& kind) const {
    const model::Record& record = foreign.records.at(kind);
    json::object out{{"org", world.foreign.value}, {"move", "submit"}, {"reason", "test"}, {"name", "x"}, {"title", "x"}, {"page", "/x"},
                     {"query", ""}, {"login", "newcomer"}, {"old", "wrong"}, {"new", "wrong"}};
    out["data"] = json::object{{"name", "x"}};
    out["ids"] = json::array{record.id.value};
    return to_text(out);
  }

  // Every member called total, or a header that counts rows: where only foreign records fit, nothing.
  static void expect_zero(const json::value& value, const std::string& what) {
    if (const json::array* items = value.if_array()) {
      for (const json::value& item : *items) expect_zero(item, what);
      return;
    }
    const json::object* object = value.if_object();
    if (object == nullptr) return;
    for (const auto& member : *object) {
      const std::string key(member.key());
      if (key == "total" || key == "count") {
        EXPECT_EQ(member.value(), json::value(0)) << what;
      }
      if ((key == "rows" || key == "hits") && member.value().is_array()) {
        EXPECT_TRUE(member.value().get_array().empty()) << what;
      }
      if (key == "counts" && member.value().is_object()) {
        for (const auto& state : member.value().get_object()) EXPECT_EQ(state.value(), json::value(0)) << what << " " << state.key();
      }
      expect_zero(member.value(), what);
    }
  }
  static void expect_no_count(const std::string& what, const TestResponse& response) {
    if (response.status != 200) return;
    if (const std::string rows = response.header("x-row-count"); !rows.empty()) {
      EXPECT_EQ(rows, "0") << what;
    }
    if (const auto parsed = parse_json(response.body)) expect_zero(*parsed, what);
  }

  void expect_nothing(const std::string& who, const std::string& what, const TestResponse& response) const {
    EXPECT_NE(response.status, 0) << who << " " << what;
    EXPECT_NE(response.status, 500) << who << " " << what << "\n" << response.body;
    std::string all = response.body;
    for (const auto& [name, value] : response.headers) all += "\n" + value;
    EXPECT_FALSE(contains(all, "KESTREL") || contains(all, "CANARYUSCC")) << who << " " << what << "\n" << all;
    EXPECT_FALSE(contains(all, "\"" + foreign.duty + "\"")) << who << " " << what << "\n" << all;
    for (const auto& [kind, record] : foreign.records) {
      EXPECT_FALSE(contains(all, "\"" + record.no + "\"")) << who << " " << what << " shows " << record.no;
    }
  }

  void walk(const std::string& login) {
    TestBrowser browser = world.browser(login);
    for (const RouteSet& set : builtin_routes()) {
      for (const Route& route : set.routes) {
        const bool per_kind = contains(route.pattern, "{kind}");
        if (route.produces == "text/event-stream" || starts_with(route.pattern, "/api/session")) continue;  // see below
        for (const auto& [kind, record] : foreign.records) {
          try_all(browser, login, route, kind, record);
          if (!per_kind) break;
        }
      }
    }
  }

  void try_all(TestBrowser& browser, const std::string& login, const Route& route, const std::string& kind, const model::Record& record) {
    const std::string match = route.needs_if_match ? "If-Match: " + model::etag(record) + "\r\n" : "";
    for (const std::string& path : paths(route, kind)) {
      for (const auto& [query, aimed] : queries(route)) {
        const std::string what = route.method + " " + path + query;
        const TestResponse response = route.method == "GET" ? browser.get(path + query)
            : browser.send(route.method, path + query, route.body == BodyKind::none ? "" : body(kind), match);
        expect_nothing(login, what, response);
        if (aimed && route.method == "GET") expect_no_count(login + " " + what, response);
        ++tried;
      }
    }
  }

  TestWorld world;
  Foreign foreign;
  int tried = 0;
};

TEST_F(WallCanaryTest, NothingOfAForeignEnterpriseComesBack) {
  for (const char* login : {"officer", "leader", "assessor", "nobody-assigned", "regulator", "sectors", "admin"}) walk(login);
  EXPECT_GT(tried, 5000);
}

// Workbooks hide their text from a search for bytes; the rows are counted instead.
TEST_F(WallCanaryTest, WorkbooksHoldNoForeignRow) {
  for (const char* login : {"officer", "leader", "assessor", "nobody-assigned", "regulator", "sectors", "admin"}) {
    TestBrowser browser = world.browser(login);
    for (const auto& [kind, record] : foreign.records) {
      const std::string filter = kind == "organisation" ? "?f.id=" + std::to_string(record.id.value) : "?f.org=" + std::to_string(world.foreign.value);
      const TestResponse response = browser.get("/api/export/" + kind + ".xlsx" + filter);
      const std::string what = std::string(login) + " " + kind;
      EXPECT_TRUE(response.status == 403 || response.header("x-row-count") == "0") << what << " " << response.status << " " << response.header("x-row-count");
    }
    const TestResponse ledger = browser.get("/api/ledger.xlsx?org=" + std::to_string(world.foreign.value));
    EXPECT_TRUE(ledger.status >= 400 || ledger.header("x-row-count") == "0") << login << " " << ledger.status << " " << ledger.header("x-row-count");
  }
  TestBrowser owner = world.browser("foreign");
  EXPECT_EQ(owner.get("/api/export/app.xlsx").header("x-row-count"), "1") << "the owner has one";
}

// Roles the province trusts see it: the same questions are answered, so silence above is the wall's.
TEST_F(WallCanaryTest, ThoseWhoMaySeeTheProvinceDo) {
  world.add_account("chief", Role::regulator_leader);
  world.add_account("auditor", Role::auditor);
  for (const char* login : {"chief", "auditor"}) {
    TestBrowser browser = world.browser(login);
    for (const auto& [kind, record] : foreign.records) {
      if (!world.catalogue.kind(kind)->owned && kind != "organisation") continue;
      const TestResponse one = browser.get("/api/records/" + kind + "/" + std::to_string(record.id.value));
      EXPECT_EQ(one.status, 200) << login << " " << kind << one.body;
    }
    EXPECT_TRUE(contains(browser.get("/api/search?q=KESTREL").body, "KESTREL")) << login;
    EXPECT_TRUE(contains(browser.get("/api/ledger?org=" + std::to_string(world.foreign.value)).body, foreign.duty)) << login;
  }
}

// A role nobody thought of here: every role of the model is walked or trusted by name.
TEST_F(WallCanaryTest, EveryRoleHasItsTurn) {
  const std::set<Role> walked{Role::enterprise_officer, Role::enterprise_leader, Role::assessor, Role::regulator_officer, Role::administrator};
  const std::set<Role> trusted{Role::regulator_leader, Role::auditor};
  for (const auto& [name, role] : world.catalogue.roles) {
    const auto parsed = model::parse_role(name);
    ASSERT_TRUE(parsed) << name;
    if (*parsed != Role::system) {
      EXPECT_TRUE(walked.contains(*parsed) || trusted.contains(*parsed)) << name << " is neither walked nor trusted";
    }
  }
}

TEST_F(WallCanaryTest, StrangersGetNothingAtAll) {
  TestBrowser stranger(world.port());
  for (const RouteSet& set : builtin_routes()) {
    for (const Route& route : set.routes) {
      if (route.who.anyone) continue;
      for (const std::string& path : paths(route, "app")) {
        const TestResponse response = route.method == "GET" ? stranger.get(path) : stranger.send(route.method, path, route.body == BodyKind::none ? "" : "{}");
        EXPECT_EQ(response.status, 401) << route.method << " " << path;
      }
    }
  }
}

TEST_F(WallCanaryTest, TheOwnerSeesItsOwn) {  // the canary sings where it may
  TestBrowser owner = world.browser("foreign");
  EXPECT_TRUE(contains(owner.get("/api/records/app").body, canary));
  EXPECT_TRUE(contains(owner.get("/api/ledger").body, foreign.duty));
}

TEST_F(WallCanaryTest, EventsTellOnlyWhatMayBeRead) {
  TestBrowser officer = world.browser("officer");
  TestClient listener(world.port());
  listener.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\nCookie: " + officer.cookie + "\r\n\r\n");
  listener.read_until(": connected\n\n");
  const model::Record own = world.insert("contact", world.home, {{"name", "自己人"}});
  const model::Record other = foreign.records.at("contact");
  world.server->publish({{"contact", other.id, world.foreign}, {"contact", own.id, world.home}});
  const std::string event = listener.read_until("\n\n");
  EXPECT_TRUE(contains(event, "event: change")) << event;
  EXPECT_TRUE(contains(event, "\"id\":" + std::to_string(own.id.value))) << event;
  EXPECT_FALSE(contains(event, "\"id\":" + std::to_string(other.id.value))) << event;
  world.clock.advance_seconds(13 * 3600);  // the session is over: so is its stream
  world.server->publish({{"contact", own.id, world.home}});
  EXPECT_EQ(listener.read_all(), "");
}

}  // namespace
}  // namespace lp::server
