#include "discover/explain.h"

#include <gtest/gtest.h>

namespace lp::discover {
namespace {

Explanation at(std::string_view text, std::string_view value) { return explain(Rules::builtin(), text, text.find(value) + 2); }

TEST(Explain, SaysWhyNot) {
  EXPECT_EQ(at("电话 13800000000", "13800000000").hit_kind, "mobile");
  EXPECT_EQ(at("x 320102190001010010 y", "320102190001010010").reasons, std::vector<std::string>{"no_validator_accepts"});
  EXPECT_EQ(at("x 320102000101001 y", "320102000101001").reasons, std::vector<std::string>{"weak_without_name"});
  EXPECT_EQ(at("order=6222020000000000018", "6222").reasons, std::vector<std::string>{"name_of_other"});
  EXPECT_EQ(at("0.13800000000", "13800000000").hit_kind, "");
  EXPECT_EQ(at("x ab y", "ab").reasons.front(), "too_short");
}

TEST(Explain, NeverShowsTheValue) {
  const Explanation e = at("电话 13800000000", "13800000000");
  EXPECT_EQ(e.value.find("00000000"), std::string::npos);
  EXPECT_EQ(e.length, 11U);
}

TEST(Explain, AnyPlaceOfAnyBytes) {
  const std::string text = "\xff\xfe\x00 13800000000 \xe8\x8b";
  for (std::size_t i = 0; i < text.size() + 3; ++i) (void)explain(Rules::builtin(), text, i);
  (void)explain(Rules::builtin(), "", 0);
}

}  // namespace
}  // namespace lp::discover
