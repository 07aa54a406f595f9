// Scan results handed in over HTTP: preview, writing, what is refused, who may.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "server/http/url.h"
#include "server/test_world.h"
#include "service/catalogue/test_scan.h"

namespace lp::server {
namespace {

using model::Role;
using testing::HasSubstr;

constexpr const char* path = "/api/catalogue/scan";

json::object body_of(const TestResponse& response) {
  auto parsed = parse_json(response.body);
  EXPECT_TRUE(parsed && parsed->is_object()) << response.status << " " << response.body;
  return parsed && parsed->is_object() ? parsed->as_object() : json::object{};
}

class CatalogueRoute : public testing::Test {
 protected:
  CatalogueRoute() {
    world.add_account("clerk", Role::enterprise_officer, [&](auto& a) { a.org = world.home; });
    world.add_account("leader", Role::enterprise_leader, [&](auto& a) { a.org = world.home; });
    world.add_account("neighbour", Role::enterprise_officer, [&](auto& a) { a.org = world.foreign; });
    world.add_account("assessor", Role::assessor, [&](auto& a) { a.assigned = {world.home}; });
    world.add_account("chief", Role::regulator_leader);
  }
  TestWorld world;
  const json::object result = service::testing::scan({{.path = "app.users", .bytes = 2'000'000'000, .rows = 500'000, .persons = 400'000, .level = "important"}});
};

TEST_F(CatalogueRoute, APreviewThenTheSameForGood) {
  TestBrowser clerk = world.browser("clerk");
  const TestResponse preview = clerk.send("POST", std::string(path) + "?preview=1&system=" + percent_encode("客服系统"), to_text(result));
  ASSERT_EQ(preview.status, 200) << preview.body;
  EXPECT_EQ(get_int(body_of(preview), "created"), 1);
  EXPECT_EQ(get_int(body_of(clerk.get("/api/records/data_catalogue_item")), "total"), 0);
  const json::object done = body_of(clerk.send("POST", path, to_text(result)));
  ASSERT_EQ(get_int(done, "created"), 1);
  const std::string link = get_string(find_array(done, "datasets")->at(0).as_object(), "link");
  const TestResponse page = clerk.get("/api" + link);
  EXPECT_EQ(page.status, 200) << link;
  EXPECT_THAT(page.body, HasSubstr("discover-scan-"));
  EXPECT_EQ(get_int(body_of(clerk.send("POST", path, to_text(result))), "unchanged"), 1);
}

TEST_F(CatalogueRoute, SamplesAreRefusedWithTheirPlaceAndNotQuoted) {
  json::object with = result;
  with["documents"].as_array()[0].as_object()["findings"].as_array()[0].as_object()["examples"] = json::array{"138****0000"};
  TestBrowser clerk = world.browser("clerk");
  for (const char* query : {"", "?preview=1"}) {
    const TestResponse refused = clerk.send("POST", std::string(path) + query, to_text(with));
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("documents[0].findings[0].examples"));
    EXPECT_THAT(refused.body, testing::Not(HasSubstr("138")));
  }
  EXPECT_EQ(get_int(body_of(clerk.get("/api/records/data_catalogue_item")), "total"), 0);
}

TEST_F(CatalogueRoute, WhatIsNoResultIsRefused) {
  TestBrowser clerk = world.browser("clerk");
  EXPECT_GE(clerk.send("POST", path, "{}").status, 400);
  EXPECT_EQ(clerk.send("POST", path, "[]").status, 400);
  EXPECT_EQ(clerk.send("POST", std::string(path) + "?unit=moon", to_text(result)).status, 422);
}

TEST_F(CatalogueRoute, OnlyOfficersHandInAndOnlyTheirOwn) {
  for (const char* login : {"leader", "assessor", "chief"}) EXPECT_EQ(world.browser(login).send("POST", path, to_text(result)).status, 403) << login;
  TestBrowser clerk = world.browser("clerk"), neighbour = world.browser("neighbour");
  EXPECT_EQ(clerk.send("POST", path, to_text(result)).status, 200);
  EXPECT_EQ(get_int(body_of(neighbour.get("/api/records/data_catalogue_item")), "total"), 0);
  EXPECT_EQ(get_int(body_of(neighbour.send("POST", path, to_text(result))), "created"), 1) << "the same place is another dataset there";
  EXPECT_EQ(get_int(body_of(clerk.get("/api/records/data_catalogue_item")), "total"), 1);
  EXPECT_EQ(get_int(body_of(world.browser("chief").get("/api/records/data_catalogue_item")), "total"), 2);
}

}  // namespace
}  // namespace lp::server
