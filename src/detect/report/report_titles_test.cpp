#include "detect/report/report_titles.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "detect/report/attack_titles.h"
#include "io/files.h"
#include "spec/load.h"

namespace lp::detect {
namespace {

namespace fs = std::filesystem;

class ReportTitlesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const fs::path specs = fs::path(LP_SOURCE_DIR) / "specs";
    Diagnostics found;
    const auto catalogue = spec::load(specs, found);
    ASSERT_TRUE(catalogue);
    ASSERT_TRUE(load_rule_notes(specs / "rules", notes, found));
    titles = make_report_titles(*catalogue, notes);
  }
  RuleNotesById notes;
  ReportTitles titles;
};

TEST_F(ReportTitlesTest, EveryRuleOfOursSaysWhatToDoAndWhatItIs) {
  ASSERT_GT(notes.size(), 50u);
  for (const auto& [id, note] : notes) {
    EXPECT_EQ(titles.advice_for({.id = id, .title = {}}).zh, note.advice) << id;
    for (const std::string& text : note.classes) {
      const std::size_t colon = text.find(':');
      const LocalText title = titles.class_title(text.substr(0, colon), text.substr(colon + 1));
      EXPECT_NE(title.zh, text.substr(colon + 1)) << text << " of " << id << " has no title";
    }
  }
}

TEST_F(ReportTitlesTest, EveryTechniqueOfOurRulesHasATitle) {
  std::size_t seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(LP_SOURCE_DIR) / "specs" / "rules")) {
    if (entry.path().extension() != ".yaml") continue;
    const auto text = io::read_file(entry.path(), 1u << 20);
    ASSERT_TRUE(text);
    for (const std::string_view line : split(*text, '\n')) {
      if (!line.starts_with("tags: [")) continue;
      for (const std::string_view part : split(line.substr(7, line.find(']') - 7), ',')) {
        const std::string_view tag = trim(part);
        if (!tag.starts_with("attack.")) continue;
        ++seen;
        EXPECT_TRUE(attack_title(tag)) << tag << " in " << entry.path();
      }
    }
  }
  EXPECT_GT(seen, 100u);
}

TEST_F(ReportTitlesTest, WhatIsNotVerifiedIsKnown) {
  EXPECT_TRUE(titles.verified("threat_classes_202"));
  EXPECT_FALSE(titles.verified("event_classes"));
  EXPECT_TRUE(contains(titles.taxonomy_title("threat_classes_202").zh, "202号"));
  EXPECT_TRUE(contains(titles.taxonomy_title("event_classes").zh, "GB/T 20986"));
}

TEST_F(ReportTitlesTest, UnknownCodesAreShownAsTheyAre) {
  EXPECT_EQ(titles.class_title("threat_classes_202", "T9.x").zh, "T9.x");
  EXPECT_EQ(titles.class_title("other", "c").en, "c");
  EXPECT_EQ(titles.taxonomy_title("other").zh, "other");
}

TEST(ReportTitles, EveryKindHasAdvice) {
  const ReportTitles none;
  for (const AlertKind kind : {AlertKind::rule, AlertKind::correlation, AlertKind::indicator, AlertKind::sensor}) {
    const LocalText advice = none.advice_for({.kind = kind, .id = "x", .title = {}});
    EXPECT_FALSE(advice.zh.empty() || advice.en.empty());
  }
}

}  // namespace
}  // namespace lp::detect
