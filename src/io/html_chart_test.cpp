#include "io/html_chart.h"

#include <gtest/gtest.h>

#include <regex>

#include "base/text.h"

namespace lp::io {
namespace {

HtmlChart chart(std::size_t columns) {
  HtmlChart c{.id = "c", .caption = {"告警", "Alerts"}, .summary = {"两条", "two"}, .column_title = {"时间", "Time"}, .series = {{{"低", "low"}, "low"}, {{"高", "high"}, "high"}}, .columns = {}};
  for (std::size_t i = 0; i < columns; ++i) c.columns.push_back({"<" + std::to_string(i) + ">", {i, 2 * i}});
  return c;
}

std::string html(const HtmlChart& c) {
  std::string text;
  HtmlPage page(append_to(text));
  write_chart(page, c);
  EXPECT_TRUE(page.finish());
  return text;
}

std::size_t count(const std::string& text, const std::string& pattern) {
  const std::regex what(pattern);
  return static_cast<std::size_t>(std::distance(std::sregex_iterator(text.begin(), text.end(), what), std::sregex_iterator()));
}

TEST(HtmlChart, StacksEndAtTheTopOfTheHighest) {
  const std::string text = html(chart(5));
  EXPECT_TRUE(contains(text, "<rect class=\"low\" x=\"82.00%\" width=\"16.00%\" y=\"66.67%\" height=\"33.33%\"/><rect class=\"high\" x=\"82.00%\" width=\"16.00%\" y=\"0.00%\" height=\"66.67%\"/>"));
  EXPECT_EQ(count(text, "<rect class=\"(low|high)\" x="), 8u);   // nothing is drawn of nothing
  EXPECT_TRUE(contains(text, "<text x=\"0\" y=\"13\">12</text>"));
}

TEST(HtmlChart, LabelsAreFirstLastAndSomeBetween) {
  for (const auto& [columns, labels] : {std::pair<std::size_t, std::size_t>{1, 1}, {2, 2}, {3, 3}, {5, 5}, {70, 5}}) EXPECT_EQ(count(html(chart(columns)), "text-anchor"), labels) << columns;
  EXPECT_TRUE(contains(html(chart(70)), "text-anchor=\"end\">&lt;69&gt;</text>"));
  EXPECT_FALSE(contains(html(chart(70)), "<69>"));
}

TEST(HtmlChart, IsNamedAndHasItsNumbersAsATable) {
  const std::string text = html(chart(3));
  EXPECT_TRUE(contains(text, "role=\"img\" aria-labelledby=\"c-caption c-summary\""));
  EXPECT_TRUE(contains(text, "id=\"c-caption\"") && contains(text, "id=\"c-summary\""));
  EXPECT_TRUE(contains(text, "<th scope=\"row\" role=\"rowheader\">&lt;2&gt;</th>"));
  EXPECT_FALSE(contains(text, "rowheader\">&lt;0&gt;"));   // a time without any is no row
}

TEST(HtmlChart, OfNothingIsNoPicture) { EXPECT_FALSE(contains(html(chart(0)), "<svg class=\"columns\"")); }

TEST(HtmlPage, RunsItsOwnScriptOnly) {
  std::string text;
  HtmlPage page(append_to(text));
  page.begin({"题", "T"}, Language::zh, ".mine{}");
  EXPECT_TRUE(page.finish());
  EXPECT_TRUE(std::regex_search(text, std::regex("script-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri")));
  EXPECT_TRUE(contains(text, ".mine{}</style>"));
}

TEST(HtmlPage, RowsThatGoOnSpanAllColumns) {
  std::string text;
  HtmlPage page(append_to(text));
  page.begin_table({"表", "table"}, {{{"甲", "a"}}, {{"乙", "b"}, true}});
  page.row({{"x", ""}, {"1", "1"}});
  page.more_of_row("<p>y</p>");
  page.end_table();
  EXPECT_TRUE(page.finish());
  EXPECT_TRUE(contains(text, "</tr>\n<tr role=\"row\" class=\"more\"><td role=\"cell\" colspan=\"2\"><p>y</p></td></tr>\n</tbody>"));
}

}  // namespace
}  // namespace lp::io
