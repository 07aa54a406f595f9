#include "discover/secrets/shape.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace lp::discover {
namespace {

Shape shape_of(std::string_view pattern, Bounds bounds = Bounds::both, LetterCase letters = LetterCase::exact) {
  auto shape = Shape::parse(pattern, letters, bounds);
  EXPECT_TRUE(shape) << shape.error().message;
  return *std::move(shape);
}

// The group of `shape` led by `literal` wherever it first stands in `text`; "-" when it does not match there.
std::string found(const Shape& shape, std::string_view literal, std::string_view text) {
  const auto anchor = shape.find_anchor(literal);
  if (!anchor) return "no anchor";
  const auto span = shape.match(text, text.find(literal), *anchor);
  return span ? std::string(span->of(text)) : "-";
}

TEST(Shape, MatchesChainsOfClassesAndCounts) {
  const Shape key = shape_of("AK[0-9]{2,4}-[a-f]+");
  EXPECT_EQ(found(key, "AK", "x AK123-fade."), "AK123-fade");
  EXPECT_EQ(found(key, "AK", "AK1-fade"), "-");
  EXPECT_EQ(found(key, "AK", "AK12345-fade"), "-");
  EXPECT_EQ(found(key, "AK", "AK12-"), "-");
}

TEST(Shape, TakesTheGroupOnly) {
  EXPECT_EQ(found(shape_of("pw=([a-z]{3,9});", Bounds::none), "pw=", "pw=abcd;"), "abcd");
  EXPECT_EQ(found(shape_of("://[a-z]{0,9}:([^@:]{1,9})@", Bounds::none), "@", "x://u:p7@h"), "p7");
}

TEST(Shape, ReadsBackwardsFromTheLiteral) {
  const Shape key = shape_of("[0-9]{8,10}:AA[a-z]{4}");
  EXPECT_EQ(found(key, ":AA", "bot123456789:AAabcd"), "-");
  EXPECT_EQ(found(key, ":AA", "bot/123456789:AAabcd"), "123456789:AAabcd");
  EXPECT_EQ(found(key, ":AA", "1234567:AAabcd"), "-");
  EXPECT_EQ(shape_of("a[a-z]{1,3}:x").find_anchor(":x"), std::nullopt);
}

TEST(Shape, MindsTheBounds) {
  const Shape key = shape_of("KEY[0-9]{4}");
  EXPECT_EQ(found(key, "KEY", "MYKEY1234"), "-");
  EXPECT_EQ(found(key, "KEY", "KEY12345"), "-");
  EXPECT_EQ(found(key, "KEY", "KEY1234_"), "-");
  EXPECT_EQ(found(key, "KEY", "密钥KEY1234，"), "KEY1234");
  EXPECT_EQ(found(key, "KEY", "\"a\\nKEY1234\""), "KEY1234");
  EXPECT_EQ(found(key, "KEY", "k%3DKEY1234"), "KEY1234");
  EXPECT_EQ(found(shape_of("KEY[0-9]{4}", Bounds::none), "KEY", "MYKEY12345"), "KEY1234");
}

TEST(Shape, ComparesWithoutCaseWhereAsked) {
  EXPECT_EQ(found(shape_of("by '([^']+)'", Bounds::none, LetterCase::any), "BY ", "IDENTIFIED BY 'Ab1'"), "Ab1");
}

TEST(Shape, RefusesWhatItCannotDecideInOnePass) {
  for (const std::string_view bad : {"", "[a-z", "[z-a]", "a{", "a{3", "a{4,2}", "a{0}", "a|b", "(a", "()", "a.b", "[a-z]+z", "[a-z]*b?[0-9]?c", "a{99999}", "((a))"}) {
    EXPECT_FALSE(Shape::parse(bad, LetterCase::exact, Bounds::both)) << bad;
  }
  EXPECT_TRUE(Shape::parse("[a-z]*[0-9]?C", LetterCase::exact, Bounds::both));
}

TEST(Shape, StaysLinearOnRepeatedLiterals) {
  const Shape key = shape_of("eyJ[0-9A-Za-z_-]{10,4096}\\.eyJ");
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "-eyJ";
  const auto from = std::chrono::steady_clock::now();
  int matches = 0;
  for (std::size_t at = 1; at < text.size(); at += 4) matches += key.match(text, at, 0).has_value();
  EXPECT_EQ(matches, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - from, std::chrono::seconds(2));
}

}  // namespace
}  // namespace lp::discover
