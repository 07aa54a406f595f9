#include "io/report_text.h"

#include <gtest/gtest.h>

#include "io/html_page.h"

namespace lp::io {
namespace {

TEST(ReportText, NumbersAreGrouped) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(~std::uint64_t{0}), "18,446,744,073,709,551,615");
}

TEST(ReportText, BytesThatAreNoTextAreShown) {
  EXPECT_EQ(printable_utf8("日\xE6志\xFF"), "日\\xE6志\\xFF");
  EXPECT_EQ(printable_utf8(""), "");
}

TEST(ReportText, NothingFromOutsideIsMarkup) {
  EXPECT_EQ(escape_html("<a b=\"c\" d='e'>&</a>"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;&lt;/a&gt;");
  EXPECT_EQ(escape_html("a\x1b[31m\tb\n"), "a\xEF\xBF\xBD[31m\tb\n");
  EXPECT_EQ(both_html({"<甲>", "<a>"}), "<span class=\"zh\" lang=\"zh-CN\">&lt;甲&gt;</span><span class=\"en\" lang=\"en\">&lt;a&gt;</span>");
  EXPECT_EQ(both_html({"CSV", "CSV"}), "CSV");
}

}  // namespace
}  // namespace lp::io
