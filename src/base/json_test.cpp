#include "base/json.h"

#include <gtest/gtest.h>

namespace lp {
namespace {

TEST(Json, RefusesWhatCannotBeWrittenBack) {
  for (const char* text : {"1e400", "[1e999]", "{\"a\":-1e400}", "{", "", "[1,]", "nul", "{\"a\":1}x"}) {
    EXPECT_FALSE(parse_json(text)) << text;
  }
  EXPECT_FALSE(parse_json(std::string(100, '[') + std::string(100, ']')));
  EXPECT_TRUE(parse_json(std::string(60, '[') + std::string(60, ']')));
}

TEST(Json, CanonicalTextIsIndependentOfOrder) {
  const auto a = parse_json(R"({"b":[{"y":1,"x":2}],"a":null})").value();
  const auto b = parse_json(R"({"a":null,"b":[{"x":2,"y":1}]})").value();
  EXPECT_EQ(to_canonical_text(a), to_canonical_text(b));
  EXPECT_EQ(to_canonical_text(a), R"({"a":null,"b":[{"x":2,"y":1}]})");
  EXPECT_EQ(to_text(a), R"({"b":[{"y":1,"x":2}],"a":null})");
}

TEST(Json, NumbersReadBackTheSame) {
  for (const char* text : {"0.1", "3.5", "-12", "9007199254740993", "1e-7"}) {
    const auto v = parse_json(text).value();
    EXPECT_EQ(parse_json(to_text(v)).value(), v) << text;
  }
}

TEST(Json, TextsAreEscaped) {
  const json::value v = json::object{{"k\"", "line\n中\x01"}};
  EXPECT_EQ(parse_json(to_text(v)).value(), v);
}

// Hashes are made over these bytes: they are those of the library, for every byte there is.
TEST(Json, TextsAreWrittenAsTheLibraryWritesThem) {
  std::string all;
  for (int c = 0; c < 256; ++c) {
    all += static_cast<char>(c);
    const json::value one(json::string(1, static_cast<char>(c)));
    EXPECT_EQ(to_text(one), json::serialize(one)) << c;
  }
  EXPECT_EQ(to_text(json::value(all)), json::serialize(json::value(all)));
  const json::value mixed = json::object{{"a", {1, -1, true, false, nullptr, UINT64_MAX, INT64_MIN}}, {"b", json::object{}}};
  EXPECT_EQ(to_text(mixed), json::serialize(mixed));
}

TEST(Json, PrettyTextIsIndentedAndEndsWithNewline) {
  EXPECT_EQ(to_pretty_text(parse_json(R"({"b":[],"a":[1]})").value()), "{\n  \"a\": [\n    1\n  ],\n  \"b\": []\n}\n");
}

TEST(Json, ReadersFallBackOnOtherTypes) {
  const json::object o = parse_json(R"({"s":"x","i":7,"b":true,"o":{},"a":[],"n":null})").value().as_object();
  EXPECT_EQ(get_string(o, "s"), "x");
  EXPECT_EQ(get_string(o, "i", "?"), "?");
  EXPECT_EQ(get_int(o, "i"), 7);
  EXPECT_EQ(get_int(o, "missing", -1), -1);
  EXPECT_TRUE(get_bool(o, "b"));
  EXPECT_NE(find_object(o, "o"), nullptr);
  EXPECT_EQ(find_object(o, "a"), nullptr);
  EXPECT_NE(find_array(o, "a"), nullptr);
  EXPECT_EQ(find(o, "zz"), nullptr);
}

}  // namespace
}  // namespace lp
