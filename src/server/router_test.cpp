#include "server/router.h"

#include <gtest/gtest.h>

#include "base/check.h"
#include "server/gzip.h"

namespace lp::server {
namespace {

Route route(std::string method, std::string pattern) {
  Route out;
  out.method = std::move(method);
  out.pattern = std::move(pattern);
  return out;
}

const std::vector<RouteSet> sets{{"t", {}, {route("GET", "/api/records/{kind}"), route("GET", "/api/records/{kind}/facets"),
                                            route("GET", "/api/records/{kind}/{id}"), route("PUT", "/api/records/{kind}/{id}"),
                                            route("GET", "/api/export/{kind}.{format}"), route("GET", "/api/templates/{kind}.xlsx")}}};

std::string pattern_of(std::string_view method, std::string_view path) {
  const Router router(sets);
  const Router::Match match = router.match(method, path);
  return match.route == nullptr ? "" : match.route->pattern;
}

TEST(RouterTest, PrefersLiteralsOverNames) {
  EXPECT_EQ(pattern_of("GET", "/api/records/app/facets"), "/api/records/{kind}/facets");
  EXPECT_EQ(pattern_of("GET", "/api/records/app/7"), "/api/records/{kind}/{id}");
  EXPECT_EQ(pattern_of("HEAD", "/api/records/app/7"), "/api/records/{kind}/{id}");
  EXPECT_EQ(pattern_of("GET", "/api/records//7"), "") << "a name is never empty";
  EXPECT_EQ(pattern_of("GET", "/api/records/app/7/8"), "");
}

TEST(RouterTest, SplitsNamesAroundLiterals) {
  const Router router(sets);
  const auto match = router.match("GET", "/api/export/a.b.csv");
  EXPECT_EQ(match.params.at("kind"), "a.b");
  EXPECT_EQ(match.params.at("format"), "csv");
  EXPECT_EQ(router.match("GET", "/api/templates/app.xlsx").params.at("kind"), "app");
  EXPECT_EQ(router.match("GET", "/api/templates/app.csv").route, nullptr);
  EXPECT_EQ(router.match("GET", "/api/templates/.xlsx").route, nullptr);
}

TEST(RouterTest, SaysWhatAPathAllows) {
  const Router router(sets);
  const auto match = router.match("DELETE", "/api/records/app/7");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allowed, (std::vector<std::string>{"GET", "PUT"}));
}

TEST(RouterTest, TwoRoutesOfOneNameAreABug) {
  const std::vector<RouteSet> twice{{"t", {}, {route("GET", "/a"), route("GET", "/a")}}};
  EXPECT_THROW(Router{twice}, Bug);
}

TEST(GzipTest, ReadsAcceptEncoding) {
  EXPECT_TRUE(accepts_gzip("gzip, deflate, br"));
  EXPECT_TRUE(accepts_gzip("br;q=1.0, GZIP;q=0.8"));
  EXPECT_TRUE(accepts_gzip("*"));
  EXPECT_FALSE(accepts_gzip("gzip;q=0"));
  EXPECT_FALSE(accepts_gzip("gzip; q=0.000"));
  EXPECT_FALSE(accepts_gzip("identity"));
  EXPECT_FALSE(accepts_gzip(""));
  EXPECT_TRUE(is_compressible("application/json; charset=utf-8"));
  EXPECT_FALSE(is_compressible("text/event-stream"));
  EXPECT_FALSE(is_compressible("image/png"));
}

}  // namespace
}  // namespace lp::server
