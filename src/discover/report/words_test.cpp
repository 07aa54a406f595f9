#include "discover/report/words.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "base/golden.h"
#include "base/text.h"
#include "discover/levels.h"
#include "discover/report/titles.h"
#include "discover/report/words_table.h"

namespace lp::discover {
namespace {

namespace fs = std::filesystem;

struct Use {
  Topic topic;
  std::string code, where;
  bool operator<(const Use& o) const { return std::tie(topic, code) < std::tie(o.topic, o.code); }
};

// Product code that may name a code: the scan and its readers.
std::vector<fs::path> product_files() {
  std::vector<fs::path> files;
  for (const char* module : {"discover", "io"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(LP_SOURCE_DIR) / "src" / module)) {
      const std::string name = entry.path().filename().string();
      const bool source = name.ends_with(".cpp") || name.ends_with(".h");
      if (source && !name.ends_with("_test.cpp") && !name.starts_with("words") && name != "example_result.h") files.push_back(entry.path());
    }
  }
  return files;
}

void collect(const std::string& text, const std::string& where, const std::regex& place, Topic topic, std::set<Use>& uses) {
  static const std::regex literal("\"([a-z][a-z0-9_+]*)\"");
  for (std::sregex_iterator m(text.begin(), text.end(), place), end; m != end; ++m) {
    const std::string found = m->str();
    for (std::sregex_iterator l(found.begin(), found.end(), literal); l != end; ++l) {
      const std::string code = (*l)[1].str();
      for (const std::string_view part : split(code, '+')) uses.insert({topic, std::string(part), where});
    }
  }
}

// Codes as code writes them: assigned, compared or given to a skip; and those the comments of result.h promise.
std::set<Use> codes_in_use() {
  std::set<Use> uses;
  for (const fs::path& path : product_files()) {
    const std::string text = golden::read(path), where = path.filename().string();
    collect(text, where, std::regex(R"(\breason\s*(=[^=]|\(|\{|;)[^;\n]*"[^\n]*|\breason\s*[!=]=\s*"[^"\n]*")"), Topic::skip, uses);
    collect(text, where, std::regex(R"(\bSkip\s*\{[^;]*\};?)"), Topic::skip, uses);
    collect(text, where, std::regex(R"(\bskip\("[^"]*")"), Topic::skip, uses);
    collect(text, where, std::regex(R"(\bskips\.push_back\(\{[^;]*;)"), Topic::skip, uses);
    collect(text, where, std::regex(R"(skip_reasons> names\{[^;]*;)"), Topic::skip, uses);
    if (where == "tree_scan.cpp") collect(text, where, std::regex(R"(\bnote\(name, [^;]*;)"), Topic::skip, uses);
    collect(text, where, std::regex(R"(\bbecause\s*(=|\+=|==|;)[^;\n]*"[^\n]*)"), Topic::because, uses);
    collect(text, where, std::regex(R"(std::string source;[^\n]*)"), Topic::source, uses);
    collect(text, where, std::regex(R"(\bsource\s*==\s*"[^"\n]*")"), Topic::source, uses);
    if (path.parent_path().filename() == "report") collect(text, where, std::regex(R"(\bnote\([^;]*;|notes\.emplace_back\([^;]*;)"), Topic::note, uses);
  }
  return uses;
}

TEST(DiscoverWords, EveryCodeInUseHasWords) {
  const std::set<Use> uses = codes_in_use();
  for (const Use& use : uses) EXPECT_TRUE(find_words(use.topic, use.code)) << use.code << " in " << use.where << " has no words in words_table.cpp";
  // The search itself must find what is known to be there.
  EXPECT_TRUE(uses.contains({Topic::skip, "needs_ocr", ""}));
  EXPECT_TRUE(uses.contains({Topic::because, "dictionary", ""}));
  EXPECT_TRUE(uses.contains({Topic::skip, "changed_while_read", ""}));
  EXPECT_TRUE(uses.contains({Topic::skip, "trailing", ""}));
  EXPECT_TRUE(uses.contains({Topic::because, "secret_rule", ""}));
  EXPECT_TRUE(uses.contains({Topic::note, "rules_differ", ""}));
  EXPECT_TRUE(uses.contains({Topic::source, "postgresql", ""}));
}

TEST(DiscoverWords, TheTableIsWholeAndWithoutDoubles) {
  std::set<std::pair<Topic, std::string_view>> seen;
  for (const WordsRow& row : words_table()) {
    EXPECT_TRUE(seen.emplace(row.topic, row.code).second) << row.code;
    EXPECT_FALSE(row.zh.empty() || row.en.empty()) << row.code;
    EXPECT_EQ(row.advice_zh.empty(), row.advice_en.empty()) << row.code;
    EXPECT_TRUE(is_valid_utf8(row.zh));
    EXPECT_NE(row.zh, row.en);
  }
}

TEST(DiscoverWords, EveryLevelRuleHasATitle) {
  Diagnostics out;
  const auto levels = load_level_rules(fs::path(LP_SOURCE_DIR) / "specs", out);
  ASSERT_TRUE(levels);
  const Titles titles = make_titles({}, {}, *levels);
  EXPECT_GT(levels->size(), 3u);
  for (const LevelRule& rule : *levels) EXPECT_FALSE(titles.level_rule(rule.id).zh.empty() || titles.level_rule(rule.id).en.empty()) << rule.id;
  EXPECT_EQ(titles.level_rule("").en, "no rule proposes more than general");
  EXPECT_EQ(titles.level_rule("human").zh, "由人工决定");
  for (const LevelRule& rule : *levels) EXPECT_EQ(titles.level_rule(rule.id).zh.ends_with("（未核实）"), !rule.verified) << rule.id;
}

TEST(DiscoverWords, ReasonsAreJoined) { EXPECT_EQ(because_words("header+share").zh, "列名或键名、多数值符合"); }

TEST(DiscoverWords, AnUnknownCodeIsShownNotDropped) {
  EXPECT_EQ(words(Topic::skip, "moon_phase").en, "moon_phase (no explanation)");
  EXPECT_EQ(words(Topic::skip, "moon_phase").zh, "moon_phase（无说明）");
  EXPECT_TRUE(words(Topic::skip, "").zh.empty());
  EXPECT_TRUE(skip_advice("moon_phase").empty());
}

TEST(DiscoverWords, FiguresAreCutNeverRoundedUpToAll) {
  EXPECT_EQ(percent_text(999'999'999, 1'000'000'000), "99.99 %");
  EXPECT_EQ(percent_text(5, 5), "100 %");
  EXPECT_EQ(percent_text(0, 0), "–");
  EXPECT_EQ(percent_text(0, 7), "0.00 %");
  EXPECT_EQ(percent_text(1, 1'000'000'000), "< 0.01 %");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(bytes_text(999), "999 B");
  EXPECT_EQ(bytes_text(999'999), "1.0 MB");
  EXPECT_EQ(bytes_text(1'500'000), "1.5 MB");
  EXPECT_EQ(bytes_text(~0ULL), "18.4 EB");
}

TEST(DiscoverWords, NamesInAnyEncodingBecomeUtf8) {
  EXPECT_EQ(printable_utf8("报表"), "报表");
  EXPECT_EQ(printable_utf8("\xB1\xA8.csv"), "\\xB1\\xA8.csv");
  EXPECT_TRUE(is_valid_utf8(printable_utf8("a\xFF\xE6\x8A")));
}

TEST(DiscoverWords, LevelsHaveCodes) {
  for (const Level level : {Level::general, Level::important, Level::core}) {
    EXPECT_EQ(parse_level(code_of(level)), level);
    EXPECT_EQ(parse_level(title_of(level).zh), level);
  }
  EXPECT_FALSE(parse_level("secret"));
}

}  // namespace
}  // namespace lp::discover
