// The interface used as the pages use it: a report from draft to accepted with a return between,
// two people editing at once, many records moved together, decisions and snapshots of the ledger,
// saved views, counts that agree between routes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "server/http/url.h"
#include "server/test_world.h"

namespace lp::server {
namespace {

using model::Role;
using testing::ElementsAre;
using testing::HasSubstr;

json::object body_of(const TestResponse& response) {
  auto parsed = parse_json(response.body);
  EXPECT_TRUE(parsed && parsed->is_object()) << response.status << " " << response.body;
  return parsed && parsed->is_object() ? parsed->as_object() : json::object{};
}
std::string error_code(const TestResponse& response) {
  const json::object body = body_of(response);
  const json::object* error = find_object(body, "error");
  return error == nullptr ? "none" : get_string(*error, "code");
}

class StoriesTest : public testing::Test {
 protected:
  StoriesTest() {
    world.add_account("clerk", Role::enterprise_officer, [&](auto& a) { a.org = world.home; });
    world.add_account("colleague", Role::enterprise_officer, [&](auto& a) { a.org = world.home; });
    world.add_account("leader", Role::enterprise_leader, [&](auto& a) { a.org = world.home; });
    world.add_account("reviewer", Role::regulator_officer, [&](auto& a) { a.regions = {"320100"}; });
    world.add_account("chief", Role::regulator_leader);
    world.add_account("auditor", Role::auditor);
    settle();
  }
  void settle() {
    for (const auto& [name, plan] : world.catalogue.plans) EXPECT_TRUE(world.ledger->recompute_all(name, world.clock.today()));
  }

  struct Made {
    std::string path, etag, no;
    std::int64_t id = 0;
  };
  static Made made(const std::string& kind, const TestResponse& response, int status = 201) {
    EXPECT_EQ(response.status, status) << response.body;
    const json::object body = body_of(response);
    const json::object* record = find_object(body, "record");
    if (record == nullptr) return {};
    const std::int64_t id = get_int(*record, "id");
    return {"/api/records/" + kind + "/" + std::to_string(id), response.header("etag"), get_string(*record, "no"), id};
  }
  Made report(TestBrowser& who, const std::string& obligation) {
    const json::object data{{"obligation", obligation}, {"title", "报告"}, {"summary", "已开展"}, {"files", json::array{upload(who)}}};
    return made("task_report", who.send("POST", "/api/records/task_report", to_text(json::object{{"data", data}})));
  }
  json::object upload(TestBrowser& who) {
    const TestResponse file = who.send("POST", "/api/files?name=" + percent_encode("盖章件.pdf"), "%PDF-1.4 proof");
    EXPECT_EQ(file.status, 201) << file.body;
    return body_of(file);
  }
  Made move(TestBrowser& who, const Made& record, const std::string& name, const std::string& reason = {}) {
    const TestResponse response = who.send("POST", record.path + "/moves/" + name, to_text(json::object{{"reason", reason}}), "If-Match: " + record.etag + "\r\n");
    return made("task_report", response, 200);
  }
  static std::vector<std::string> allowed_moves(const json::object& page) {
    std::vector<std::string> names;
    for (const json::value& m : *find_array(page, "moves")) {
      if (m.as_object().at("allowed").as_bool()) names.push_back(get_string(m.as_object(), "name"));
    }
    return names;
  }

  TestWorld world;
};

TEST_F(StoriesTest, AReportFromDraftToAccepted) {
  TestBrowser clerk = world.browser("clerk"), reviewer = world.browser("reviewer");
  Made record = report(clerk, "data_self_check_report");
  EXPECT_EQ(get_int(body_of(reviewer.get("/api/reviews?kind=task_report")), "total"), 0) << "a draft waits for nobody";
  EXPECT_THAT(allowed_moves(body_of(clerk.get(record.path))), testing::Contains("submit"));
  record = move(clerk, record, "submit");
  EXPECT_THAT(allowed_moves(body_of(clerk.get(record.path))), testing::Not(testing::Contains("submit")));

  const json::object queue = body_of(reviewer.get("/api/reviews?kind=task_report"));
  ASSERT_EQ(get_int(queue, "total"), 1);
  EXPECT_EQ(get_string(find_array(queue, "rows")->at(0).as_object(), "no"), record.no);
  const TestResponse without_reason = reviewer.send("POST", record.path + "/moves/return", "{}", "If-Match: " + record.etag + "\r\n");
  EXPECT_EQ(without_reason.status, 422) << without_reason.body;
  record = move(reviewer, record, "return", "未盖章");
  EXPECT_EQ(get_int(body_of(reviewer.get("/api/reviews?kind=task_report")), "total"), 0);

  const json::object history = body_of(clerk.get(record.path + "/history"));
  const json::array& entries = *find_array(history, "entries");
  EXPECT_EQ(get_string(entries.at(0).as_object(), "reason"), "未盖章") << "newest first";
  EXPECT_EQ(get_string(entries.at(0).as_object(), "state"), "returned");
  record = move(clerk, record, "submit");
  record = move(reviewer, record, "accept");
  settle();
  const json::object ledger = body_of(clerk.get("/api/ledger?obligation=data_self_check_report"));
  EXPECT_EQ(get_string(find_array(ledger, "rows")->at(0).as_object(), "state"), "met");
  EXPECT_EQ(body_of(clerk.get(record.path)).at("record").as_object().at("state"), json::value("accepted"));
  const json::object readers = body_of(clerk.get(record.path + "/readers"));
  EXPECT_EQ(find_array(readers, "entries")->size(), 0U) << "nobody of the administration opened its page";
  reviewer.get(record.path);
  EXPECT_EQ(find_array(body_of(clerk.get(record.path + "/readers")), "entries")->size(), 1U);
}

TEST_F(StoriesTest, OnlyTheRightSideMoves) {
  TestBrowser clerk = world.browser("clerk"), leader = world.browser("leader"), auditor = world.browser("auditor");
  Made record = report(clerk, "task_ledger");
  EXPECT_EQ(leader.send("POST", record.path + "/moves/submit", "{}", "If-Match: " + record.etag + "\r\n").status, 403);
  EXPECT_EQ(auditor.send("POST", record.path + "/moves/submit", "{}", "If-Match: " + record.etag + "\r\n").status, 403);
  EXPECT_EQ(clerk.send("POST", record.path + "/moves/fly", "{}", "If-Match: " + record.etag + "\r\n").status / 100, 4);
  const TestResponse early = clerk.send("POST", record.path + "/moves/accept", "{}", "If-Match: " + record.etag + "\r\n");
  EXPECT_TRUE(early.status == 403 || early.status == 409) << early.status << early.body;
  EXPECT_EQ(leader.get(record.path).status, 200) << "reading is theirs";
}

TEST_F(StoriesTest, TwoPeopleAtOneRecordLoseNothing) {
  TestBrowser clerk = world.browser("clerk"), colleague = world.browser("colleague");
  const Made record = made("contact", clerk.send("POST", "/api/records/contact", R"({"data":{"name":"张三","role":"network_security","mobile":"13800000000"}})"));
  const TestResponse first = clerk.send("PUT", record.path, R"({"data":{"department":"甲部"}})", "If-Match: " + record.etag + "\r\n");
  EXPECT_EQ(first.status, 200);
  const TestResponse second = colleague.send("PUT", record.path, R"({"data":{"department":"乙部"}})", "If-Match: " + record.etag + "\r\n");
  EXPECT_EQ(second.status, 412) << "told, not overwritten";
  EXPECT_THAT(get_string(*find_object(body_of(second), "error"), "message_zh"), testing::Not(testing::IsEmpty()));
  const TestResponse again = colleague.send("PUT", record.path, R"({"data":{"remark":"","department":null}})", "If-Match: " + first.header("etag") + "\r\n");
  EXPECT_TRUE(again.status == 200 || again.status == 422) << again.body;
  const TestResponse same = clerk.send("PUT", record.path, R"({"data":{"name":"张三"}})", "If-Match: " + clerk.get(record.path).header("etag") + "\r\n");
  EXPECT_EQ(same.status, 200);
}

TEST_F(StoriesTest, ManyAtOnceEachOnItsOwn) {
  TestBrowser clerk = world.browser("clerk"), reviewer = world.browser("reviewer");
  Made one = report(clerk, "task_ledger"), two = report(clerk, "technical_means"), draft = report(clerk, "list_apps");
  one = move(clerk, one, "submit");
  two = move(clerk, two, "submit");
  const json::object data{{"ids", json::array{one.id, two.id, draft.id, 999'999}}, {"move", "accept"}};
  const json::object result = body_of(reviewer.send("POST", "/api/records/task_report/bulk", to_text(data)));
  EXPECT_EQ(to_text(*find_array(result, "done")), to_text(json::array{one.id, two.id}));
  const json::array& skipped = *find_array(result, "skipped");
  ASSERT_EQ(skipped.size(), 2U);
  for (const json::value& item : skipped) {
    EXPECT_FALSE(get_string(item.as_object(), "zh").empty() || get_string(item.as_object(), "en").empty()) << to_text(item);
  }
  EXPECT_EQ(get_string(skipped[0].as_object(), "no"), draft.no);
  EXPECT_EQ(get_string(skipped[1].as_object(), "no"), "") << "no number of a record that is not there";
  for (const char* bad : {R"({"ids":[],"move":"accept"})", R"({"move":"accept"})", R"({"ids":"all","move":"accept"})"}) {
    EXPECT_EQ(reviewer.send("POST", "/api/records/task_report/bulk", bad).status, 422) << bad;
  }
}

TEST_F(StoriesTest, AFileIsReadThroughItsRecordAlone) {
  TestBrowser clerk = world.browser("clerk"), reviewer = world.browser("reviewer");
  const Made record = report(clerk, "task_ledger"), other = made("contact", clerk.send("POST", "/api/records/contact", R"({"data":{"name":"李四","role":"network_security","mobile":"13800000000"}})"));
  const json::object page = body_of(clerk.get(record.path));
  const json::object file = page.at("record").as_object().at("data").as_object().at("files").as_array().at(0).as_object();
  const std::string hash = get_string(file, "hash");
  const TestResponse shown = clerk.get(record.path + "/files/" + hash);
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(shown.body, "%PDF-1.4 proof");
  EXPECT_THAT(shown.header("content-disposition"), HasSubstr("attachment")) << "never inside a page of ours";
  EXPECT_EQ(clerk.get(other.path + "/files/" + hash).status, 404) << "another record does not name it";
  EXPECT_EQ(reviewer.get(record.path + "/files/" + hash).status, 200);
  TestBrowser stranger(world.port());
  EXPECT_EQ(stranger.get(record.path + "/files/" + hash).status, 401);
  EXPECT_EQ(clerk.send("POST", "/api/files?name=", "x").status, 422);
  EXPECT_EQ(world.browser("auditor").send("POST", "/api/files?name=a.pdf", "x").status, 403);
}

TEST_F(StoriesTest, DecisionsNeedAReasonAndTheRegulator) {
  TestBrowser clerk = world.browser("clerk"), reviewer = world.browser("reviewer"), chief = world.browser("chief");
  const json::object ledger = body_of(clerk.get("/api/ledger?obligation=data_catalogue"));
  const json::object duty = find_array(ledger, "rows")->at(0).as_object();
  const std::string path = "/api/ledger/" + get_string(duty, "no");
  EXPECT_EQ(clerk.send("POST", path + "/waive", R"({"reason":"不想做"})").status, 403);
  EXPECT_EQ(reviewer.send("POST", path + "/waive", R"({"reason":" "})").status, 422);
  EXPECT_EQ(reviewer.send("POST", path + "/unwaive", R"({"reason":"无"})").status, 412) << "nothing to take back";
  EXPECT_EQ(get_string(*find_object(body_of(reviewer.send("POST", path + "/waive", R"({"reason":"无重要数据"})")), "duty"), "state"), "waived");
  const json::object shown = *find_object(body_of(clerk.get(path)), "duty");
  EXPECT_EQ(get_string(shown, "reason"), "无重要数据") << "the enterprise sees why";
  const json::object why = body_of(clerk.get(path + "/explain"));
  EXPECT_THAT(to_text(*find_array(why, "history")), HasSubstr("无重要数据"));
  settle();
  EXPECT_EQ(get_string(*find_object(body_of(clerk.get(path)), "duty"), "state"), "waived") << "computing keeps decisions";
  EXPECT_EQ(get_string(*find_object(body_of(chief.send("POST", path + "/unwaive", R"({"reason":"经查有重要数据"})")), "duty"), "state"), get_string(duty, "state"));
  EXPECT_EQ(get_string(*find_object(body_of(chief.send("POST", path + "/not-applicable", R"({"reason":"主体注销"})")), "duty"), "state"), "not_applicable");
}

TEST_F(StoriesTest, ASnapshotStaysAsItWas) {
  TestBrowser clerk = world.browser("clerk"), chief = world.browser("chief");
  EXPECT_EQ(clerk.send("POST", "/api/ledger/snapshots", R"({"name":"我的"})").status, 403);
  EXPECT_EQ(chief.send("POST", "/api/ledger/snapshots", R"({"name":""})").status, 422);
  const TestResponse taken = chief.send("POST", "/api/ledger/snapshots", R"({"name":"七月中"})");
  ASSERT_EQ(taken.status, 201) << taken.body;
  const json::object snapshot = *find_object(body_of(taken), "snapshot");
  const std::string path = "/api/ledger/snapshots/" + std::to_string(get_int(snapshot, "id"));
  const auto states = [&](const json::object& page) {
    std::map<std::string, std::string> out;
    for (const json::value& row : *find_array(page, "rows")) out[get_string(row.as_object(), "no")] = get_string(row.as_object(), "state");
    return out;
  };
  const json::object before = body_of(chief.get(path + "?size=500"));
  EXPECT_EQ(get_int(before, "total"), get_int(snapshot, "rows"));
  world.clock.advance_days(60);
  settle();
  TestBrowser later = world.browser("chief");
  EXPECT_EQ(states(body_of(later.get(path + "?size=500"))), states(before)) << "two months on, the copy is what it was";
  EXPECT_NE(states(body_of(later.get("/api/ledger?size=500"))), states(before)) << "the ledger is not";
  const json::object own = body_of(world.browser("clerk").get(path + "?size=500"));
  EXPECT_GT(get_int(own, "total"), 0);
  EXPECT_LT(get_int(own, "total"), get_int(before, "total")) << "an enterprise sees its own part";
}

TEST_F(StoriesTest, EveryCountIsTheSameNumber) {
  TestBrowser chief = world.browser("chief");
  const json::object ledger = body_of(chief.get("/api/ledger?size=1")), board = body_of(chief.get("/api/board?size=100"));
  std::map<std::string, std::int64_t> from_rows, from_totals;
  for (const json::value& row : *find_array(board, "rows")) {
    for (const auto& state : *find_object(row.as_object(), "totals")) from_rows[std::string(state.key())] += state.value().to_number<std::int64_t>();
  }
  for (const auto& task : *find_object(board, "totals")) {
    for (const auto& state : task.value().as_object()) from_totals[std::string(state.key())] += state.value().to_number<std::int64_t>();
  }
  EXPECT_EQ(from_rows, from_totals);
  std::int64_t sum = 0;
  for (const auto& state : *find_object(ledger, "counts")) {
    const std::int64_t n = state.value().to_number<std::int64_t>();
    sum += n;
    EXPECT_EQ(n, from_totals[std::string(state.key())]) << state.key();
    const json::object one = body_of(chief.get("/api/ledger?size=1&state=" + std::string(state.key())));
    EXPECT_EQ(get_int(one, "total"), n) << state.key();
    EXPECT_EQ(*find_object(one, "counts"), *find_object(ledger, "counts")) << "the tabs count what the filter hides";
  }
  EXPECT_EQ(get_int(ledger, "total"), sum);
  EXPECT_EQ(get_int(*find_object(board, "summary"), "duties"), sum);
  const TestResponse exported = chief.get("/api/ledger.json");
  EXPECT_EQ(exported.header("x-row-count"), std::to_string(sum));
  EXPECT_EQ(parse_json(exported.body)->as_array().size(), static_cast<std::size_t>(sum));
}

TEST_F(StoriesTest, PagesOfTheLedgerMeetWithoutGapOrRepeat) {
  TestBrowser clerk = world.browser("clerk");
  const std::int64_t total = get_int(body_of(clerk.get("/api/ledger?size=1")), "total");
  for (const char* sort : {"due", "-due", "state", "task", "no", "-no", "urgent"}) {
    std::set<std::string> seen;
    std::int64_t rows = 0;
    for (int page = 1; rows < total && page < 50; ++page) {
      const json::object body = body_of(clerk.get("/api/ledger?size=7&page=" + std::to_string(page) + "&sort=" + sort));
      for (const json::value& row : *find_array(body, "rows")) seen.insert(get_string(row.as_object(), "no"));
      rows += static_cast<std::int64_t>(find_array(body, "rows")->size());
      EXPECT_EQ(get_int(body, "total"), total);
    }
    EXPECT_EQ(rows, total) << sort;
    EXPECT_EQ(static_cast<std::int64_t>(seen.size()), total) << sort;
  }
}

TEST_F(StoriesTest, FacetsAreCountsOfTheList) {
  TestBrowser clerk = world.browser("clerk");
  for (int i = 0; i < 6; ++i) world.insert("contact", world.home, {{"name", "人"}, {"role", i < 4 ? "network_security" : "data_security"}});
  const json::object facets = *find_object(body_of(clerk.get("/api/records/contact/facets?fields=role,state")), "facets");
  for (const char* field : {"role", "state"}) {
    std::int64_t sum = 0;
    for (const json::value& item : *find_array(facets, field)) {
      const json::object& one = item.as_object();
      sum += get_int(one, "count");
      if (!one.at("value").is_string()) continue;
      const json::object list = body_of(clerk.get("/api/records/contact?f." + std::string(field) + "=" + percent_encode(get_string(one, "value"))));
      EXPECT_EQ(get_int(list, "total"), get_int(one, "count")) << field << to_text(item);
    }
    EXPECT_EQ(sum, get_int(body_of(clerk.get("/api/records/contact")), "total")) << field;
  }
}

TEST_F(StoriesTest, ViewsAndPreferencesAreOnesOwn) {
  TestBrowser clerk = world.browser("clerk"), colleague = world.browser("colleague");
  const std::string name = percent_encode("逾期 本市");
  EXPECT_EQ(clerk.send("PUT", "/api/views/" + name, R"({"page":"/ledger","query":"state=overdue"})").status, 204);
  EXPECT_THAT(clerk.get("/api/views").body, HasSubstr("逾期 本市"));
  EXPECT_THAT(colleague.get("/api/views").body, testing::Not(HasSubstr("逾期 本市")));
  EXPECT_EQ(clerk.send("DELETE", "/api/views/" + name, "").status, 204);
  EXPECT_THAT(clerk.get("/api/views").body, testing::Not(HasSubstr("逾期 本市")));
  json::object preferences = body_of(clerk.get("/api/preferences"));
  preferences["language"] = "en";
  EXPECT_EQ(clerk.send("PUT", "/api/preferences", to_text(preferences)).status, 200);
  EXPECT_EQ(get_string(body_of(clerk.get("/api/preferences")), "language"), "en");
  EXPECT_NE(get_string(body_of(colleague.get("/api/preferences")), "language"), "en");
}

TEST_F(StoriesTest, TheFiveSetCheckComparesASheetWithTheFilings) {
  TestBrowser clerk = world.browser("clerk");
  world.insert("network_unit", world.home, {{"name", "门户"}, {"public_ips", json::array{json::object{{"range", "203.0.113.1-3"}}}}});
  const TestResponse wrong_set = clerk.send("POST", "/api/reports/consistency?set=moon", "{\"sets\":{}}", "");
  EXPECT_TRUE(wrong_set.status == 200 || wrong_set.status == 422) << "JSON names its sets itself";
  const json::object sets{{"sets", {{"own_ledger", json::array{json::object{{"addresses", "203.0.113.9"}}}}}}, {"exclude", json::array{}}};
  const TestResponse compared = clerk.send("POST", "/api/reports/consistency", to_text(sets));
  EXPECT_EQ(compared.status, 200) << compared.body;
  EXPECT_THAT(compared.body, HasSubstr("203.0.113.9"));
  EXPECT_THAT(compared.body, testing::Not(HasSubstr("203.0.113.1\""))) << "drafts are no filing";
  EXPECT_EQ(clerk.get("/api/reports/consistency?org=" + std::to_string(world.foreign.value)).status, 404);
  EXPECT_EQ(world.browser("chief").get("/api/reports/consistency").status, 422) << "whose filings?";
}

TEST_F(StoriesTest, SearchNeedsTwoCharactersAndFindsByBoth) {
  TestBrowser clerk = world.browser("clerk");
  const Made record = made("app", clerk.send("POST", "/api/records/app", R"({"data":{"name":"秋水地图","kind":"app","owner_name":"本市企业"}})"));
  for (const char* text : {"秋水", "水地图"}) EXPECT_THAT(clerk.get("/api/search?q=" + percent_encode(text)).body, HasSubstr(record.no)) << text;
  EXPECT_THAT(clerk.get("/api/search?q=" + record.no).body, HasSubstr(record.no));
  EXPECT_EQ(error_code(clerk.get("/api/search?q=" + percent_encode("秋"))), "invalid");
  EXPECT_EQ(error_code(clerk.get("/api/search")), "invalid");
}

}  // namespace
}  // namespace lp::server
