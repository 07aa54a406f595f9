#include "model/predicate.h"

#include <gtest/gtest.h>

namespace lp::model {
namespace {

const Date today = parse_date("2024-07-15").value();
const json::object unit = parse_json(R"({"grade":3,"name":"南京IP城域网Core","types":["idc","cdn"],"go_live":"2024-07-01",
  "score":79.5,"topology":null,"note":"","open":true,"tags":[]})").value().as_object();
const json::object org = parse_json(R"({"types":["internet","vehicle_platform"],"region":"320100"})").value().as_object();

bool holds(std::string_view map) {
  const auto p = parse_predicate(parse_json(map).value());
  if (!p) ADD_FAILURE() << p.error().message;
  return test(*p, ObjectSource(unit, &org), today);
}

struct Case {
  const char* map;
  bool expected;
};

TEST(Predicate, MeansTheSameInMemoryAsItReads) {
  for (const Case& c : {
           Case{"{}", true}, {R"({"grade":3})", true}, {R"({"grade":[1,2]})", false}, {R"({"grade":{"gte":3,"lt":4}})", true},
           {R"({"grade":"3"})", false}, {R"({"score":{"gt":79}})", true}, {R"({"types":"cdn"})", true},
           {R"({"types":["im","idc"]})", true}, {R"({"types":{"not_in":["idc"]}})", false}, {R"({"types":{"ne":"im"}})", true},
           {R"({"name":{"contains":"core"}})", true}, {R"({"name":{"starts_with":"南京"}})", true},
           {R"({"topology":{"exists":true}})", false}, {R"({"note":{"exists":false}})", true}, {R"({"tags":{"exists":true}})", false},
           {R"({"missing":1})", false}, {R"({"missing":{"ne":1}})", true}, {R"({"missing":{"gte":0}})", false},
           {R"({"go_live":{"lte":"today"}})", true}, {R"({"go_live":{"gte":"today-1m"}})", true},
           {R"({"go_live":{"gt":"today-14d"}})", false}, {R"({"go_live":{"lt":"today+30d"}})", true},
           {R"({"org.region":"320100"})", true}, {R"({"org.types":["basic_telecom"]})", false}, {R"({"open":true})", true},
           {R"({"any":[{"grade":9},{"open":true}]})", true}, {R"({"all":[{"grade":3},{"open":false}]})", false},
           {R"({"not":{"grade":3}})", false}, {R"({"not":{"missing":1}})", true}, {R"({"any":[]})", false},
       }) {
    EXPECT_EQ(holds(c.map), c.expected) << c.map;
  }
}

TEST(Predicate, ErrorsNameThePath) {
  const auto message = [](std::string_view map) {
    const auto p = parse_predicate(parse_json(map).value());
    return p ? std::string("accepted") : p.error().message;
  };
  EXPECT_EQ(message(R"({"all":[{},{"grade":{"gte2":1}}]})"), "all[1].grade: unknown operator \"gte2\"");
  EXPECT_EQ(message(R"({"grade":{}})"), "grade: an operator is missing");
  EXPECT_EQ(message(R"({"grade":{"gte":[1,2]}})"), "grade: operator \"gte\" takes one value");
  EXPECT_EQ(message(R"([1])"), "predicate: expected a map");
  EXPECT_EQ(message(R"({"any":{}})"), "any: expected a list of conditions");
  EXPECT_EQ(message(R"({"x":null})"), "x: expected a text, a number, true/false or a list of them");
  std::string deep = "{}";
  for (int i = 0; i < 20; ++i) deep = R"({"not":)" + deep + "}";
  EXPECT_NE(message(deep).find("deeper than 16"), std::string::npos);
}

TEST(Predicate, MapFormRoundTrips) {
  for (const char* map : {R"({"grade":3})", R"({"grade":[1,2]})", R"({"any":[{"a":1},{"not":{"b":{"lt":2}}}]})",
                          R"({"types":{"not_in":["x"]}})", R"({"t":{"exists":false}})", R"({"any":[]})", "{}"}) {
    const auto p = parse_predicate(parse_json(map).value()).value();
    EXPECT_EQ(to_text(to_map_form(p)), map);
  }
}

TEST(Predicate, ListsItsFieldsOnce) {
  const auto p = parse_predicate(parse_json(R"({"any":[{"b":1},{"a":2},{"b":3}],"org.types":"x"})").value()).value();
  EXPECT_EQ(fields_of(p), (std::vector<std::string>{"a", "b", "org.types"}));
}

class PlainTitles final : public TitleSource {
 public:
  std::string field_title(std::string_view field, bool) const override { return std::string(field); }
  std::string value_title(std::string_view, const json::value& v, bool) const override { return to_text(v); }
};

TEST(Predicate, SpeaksInWords) {
  const auto p = parse_predicate(parse_json(R"({"grade":{"gte":3},"any":[{"a":1},{"b":[2,3]}]})").value()).value();
  EXPECT_EQ(to_words(p, PlainTitles(), false), "grade is at least \"3\" and (a is \"1\" or b is one of \"2, 3\")");
  EXPECT_EQ(to_words(p, PlainTitles(), true), "grade不小于“3”，且（a是“1”，或b属于“2、3”）");
}

}  // namespace
}  // namespace lp::model
