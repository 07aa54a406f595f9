#include "discover/json_text.h"

#include <gtest/gtest.h>

namespace lp::discover {
namespace {

TEST(JsonText, ResolvesCharactersBeyondAscii) {
  EXPECT_EQ(resolve_unicode_escapes(R"(\u624b\u673A)"), "手机");
  EXPECT_EQ(resolve_unicode_escapes(R"(a\u00e9b)"), "a\u00e9b");
  EXPECT_EQ(resolve_unicode_escapes(R"(\ud842\udfb7)"), "𠮷");
  EXPECT_EQ(resolve_unicode_escapes("手机"), "手机");
  EXPECT_EQ(resolve_unicode_escapes(""), "");
}

TEST(JsonText, LeavesTheRestAsWritten) {
  for (const char* text : {R"(\n\t\"\\)", R"(\u001b[31m)", R"(\u0041)", R"(\u009b)", R"(\u624)", R"(\u62zz)", R"(\u+123)", R"(\ud842)", R"(\ud842x)", R"(\ud842\u0041)", R"(\udfb7)", R"(\\u624b)", "\\"}) {
    EXPECT_EQ(resolve_unicode_escapes(text), text);
  }
}

}  // namespace
}  // namespace lp::discover
