#include <gtest/gtest.h>

#include "probe/retest.h"

namespace lp::probe {
namespace {

using Truth = Expectation::Truth;

Observation seen() {
  Observation o;
  o.outcome = Observation::Outcome::answered;
  o.facts = {{"port", "open"}, {"http.status", "200"}, {"http.server", "Apache/2.4.49 (Unix)"}, {"tls.accepted", "TLSv1.2 TLSv1.3"},
             {"tls.refused", "TLSv1.1"}, {"http.title", "管理 \"后台\""}, {"number", "10"}, {"word", "abc"}};
  o.product = "http_server";
  o.version = "2.4.49";
  return o;
}

Truth truth(std::string_view text) {
  const auto expectation = Expectation::parse(text);
  EXPECT_TRUE(expectation) << text << ": " << expectation.error().message;
  return expectation ? expectation->judge(seen()).truth : Truth::unknown;
}

struct Case {
  const char* text;
  Truth truth;
};
class Judged : public testing::TestWithParam<Case> {};
TEST_P(Judged, AsItSays) { EXPECT_EQ(truth(GetParam().text), GetParam().truth) << GetParam().text; }

INSTANTIATE_TEST_SUITE_P(All, Judged, testing::Values(
    Case{"port open", Truth::yes}, Case{"port == closed", Truth::no}, Case{"http.status == 200", Truth::yes},
    Case{"http.status==200", Truth::yes}, Case{"http.status != 200", Truth::no}, Case{"http.status >= 200 and http.status < 300", Truth::yes},
    Case{"http.server contains \"Apache/2.4.49\"", Truth::yes}, Case{"http.server contains apache", Truth::yes},
    Case{"http.server starts Apache", Truth::yes}, Case{"http.server starts 2.4", Truth::no}, Case{"version < 2.4.50", Truth::yes},
    Case{"version < 2.4.49", Truth::no}, Case{"version <= 2.4.49", Truth::yes}, Case{"version > 2.4.5", Truth::yes},
    Case{"product == HTTP_Server and version < 2.4.51", Truth::yes}, Case{"product == nginx and version < 2.4.51", Truth::no},
    Case{"tls.version accepted TLSv1.2", Truth::yes}, Case{"tls.version accepted TLSv1.1", Truth::no},
    Case{"tls.version accepted TLSv1", Truth::unknown}, Case{"not tls.version accepted TLSv1", Truth::unknown},
    Case{"missing == 1", Truth::unknown}, Case{"missing != 1", Truth::unknown}, Case{"not missing == 1", Truth::unknown},
    Case{"missing == 1 and http.status == 200", Truth::unknown}, Case{"missing == 1 and http.status == 404", Truth::no},
    Case{"missing == 1 or http.status == 200", Truth::yes}, Case{"missing == 1 or http.status == 404", Truth::unknown},
    Case{"http.status == 404 or http.status == 200 and word == abc", Truth::yes},
    Case{"(http.status == 404 or http.status == 200) and word == x", Truth::no}, Case{"not (word == x)", Truth::yes},
    Case{"not not word == abc", Truth::yes}, Case{"http.title contains \"\\\"后台\\\"\"", Truth::yes}, Case{"number > 9", Truth::yes},
    Case{"number < 9.9", Truth::no}, Case{"word < 5", Truth::unknown}, Case{"version < x", Truth::unknown}, Case{"cpe == x", Truth::unknown}));

TEST(Expectation, SaysWhatDecided) {
  const auto judged = Expectation::parse("http.status == 200 and http.server contains nginx")->judge(seen());
  EXPECT_EQ(judged.truth, Truth::no);
  EXPECT_EQ(judged.reason.en, "http.server is \"Apache/2.4.49 (Unix)\"");
  EXPECT_EQ(judged.reason.zh, "http.server 为 “Apache/2.4.49 (Unix)”");
  EXPECT_EQ(Expectation::parse("http.status == 200 and word == abc")->judge(seen()).reason.en, "http.status is \"200\"; word is \"abc\"");
  EXPECT_EQ(Expectation::parse("missing == 1")->judge(seen()).reason.en, "the answer does not tell missing");
}

TEST(Expectation, KnowsWhetherItIsOnlyAboutThePort) {
  EXPECT_TRUE(Expectation::parse("port open")->only_about_port());
  EXPECT_TRUE(Expectation::parse("not (port open or port == closed)")->only_about_port());
  EXPECT_FALSE(Expectation::parse("port open and http.status == 200")->only_about_port());
}

struct Bad {
  const char* text;
  const char* message;
};
class Refused : public testing::TestWithParam<Bad> {};
TEST_P(Refused, WithThePlace) {
  const auto parsed = Expectation::parse(GetParam().text);
  ASSERT_FALSE(parsed) << GetParam().text;
  EXPECT_EQ(parsed.error().code, Errc::invalid);
  EXPECT_EQ(parsed.error().message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(All, Refused, testing::Values(
    Bad{"", "the name of a fact expected, got the end at character 1"}, Bad{"a", "a comparison expected after \"a\", got the end at character 2"},
    Bad{"a ==", "a value expected, got the end at character 5"}, Bad{"a = 1", "\"=\" is no comparison; did you mean \"==\"? at character 3"},
    Bad{"a == 1 b == 2", "\"and\", \"or\" or the end expected, got \"b\" at character 8"},
    Bad{"(a == 1", "\")\" expected, got the end at character 8"}, Bad{"a == \"x", "a quote is not closed at character 6"},
    Bad{"a == and", "a value expected, got \"and\" at character 6"}, Bad{"and == 1", "the name of a fact expected, got \"and\" at character 1"},
    Bad{"A == 1", "the name of a fact expected, got \"A\" at character 1"}, Bad{"a == 1 or", "the name of a fact expected, got the end at character 10"},
    Bad{"\"a\" == 1", "the name of a fact expected, got \"a\" at character 1"}, Bad{"a == \x01", "a control character at character 6"}));

TEST(Expectation, DepthAndLengthAreLimited) {
  const auto nested = [](std::size_t n) { return std::string(n, '(') + "a == 1" + std::string(n, ')'); };
  EXPECT_TRUE(Expectation::parse(nested(31)));
  EXPECT_FALSE(Expectation::parse(nested(40)));
  EXPECT_FALSE(Expectation::parse("a == " + std::string(5000, 'x')));
  std::string many = "a == 1";
  while (many.size() < 4000) many += " or a == 1";
  EXPECT_TRUE(Expectation::parse(many));
}

struct Order {
  const char *a, *b;
};
class Versions : public testing::TestWithParam<Order> {};
TEST_P(Versions, FirstIsBeforeSecond) {
  EXPECT_LT(compare_versions(GetParam().a, GetParam().b), 0);
  EXPECT_GT(compare_versions(GetParam().b, GetParam().a), 0);
}
INSTANTIATE_TEST_SUITE_P(All, Versions, testing::Values(
    Order{"9.2", "9.2p1"}, Order{"9.2p1", "9.10"}, Order{"9.2p1", "9.8p1"}, Order{"9.2p1", "9.2p2"}, Order{"1.0.2k", "1.0.2u"},
    Order{"1.0.2", "1.0.2k"}, Order{"2.4.9", "2.4.49"}, Order{"1.3.5rc1", "1.3.5"}, Order{"1.3.5", "1.3.5e"}, Order{"1.0-beta2", "1.0"},
    Order{"1.0-alpha", "1.0-beta"}, Order{"1.0-rc1", "1.0.1"}, Order{"99999999999999999999", "100000000000000000000"},
    Order{"10.11.6", "10.11.19"}, Order{"1", "1.0.1"}, Order{"1.0a", "1.0.1"}));

TEST(CompareVersions, IsAnOrder) {
  const std::vector<std::string> all{"1", "1.0", "1.0.0", "1.0rc1", "1.0a", "1.0p1", "1.0.1", "1.1", "", "0", "rc", "2.0-beta", "v2", "1.0-rc.2", "1..0", "1.0p", "a"};
  for (const auto& a : all) {
    EXPECT_EQ(compare_versions(a, a), 0) << a;
    for (const auto& b : all) {
      EXPECT_EQ(compare_versions(a, b) < 0, compare_versions(b, a) > 0) << a << ' ' << b;
      for (const auto& c : all) {
        if (compare_versions(a, b) <= 0 && compare_versions(b, c) <= 0) {
          EXPECT_LE(compare_versions(a, c), 0) << a << " <= " << b << " <= " << c;
        }
      }
    }
  }
  EXPECT_EQ(compare_versions("1.0", "1.0.0"), 0);
  EXPECT_EQ(compare_versions("1.0P1", "1.0p1"), 0);
}

}  // namespace
}  // namespace lp::probe
