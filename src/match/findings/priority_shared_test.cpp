// The decision tables CERT/CC publishes, row by row, where a checkout has them beside it.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "match/findings/priority.h"
#include "match/reports/report_testing.h"

namespace lp::match {
namespace {

std::string word(std::string_view cell) { return replace_all(trim(cell), " ", "_"); }

void reproduces(const DecisionTable& table, const std::string& csv, std::size_t expected) {
  std::size_t rows = 0;
  for (const std::string_view line : split(csv, '\n')) {
    const auto cells = split(trim(line), ',');
    if (cells.size() != table.inputs.size() + 2 || cells[0] == "row") continue;
    std::vector<int> values;
    for (std::size_t i = 0; i < table.inputs.size(); ++i) {
      const auto& known = table.inputs[i].values;
      const auto found = std::ranges::find(known, word(cells[i + 1]));
      ASSERT_NE(found, known.end()) << line;
      values.push_back(static_cast<int>(found - known.begin()));
    }
    const auto [least, most] = table.decide(values);
    EXPECT_EQ(least, most);
    EXPECT_EQ(table.outcomes[least].name, trim(cells.back())) << line;
    ++rows;
  }
  EXPECT_EQ(rows, expected);
}

TEST(PriorityShared, TablesAgreeWithTheirPublisher) {
  const auto data = report_testing::shared_match_data();
  if (data.empty()) GTEST_SKIP() << "../shared/data/match is not there";
  report_testing::MemberTexts files;
  ASSERT_TRUE(io::unpack(data / "signals" / "ssvc-data.tar.zst", {}, files));
  const auto csv = [&](std::string_view end) {
    for (const auto& [path, text] : files.texts)
      if (path.ends_with(end) || lp::contains(path, std::string(end) + "!")) return text;
    return std::string();
  };
  Diagnostics out;
  const auto rules = load_priority_rules(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
  ASSERT_TRUE(rules);
  reproduces(rules->bod_26_04, csv("cisa_bod_26_04_1_0_0.csv"), 16);
  reproduces(rules->ssvc, csv("cisa_coordinator_2_0_3.csv"), 36);
}

}  // namespace
}  // namespace lp::match
