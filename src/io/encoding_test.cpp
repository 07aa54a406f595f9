#include "io/encoding.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace lp::io {
namespace {

const std::string sample = "江苏省通信管理局,网络单元,€𠮷";

TEST(Encoding, RoundTripsThroughEach) {
  for (const Encoding e : {Encoding::utf8, Encoding::utf8_bom, Encoding::utf16le, Encoding::utf16be, Encoding::gb18030, Encoding::utf32le, Encoding::utf32be}) {
    EXPECT_EQ(to_utf8(from_utf8(sample, e), e), sample) << to_string(e);
  }
}

TEST(Encoding, DetectsEach) {
  EXPECT_EQ(detect_encoding("plain ascii"), Encoding::utf8);
  EXPECT_EQ(detect_encoding(sample), Encoding::utf8);
  EXPECT_EQ(detect_encoding("\xEF\xBB\xBFx"), Encoding::utf8_bom);
  EXPECT_EQ(detect_encoding(from_utf8(sample, Encoding::gb18030)), Encoding::gb18030);
  EXPECT_EQ(detect_encoding("\xFF\xFE" + from_utf8(sample, Encoding::utf16le)), Encoding::utf16le);
  EXPECT_EQ(detect_encoding(from_utf8("a,b,c\r\n1,2,3\r\n南京", Encoding::utf16le)), Encoding::utf16le);
  EXPECT_EQ(detect_encoding(from_utf8("a,b,c\r\n1,2,3\r\n南京", Encoding::utf16be)), Encoding::utf16be);
}

TEST(Encoding, DetectsWideChineseWithoutAMark) {
  const std::string only_chinese = "身份证号码与家庭住址均属于敏感个人信息";
  const std::string mixed = "张三，男，身份证号 110101199003070000，住址：南京市。\n";
  for (const Encoding e : {Encoding::utf16le, Encoding::utf16be, Encoding::utf32le, Encoding::utf32be}) {
    EXPECT_EQ(detect_encoding(from_utf8(only_chinese, e)), e) << to_string(e);
    EXPECT_EQ(detect_encoding(from_utf8(mixed, e)), e) << to_string(e);
    EXPECT_EQ(detect_encoding(from_utf8("Id,Name\r\n1,x\r\n", e)), e) << to_string(e);
    EXPECT_EQ(detect_encoding(from_utf8(only_chinese, e) + "x"), e) << "odd length, " << to_string(e);
  }
}

TEST(Encoding, NarrowTextIsNotTakenForWide) {
  EXPECT_EQ(detect_encoding("Bush hid the facts"), Encoding::utf8);
  for (const std::string& text : {std::string("中华人民共和国个人信息保护法第四章个人在个人信息处理活动中的权利"), std::string("mostly letters with one word, 南京, in them, as in a program's comments"),
                                  std::string("啊啊啊啊啊啊啊啊啊啊")}) {
    EXPECT_EQ(detect_encoding(from_utf8(text, Encoding::gb18030)), Encoding::gb18030) << text;
  }
  EXPECT_EQ(detect_encoding("Bl\xE5" "b\xE6rgr\xF8" "d med fl\xF8" "de, personnummer 1111111118"), Encoding::gb18030);
}

TEST(Encoding, DetectsUtf8CutInsideACharacter) {
  for (std::size_t n = 1; n <= sample.size(); ++n) EXPECT_EQ(detect_encoding(sample.substr(0, n)), Encoding::utf8) << n;
}

TEST(Encoding, ReportsBadBytesByOffset) {
  std::vector<std::size_t> offsets;
  const std::string out = to_utf8("a\xFF" "b\xFF", Encoding::gb18030, [&](std::size_t at, std::size_t) { offsets.push_back(at); });
  EXPECT_EQ(offsets, (std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(out, "a\xEF\xBF\xBD" "b\xEF\xBF\xBD");
}

TEST(Encoding, DecoderWaitsForTheRestOfACharacter) {
  const std::string gb = from_utf8("南京", Encoding::gb18030);
  Decoder decoder(Encoding::gb18030);
  std::string out;
  EXPECT_EQ(decoder.decode(std::string_view(gb).substr(0, 3), out, false), 2u);
  EXPECT_EQ(decoder.decode(std::string_view(gb).substr(2), out, true), 2u);
  EXPECT_EQ(out, "南京");
}

TEST(Encoding, NothingBeyondUnicodeComesOut) {
  const std::string beyond = "\xE4q\xF6\xB5\xB5\xB5";  // U+1B5D75 in the old UTF-8, which iconv passes
  for (const Encoding e : {Encoding::utf8, Encoding::utf8_bom, Encoding::utf16le, Encoding::utf16be, Encoding::gb18030, Encoding::utf32le, Encoding::utf32be}) {
    EXPECT_TRUE(is_valid_utf8(to_utf8(beyond, e))) << to_string(e);
  }
  std::size_t bad = 0;
  to_utf8(beyond, Encoding::utf8, [&](std::size_t, std::size_t n) { bad += n; });
  EXPECT_EQ(bad, 5u);
}

TEST(Encoding, Utf8DecoderWaitsForTheRestAndGivesUpAtTheEnd) {
  Decoder decoder(Encoding::utf8);
  std::string out;
  EXPECT_EQ(decoder.decode("a\xE5\x8D", out, false), 1u);
  EXPECT_EQ(decoder.decode("\xE5\x8D\x97\xE4", out, true), 4u);
  EXPECT_EQ(out, "a南\xEF\xBF\xBD");
}

TEST(Encoding, NamesRoundTrip) {
  EXPECT_EQ(parse_encoding("GBK"), Encoding::gb18030);
  EXPECT_EQ(parse_encoding("gb2312"), Encoding::gb18030);
  EXPECT_EQ(parse_encoding("UTF-8"), Encoding::utf8);
  EXPECT_EQ(parse_encoding("utf-16be"), Encoding::utf16be);
  EXPECT_EQ(parse_encoding("big5"), std::nullopt);
}

}  // namespace
}  // namespace lp::io
