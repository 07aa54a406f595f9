#include "detect/json_decoder.h"

#include <gtest/gtest.h>

#include "detect/decoder_testing.h"
#include "detect/json_paths.h"

namespace lp::detect {
namespace {

constexpr std::string_view plain_mapping = R"(
id: test
title: {zh: 测试, en: test}
time: [when, written]
fields:
  a.b: [other.name]
  data.*: "*"
logsources:
  - is: {product: test}
  - {when: {kind: [dns, 4688]}, is: {category: dns}}
  - {when: {kind: "*", sub: x}, is: {service: s}}
)";

class Json : public testing::TestWithParam<DecoderUnderTest::Make> {
 protected:
  DecoderUnderTest make(const std::vector<std::string>& wanted) { return {GetParam(), mapping_of(plain_mapping), wanted}; }
};
INSTANTIATE_TEST_SUITE_P(Readers, Json, testing::Values(&make_json_decoder, &make_exact_json_decoder),
                         [](const auto& at) { return at.index == 0 ? "fast" : "exact"; });

TEST_P(Json, WantedFieldsComeOutUnderEveryNameTheyAreWantedAs) {
  auto json = make({"a.b", "other.name", "Image", "flat.key", "deep"});
  ASSERT_EQ(json.decode(R"({"x":{"y":[1,{"deep":2}]},"a":{"b":"v","c":1},"data":{"Image":"i.exe"},"flat.key":true,"deep":null})"), Decoded::event);
  EXPECT_EQ(json.all("a.b"), "v");
  EXPECT_EQ(json.all("other.name"), "v");
  EXPECT_EQ(json.all("Image"), "i.exe");
  EXPECT_EQ(json.all("flat.key"), "true");
  EXPECT_EQ(json.all("deep"), "∅");
}

TEST_P(Json, KeysMayNestOrHoldTheDotsOrBoth) {
  auto json = make({"a.b.c", "ThreatName"});
  for (const char* line : {R"({"a":{"b":{"c":7}}})", R"({"a.b.c":7})", R"({"a.b":{"c":7}})", R"({"a":{"b.c":7}})"}) {
    ASSERT_EQ(json.decode(line), Decoded::event);
    EXPECT_EQ(json.all("a.b.c"), "7") << line;
  }
  ASSERT_EQ(json.decode(R"({"a.b.c":1,"a":{"b":{"c":2}},"Threat Name":"t"})"), Decoded::event);
  EXPECT_EQ(json.all("a.b.c"), "1|2");
  EXPECT_EQ(json.all("ThreatName"), "t");
  ASSERT_EQ(json.decode(R"({"":1,"a.":{"b.c":1},".a.b.c":1,"a..b.c":2," ":3})"), Decoded::event);
  EXPECT_EQ(json.all("a.b.c"), "–");
}

TEST_P(Json, ListsGiveEveryElementAndObjectsInThemAreEntered) {
  auto json = make({"a.b", "l"});
  ASSERT_EQ(json.decode(R"({"a":[{"b":1},{"b":[2,[3,null]]},4,{"c":5}],"l":["x",["y"],{"z":1},[]]})"), Decoded::event);
  EXPECT_EQ(json.all("a.b"), "1|2|3|∅");
  EXPECT_EQ(json.all("l"), "x|y");
  ASSERT_EQ(json.decode(R"({"l":[],"a":{}})"), Decoded::event);
  EXPECT_EQ(json.all("l"), "–");
}

TEST_P(Json, RepeatedKeysKeepAllValues) {
  auto json = make({"k", "a.b"});
  ASSERT_EQ(json.decode(R"({"k":1,"a":{"b":"x"},"k":"two","a":{"b":"y","b":"z"}})"), Decoded::event);
  EXPECT_EQ(json.all("k"), "1|two");
  EXPECT_EQ(json.all("a.b"), "x|y|z");
}

struct NumberCase {
  const char* written;
  Kind kind;
  const char* text;
};
class JsonNumbers : public testing::TestWithParam<std::tuple<DecoderUnderTest::Make, NumberCase>> {};
INSTANTIATE_TEST_SUITE_P(
    Readers, JsonNumbers,
    testing::Combine(testing::Values(&make_json_decoder, &make_exact_json_decoder),
                     testing::Values(NumberCase{"0", Kind::integer, "0"}, NumberCase{"-0", Kind::integer, "0"}, NumberCase{"4688", Kind::integer, "4688"},
                                     NumberCase{"-9223372036854775808", Kind::integer, "-9223372036854775808"},
                                     NumberCase{"9223372036854775807", Kind::integer, "9223372036854775807"},
                                     NumberCase{"9223372036854775808", Kind::real, "9223372036854775808"},
                                     NumberCase{"18446744073709551615", Kind::real, "18446744073709551615"},
                                     NumberCase{"18446744073709551616", Kind::real, "18446744073709551616"},
                                     NumberCase{"-9223372036854775809", Kind::real, "-9223372036854775809"},
                                     NumberCase{"123456789012345678901234567890", Kind::real, "123456789012345678901234567890"},
                                     NumberCase{"1.50", Kind::real, "1.5"}, NumberCase{"1588205199.82437", Kind::real, "1588205199.82437"},
                                     NumberCase{"5e-1", Kind::real, "0.5"}, NumberCase{"-0.0", Kind::real, "-0"}, NumberCase{"1e-400", Kind::real, "0"},
                                     NumberCase{"0.3", Kind::real, "0.3"}, NumberCase{"2.2250738585072014e-308", Kind::real, "2.2250738585072014e-308"})));

TEST_P(JsonNumbers, KeepTheirValueAndText) {
  const auto& [reader, number] = GetParam();
  DecoderUnderTest json(reader, mapping_of(plain_mapping), {"n", "after"});
  ASSERT_EQ(json.decode(std::string("{\"n\":") + number.written + ",\"after\":\"x\"}"), Decoded::event) << number.written;
  const Value* value = json.event().first(json.fields().find("n"));
  ASSERT_NE(value, nullptr);
  EXPECT_EQ(value->kind, number.kind) << number.written;
  EXPECT_EQ(value->text, number.text);
  if (value->kind == Kind::integer) {
    EXPECT_EQ(value->integer, std::strtoll(number.written, nullptr, 10));
  }
  EXPECT_EQ(value->real, std::strtod(number.written, nullptr)) << number.written;
  EXPECT_EQ(json.all("after"), "x");
}

TEST_P(Json, EveryTextOfTheDocumentCanBeReadOut) {
  auto json = make({});
  ASSERT_EQ(json.decode(R"({"a":{"b":["x\n",1,2.5,{"c":true}]},"d":null,"e":18446744073709551616})"), Decoded::event);
  EXPECT_EQ(json.texts(), (std::vector<std::string>{"x\n", "1", "2.5", "true", "18446744073709551616"}));
  EXPECT_TRUE(json.event().values().empty());
}

TEST_P(Json, TimeIsTheFirstOfItsFieldsThatHoldsOne) {
  auto json = make({"when"});
  const std::int64_t noon = 1719489600LL * 1'000'000;
  ASSERT_EQ(json.decode(R"({"written":"2020-01-01T00:00:00Z","when":"2024-06-27T12:00:00Z"})"), Decoded::event);
  EXPECT_EQ(json.event().time, noon);
  ASSERT_EQ(json.decode(R"({"written":1719489600.5,"when":"soon"})"), Decoded::event);
  EXPECT_EQ(json.event().time, noon + 500'000);
  EXPECT_EQ(json.all("when"), "soon");
  ASSERT_EQ(json.decode(R"({"written":1719489600000})"), Decoded::event);
  EXPECT_EQ(json.event().time, noon);
  ASSERT_EQ(json.decode(R"({"when":null})"), Decoded::event);
  EXPECT_EQ(json.event().time, no_time);
}

TEST_P(Json, RouteFollowsTheValuesThatDecideIt) {
  auto json = make({});
  const auto route = [&](const char* line) {
    EXPECT_EQ(json.decode(line), Decoded::event);
    return json.route();
  };
  EXPECT_EQ(route(R"({})"), "test//");
  EXPECT_EQ(route(R"({"kind":"DNS"})"), "/dns/;test//");
  EXPECT_EQ(route(R"({"kind":4688})"), "/dns/;test//");
  EXPECT_EQ(route(R"({"kind":"","sub":"x"})"), "//s;test//");
  EXPECT_EQ(route(R"({"data":{"kind":"dns","sub":"x"}})"), "//s;/dns/;test//");
  EXPECT_EQ(route(R"({"sub":"x"})"), "test//");
}

struct RejectedCase {
  std::string line;
  const char* reason;
};

TEST_P(Json, WhatIsNoEventIsRejectedWithAReason) {
  auto json = make({"a"});
  const std::string deep_list(1100, '[');
  const RejectedCase cases[] = {
      {"hello", "not_json"},          {"[1]", "not_object"},         {R"({"a":1)", "truncated"},     {R"({"a":"x)", "truncated"},
      {R"({"a":[1,{"b":2)", "truncated"}, {R"({"a":1}})", "not_json"}, {R"({"a":1} x)", "not_json"}, {R"({"a":01})", "not_json"},
      {R"({"a":+1})", "not_json"},    {R"({a:1})", "not_json"},      {R"({"a":"\x"})", "not_json"},  {"{\"a\":\"\t\"}", "not_json"},
      {R"({"a":1e})", "not_json"},    {"{", "truncated"},            {"{\"a\":" + deep_list + std::string(1100, ']') + "}", "too_deep"},
      {R"({"a":18446744073709551616)", "truncated"}, {R"({"a":tru})", "not_json"},
  };
  for (const auto& [line, reason] : cases) {
    EXPECT_EQ(json.decode(line), Decoded::rejected) << line.substr(0, 60);
    EXPECT_EQ(json.decoder().reason(), reason) << line.substr(0, 60);
  }
  EXPECT_EQ(json.decode(""), Decoded::control);
  EXPECT_EQ(json.decode(" \t\r"), Decoded::control);
  EXPECT_EQ(json.decode("\xef\xbb\xbf{\"a\":1}\r"), Decoded::event);
  EXPECT_EQ(json.all("a"), "1");
}

TEST_P(Json, NestingIsReadToItsLimit) {
  auto json = make({"a"});
  const auto nested = [](std::size_t lists) { return "{\"a\":" + std::string(lists, '[') + "1" + std::string(lists, ']') + "}"; };
  EXPECT_EQ(json.decode(nested(1022)), Decoded::event);
  EXPECT_EQ(json.all("a"), "1");
  EXPECT_EQ(json.decode(nested(1023)), Decoded::event);
  EXPECT_EQ(json.decode(nested(1024)), Decoded::rejected);
  EXPECT_EQ(json.decoder().reason(), "too_deep");
  EXPECT_EQ(json.decode("{\"n\":18446744073709551616,\"a\":" + std::string(1023, '[') + "1" + std::string(1023, ']') + "}"), Decoded::event);
  EXPECT_EQ(json.decode("{\"n\":18446744073709551616,\"a\":" + std::string(1024, '[') + "1" + std::string(1024, ']') + "}"), Decoded::rejected);
  EXPECT_EQ(json.decoder().reason(), "too_deep");
}

TEST_P(Json, BrokenTextIsMendedAndCounted) {
  auto json = make({"a", "b"});
  ASSERT_EQ(json.decode("{\"a\":\"x\xff\xfey\",\"b\":\"\xe4\xb8\"}"), Decoded::event);
  EXPECT_EQ(json.all("a"), "x\xef\xbf\xbd\xef\xbf\xbdy");
  EXPECT_EQ(json.all("b"), "\xef\xbf\xbd");
  EXPECT_EQ(json.decoder().mended(), 1u);
  ASSERT_EQ(json.decode(R"({"a":"\ud83d","b":"\ud83d\ude00 \\ud83d \udc00"})"), Decoded::event);
  EXPECT_EQ(json.all("a"), "\xef\xbf\xbd");
  EXPECT_EQ(json.all("b"), "\xf0\x9f\x98\x80 \\ud83d \xef\xbf\xbd");
  EXPECT_EQ(json.decoder().mended(), 2u);
  ASSERT_EQ(json.decode("{\"a\":\"\xff\\ud83d\",\"b\":18446744073709551616}"), Decoded::event);
  EXPECT_EQ(json.all("a"), "\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(json.all("b"), "18446744073709551616");
  EXPECT_EQ(json.decoder().mended(), 3u);
  EXPECT_EQ(json.decode("{\"a\":\"\xff\""), Decoded::rejected);
  EXPECT_EQ(json.decoder().reason(), "truncated");
  ASSERT_EQ(json.decode(R"({"a":"sound"})"), Decoded::event);
  EXPECT_EQ(json.decoder().mended(), 3u);
}

TEST_P(Json, LongLinesAndManyValuesAreEvents) {
  auto json = make({"a", "n"});
  for (const std::size_t size : {64u << 10, 10u << 20, 1u << 10}) {
    ASSERT_EQ(json.decode("{\"a\":\"" + std::string(size, 'x') + "\",\"n\":1}"), Decoded::event);
    EXPECT_EQ(json.event().text(json.fields().find("a")).size(), size);
    EXPECT_EQ(json.all("n"), "1");
  }
  std::string many = "{\"n\":[0";
  for (int i = 1; i < 5000; ++i) many += ',' + std::to_string(i);
  ASSERT_EQ(json.decode(many + "]}"), Decoded::event);
  int expected = 0;
  for (const Value& value : json.event().values()) ASSERT_EQ(value.text, std::to_string(expected++));
  EXPECT_EQ(expected, 5000);
}

TEST(JsonPaths, RememberOnlySoManyUnknownKeys) {
  FieldTable fields;
  fields.intern("k");
  const EventMapping mapping;
  const WantedFields wanted(fields, mapping);
  JsonPaths paths(wanted);
  const auto padded = [text = std::string()](std::string_view key) mutable {
    text.assign(key).append(key_slack, 'x');
    return std::string_view(text).substr(0, key.size());
  };
  auto pad = padded;
  for (int i = 0; i < 40'000; ++i) {
    JsonPaths::Object object(paths, WantedFields::root);
    EXPECT_EQ(object.follow(pad("unknown" + std::to_string(i))).wanted, nullptr);
    EXPECT_NE(object.follow(pad("k")).wanted, nullptr);
  }
  EXPECT_LE(paths.remembered(), JsonPaths::edge_limit);
  JsonPaths::Object object(paths, WantedFields::root);
  EXPECT_EQ(object.follow(pad(std::string(1000, 'k'))).wanted, nullptr);
  EXPECT_NE(object.follow(pad("k")).wanted, nullptr);
}

}  // namespace
}  // namespace lp::detect
