#include "match/inventory/json_cursor.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "base/json.h"

namespace lp::match {
namespace {

// The same by one character after the other.
std::size_t slow_end(std::string_view text, std::size_t from) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = from; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      else if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

// Quotes, backslashes and brackets at every place of the blocks of 64 bytes, across their edges too.
TEST(JsonCursor, EndsAreThoseOfASlowReader) {
  std::mt19937 random(7);
  constexpr std::string_view letters = "{[}]\"\\,: ab\n";
  for (int round = 0; round < 20'000; ++round) {
    std::string text = "{";
    bool in_string = false;
    for (int n = static_cast<int>(random() % 300); n > 0; --n) {
      const char c = letters[random() % letters.size()];
      // A backslash stands in strings only, in JSON and here.
      if (c == '\\') {
        if (in_string) (text += c) += letters[random() % letters.size()];
        continue;
      }
      if (c == '"') in_string = !in_string;
      text += c;
    }
    ASSERT_EQ(end_of_container(text, 0), slow_end(text, 0)) << text;
  }
}

std::string walk(std::string_view text) {
  JsonCursor cursor(text);
  std::string out;
  std::string_view key, item;
  cursor.open_object();
  while (cursor.next_member(key)) {
    out += std::string(key) + '=';
    if (key == "list" && cursor.peek() == '[') {
      cursor.open_array();
      while (cursor.next_item(item)) out += '<' + std::string(item) + '>';
    } else {
      out += cursor.value();
    }
    out += ';';
  }
  if (!cursor.failed() && !cursor.at_end()) out += "more";
  return cursor.failed() ? out + "failed" : out;
}

TEST(JsonCursor, MembersAndItems) {
  const std::pair<std::string_view, std::string_view> all[] = {
      {"{}", ""},
      {" { } ", ""},
      {R"({"a": 1, "b": [1, {"c": "]"}], "list": [1, "x,]", {"d": []}, [] , null]})", R"(a=1;b=[1, {"c": "]"}];list=<1><"x,]"><{"d": []}><[]><null>;)"},
      {R"({"list": []})", "list=;"},
      {R"({"list": {}})", "list={};"},
      {R"({"a\"b": "\\"})", R"(a\"b="\\";)"},
      {R"({"a": 1} x)", "a=1;more"},
      {"", "failed"}, {"[]", "failed"}, {"{", "failed"}, {R"({"a")", "failed"}, {R"({"a":)", "a=;failed"}, {R"({"a" 1})", "failed"}, {R"({"a": 1 "b": 2})", "a=1;failed"}, {R"({"a": 1,})", "a=1;failed"}, {R"({"list": [1,]})", "list=<1>;failed"},
      {R"({"list": [1 2]})", "list=<1>;failed"}, {R"({"list": [{"a": 1})", R"(list=<{"a": 1}>;failed)"}, {R"({"a": "x)", R"(a="x;failed)"}, {R"({"list": [{"a)", "list=;failed"},
  };
  for (const auto& [text, expected] : all) EXPECT_EQ(walk(text), expected) << text;
}

}  // namespace
}  // namespace lp::match
