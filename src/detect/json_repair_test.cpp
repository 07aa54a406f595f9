#include "detect/json_repair.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace lp::detect {
namespace {

#define FFFD "\xef\xbf\xbd"

TEST(JsonRepair, BrokenBytesBecomeReplacementCharacters) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"", ""},
      {"plain 中文 \xf0\x9f\x98\x80", "plain 中文 \xf0\x9f\x98\x80"},
      {"a\xff" "b", "a" FFFD "b"},
      {"\xc0\xaf", FFFD FFFD},
      {"\xe4\xb8", FFFD},
      {"\xe4\xb8x", FFFD "x"},
      {"\xe4\xb8\xe4\xb8\xad", FFFD "\xe4\xb8\xad"},
      {"\xed\xa0\x80", FFFD FFFD FFFD},
      {"\xf4\x90\x80\x80", FFFD FFFD FFFD FFFD},
      {"\xf0\x9f\x98", FFFD},
      {"\x80\x80", FFFD FFFD},
      {"\xd6\xd0\xce\xc4", FFFD FFFD FFFD FFFD},  // GBK
  };
  for (const auto& [broken, mended] : cases) EXPECT_EQ(mend_utf8(broken), mended);
  std::string all;
  for (int a = 0; a < 256; ++a)
    for (int b = 0; b < 256; b += 5) {
      all.assign({static_cast<char>(a), static_cast<char>(b), 'x', static_cast<char>(b)});
      EXPECT_TRUE(is_valid_utf8(mend_utf8(all))) << a << ' ' << b;
    }
}

TEST(JsonRepair, HalvesOfPairsAreReplaced) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"("\ud83d")", R"("\ufffd")"},
      {R"("\ude00\ud83d")", R"("\ufffd\ufffd")"},
      {R"("\ud83d\ud83d\ude00")", R"("\ufffd\ud83d\ude00")"},
      {R"("\\ud83d \ud83dx")", R"("\\ud83d \ufffdx")"},
      {R"("\uD83D\n")", R"("\ufffd\n")"},
  };
  for (const auto& [broken, mended] : cases) {
    std::string out;
    EXPECT_TRUE(mend_surrogates(broken, out)) << broken;
    EXPECT_EQ(out, mended);
  }
  for (const std::string_view fine : {R"("\ud83d\ude00")", R"("\\ud83d")", "", "\\", R"(\u12)", R"(\uzzzz)", "no escapes"}) {
    std::string out = "kept";
    EXPECT_FALSE(mend_surrogates(fine, out)) << fine;
    EXPECT_EQ(out, "kept");
  }
}

TEST(JsonRepair, WhyALineIsNoJson) {
  for (const char* text : {"{", "{\"a\":[1,", "{\"a\":\"x", "{\"a\":\"}\\\"", "{\"a\\"}) EXPECT_EQ(why_not_json(text), "truncated") << text;
  for (const char* text : {"", "x", "{}}", "]", "{\"a\"}", "{\"a\":\"{[\"}x"}) EXPECT_EQ(why_not_json(text), "not_json") << text;
}

}  // namespace
}  // namespace lp::detect
