#include "detect/net/domain_name.h"

#include <gtest/gtest.h>

#include <array>

namespace lp::detect {
namespace {

TEST(DomainName, IsComparedInOneForm) {
  struct Row { const char* text; const char* expected; };  // "" = no name
  const std::array rows{Row{"Example.COM", "example.com"}, Row{"example.com.", "example.com"}, Row{"_dmarc.example.com", "_dmarc.example.com"},
                        Row{"食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn"}, Row{"例え。テスト", "xn--r8jz45g.xn--zckzah"},
                        Row{"BÜCHER.example", "xn--bcher-kva.example"}, Row{"ｅｘａｍｐｌｅ．ｃｏｍ", "example.com"}, Row{"президент.рф", "xn--d1abbgf6aiiy.xn--p1ai"},
                        Row{"ПРЕЗИДЕНТ.РФ", "xn--d1abbgf6aiiy.xn--p1ai"}, Row{"localhost", "localhost"}, Row{"", ""}, Row{".", ""}, Row{"a..b", ""},
                        Row{".com", ""}, Row{"exa mple.com", ""}, Row{"a/b.com", ""}, Row{"\xff\xfe.com", ""}, Row{"a\xe2\x80\x8b.com", ""}};
  std::string out;
  for (const Row& row : rows) EXPECT_EQ(normalise_domain(row.text, out) ? out : "", row.expected) << row.text;
}

TEST(DomainName, HasTheLengthsOfTheStandard) {
  std::string out;
  const std::string label(63, 'a');
  EXPECT_TRUE(normalise_domain(label + ".com", out));
  EXPECT_FALSE(normalise_domain(label + "a.com", out));
  EXPECT_TRUE(normalise_domain(label + "." + label + "." + label + "." + std::string(61, 'b'), out));
  EXPECT_FALSE(normalise_domain(label + "." + label + "." + label + "." + std::string(62, 'b'), out));
}

// The samples of RFC 3492, 7.1.
TEST(Punycode, WritesTheSamplesOfTheStandard) {
  EXPECT_EQ(to_punycode(U"他们为什么不说中文"), "ihqwcrb4cv8a8dqg056pqjye");
  EXPECT_EQ(to_punycode(U"他們爲什麽不說中文"), "ihqwctvzc91f659drss3x8bo0yb");
  EXPECT_EQ(to_punycode(U"Pročprostěnemluvíčesky"), "Proprostnemluvesky-uyb24dma41a");
  EXPECT_EQ(to_punycode(U"3年B組金八先生"), "3B-ww4c5e180e575a65lsy2b");
  EXPECT_EQ(to_punycode(U"そのスピードで"), "d9juau41awczczp");
}

}  // namespace
}  // namespace lp::detect
