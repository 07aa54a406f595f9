#include "base/text.h"

#include <gtest/gtest.h>

namespace lp {
namespace {

TEST(Utf8, TellsValidFromInvalid) {
  EXPECT_TRUE(is_valid_utf8("通信网络 ok 😀"));
  for (std::string_view bad : {"\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE4\xB8", "\x80", "\xE0\x9F\xBF"}) {
    EXPECT_FALSE(is_valid_utf8(bad));
  }
}

TEST(Utf8, ValidPrefixEndsBeforeTheFirstBadByte) {
  EXPECT_EQ(valid_utf8_prefix("南\xFF" "x"), 3u);
  EXPECT_EQ(valid_utf8_prefix("ab\xF4\x90\x80\x80"), 2u);
  EXPECT_EQ(valid_utf8_prefix("ab"), 2u);
}

TEST(Utf8, InvalidBytesAreCountedNeverLost) {
  EXPECT_EQ(count_codepoints("中a"), 2u);
  EXPECT_EQ(count_codepoints("a\xFF\xFE"), 3u);
  const auto points = to_codepoints("中\xFF");
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(points[0], U'中');
  EXPECT_EQ(points[1], U'\uFFFD');
}

TEST(Utf8, AppendWritesWhatDecodeReads) {
  std::string out;
  for (char32_t c : {U'a', U'é', U'中', U'😀'}) append_utf8(out, c);
  EXPECT_EQ(out, "aé中😀");
}

TEST(Text, TrimsWideSpacesToo) {
  EXPECT_EQ(trim("\u3000 江苏 \t\u00A0\r\n"), "江苏");
  EXPECT_EQ(trim(" \u3000"), "");
  EXPECT_EQ(trim("\xFF x "), "\xFF x");
}

TEST(Text, SplitsAndJoins) {
  EXPECT_EQ(split("a,,b", ',').size(), 3u);
  EXPECT_EQ(split("", ',').size(), 1u);
  EXPECT_EQ(join({"a", "b", "c"}, "、"), "a、b、c");
  EXPECT_EQ(replace_all("aXbX", "X", "--"), "a--b--");
  EXPECT_EQ(replace_all("abc", "", "x"), "abc");
}

TEST(Text, NormalisesForMatching) {
  EXPECT_EQ(to_half_width("ＡＢ（１）　x"), "AB(1) x");
  EXPECT_EQ(normalise_for_match(" 统一社会信用代码（USCC）* "), "统一社会信用代码uscc");
  EXPECT_EQ(to_lower_ascii("ABC中"), "abc中");
}

TEST(Text, CutsByCharacterNotByByte) {
  EXPECT_EQ(truncate("江苏省通信管理局", 3), "江苏省…");
  EXPECT_EQ(truncate("江苏", 3), "江苏");
  EXPECT_EQ(mask_middle("13800001234", 3, 4), "138****1234");
  EXPECT_EQ(mask_middle("张三", 3, 4), "**");
}

}  // namespace
}  // namespace lp
