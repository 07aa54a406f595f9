#include "match/findings/priority_reader.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/text.h"
#include "io/files.h"

namespace lp::match {
namespace {

namespace fs = std::filesystem;

const std::string table_text = R"(title: {zh: 表, en: Table}
source: here
inputs:
  - {name: a, values: ["no", "yes"]}
  - {name: b, values: [x, y]}
outcomes:
  - {name: later, level: low, title: {zh: 后, en: Later}}
  - {name: now, level: urgent, title: {zh: 今, en: Now}}
rows:
  - ["no", x, later]
  - ["no", y, later]
  - ["yes", x, later]
  - ["yes", y, now]
)";

// The first error's code, or nothing.
std::string error_of(const std::string& text, DecisionTable* table = nullptr) {
  Diagnostics out;
  const auto root = io::parse_yaml(text, "t.yaml", out);
  if (root) {
    DecisionTable read = read_decision_table("t", *root, out);
    if (table != nullptr) *table = std::move(read);
  }
  for (const Diagnostic& d : out.items())
    if (d.severity == Severity::error) return d.code + ": " + d.what;
  return {};
}

TEST(PriorityReader, ReadsATable) {
  DecisionTable table;
  EXPECT_EQ(error_of(table_text, &table), "");
  EXPECT_EQ(table.rows, (std::vector<std::uint8_t>{0, 0, 0, 1}));
  EXPECT_EQ(table.decide(std::vector<int>{1, -1}), (std::pair<std::size_t, std::size_t>{0, 1}));
  EXPECT_EQ(table.decide(std::vector<int>{0, -1}), (std::pair<std::size_t, std::size_t>{0, 0}));
  EXPECT_EQ(table.decided.size(), 9u);
  table.decided.clear();
  EXPECT_EQ(table.decide(std::vector<int>{1, -1}), (std::pair<std::size_t, std::size_t>{0, 1}));
}

TEST(PriorityReader, RefusesWhatIsNotWhole) {
  const std::pair<const char*, const char*> cases[] = {
      {"  - [\"yes\", y, now]\n", ""},                                  // a combination is missing
      {"  - [\"yes\", x, later]\n", "  - [\"yes\", y, later]\n"},        // one stands twice
      {"[\"no\", x, later]", "[\"no\", z, later]"},                      // unknown value
      {"[\"no\", x, later]", "[\"no\", x, never]"},                      // unknown outcome
      {"[\"no\", x, later]", "[\"no\", later]"},
      {"level: low", "level: lowest"},
      {"source: here\n", ""},
      {"rows:", "lines:"},
  };
  for (const auto& [from, to] : cases) EXPECT_NE(error_of(replace_all(table_text, from, to)), "") << from;
}

TEST(PriorityReader, ABrokenFileIsAnErrorOfTheWhole) {
  auto folder = io::TempDir::create("priority");
  ASSERT_TRUE(folder);
  const fs::path specs = fs::path(LP_SOURCE_DIR) / "specs";
  fs::create_directories(folder->path() / "match" / "priority");
  const auto reset = [&] { fs::copy(specs / "match" / "priority", folder->path() / "match" / "priority", fs::copy_options::overwrite_existing | fs::copy_options::recursive); };
  const auto load = [&] {
    Diagnostics out;
    return load_priority_rules(folder->path(), out);
  };
  reset();
  EXPECT_TRUE(load());
  for (const auto& [file, from, to] : {std::tuple("levels.yaml", "from: 0.5", "from: 1.5"), std::tuple("levels.yaml", "critical: urgent", "critical: soon"), std::tuple("levels.yaml", "internal: high", "inside: high"),
                                       std::tuple("bod_26_04.yaml", "name: in_kev", "name: kev"), std::tuple("bod_26_04.yaml", "14 days", "15 days!"), std::tuple("ssvc_coordinator.yaml", "[active, \"yes\", total, high, act]", "[]")}) {
    reset();
    const fs::path path = folder->path() / "match" / "priority" / file;
    const std::string text = *io::read_file(path, 1u << 20);
    std::string changed = text;
    changed.replace(changed.find(from), std::string(from).size(), to);
    std::ofstream(path, std::ios::binary) << changed;
    const auto rules = load();
    EXPECT_FALSE(rules) << file << " " << from;
    if (!rules) {
      EXPECT_TRUE(lp::contains(rules.error().message, file)) << rules.error().message;
    }
  }
  fs::remove(folder->path() / "match" / "priority" / "levels.yaml");
  EXPECT_FALSE(load());
}

}  // namespace
}  // namespace lp::match
