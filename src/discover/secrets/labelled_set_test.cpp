// tests/golden/secrets: lines of configuration, code, logs and notes, half with secrets, half with what looks like one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "base/text.h"
#include "discover/secrets/test_rules.h"

namespace lp::discover {
namespace {

using testing_rules::hits_of;
using testing_rules::Marked;
using testing_rules::read_marked;
using testing_rules::real_rules;
using testing_rules::real_scanner;

struct Line {
  std::string file;
  int number = 0;
  std::string rule;  // "-" when there is no secret
  Marked marked;
};

std::vector<Line> read_set() {
  std::vector<Line> lines;
  const std::filesystem::path folder = std::filesystem::path(LP_SOURCE_DIR) / "tests/golden/secrets";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path());
    int number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      const std::size_t tab = line.find('\t');
      if (line.starts_with("#") || tab == std::string::npos) continue;
      lines.push_back({entry.path().filename().string(), number, line.substr(0, tab), read_marked(replace_all(line.substr(tab + 1), "⏎", "\n"))});
    }
  }
  return lines;
}

struct Score {
  int found = 0, missed = 0, wrong = 0;
};

// A hit counts when it and the marked value share at least half of both together.
bool meets(const SecretHit& hit, const Span& span) {
  const std::size_t end = hit.offset + hit.length;
  const std::size_t both = std::min(end, span.end) - std::min(std::max(hit.offset, span.begin), std::min(end, span.end));
  const std::size_t any = std::max(end, span.end) - std::min(hit.offset, span.begin);
  return both * 2 >= any;
}

void score(const Line& line, std::map<std::string, Score>& by_rule, int& other_rule) {
  const auto hits = hits_of(real_scanner(), line.marked.text);
  for (const SecretHit& hit : hits) {
    const std::string& id = real_rules()[hit.rule].id;
    const bool right = std::any_of(line.marked.spans.begin(), line.marked.spans.end(), [&](const Span& s) { return meets(hit, s); });
    if (!right) {
      ++by_rule[id].wrong;
      std::printf("wrong  %s:%d %s (%d): %s\n", line.file.c_str(), line.number, id.c_str(), hit.confidence, line.marked.text.substr(0, 120).c_str());
    } else if (id != line.rule) {
      ++other_rule;
    }
  }
  for (const Span& span : line.marked.spans) {
    const bool found = std::any_of(hits.begin(), hits.end(), [&](const SecretHit& h) { return meets(h, span); });
    ++(found ? by_rule[line.rule].found : by_rule[line.rule].missed);
    if (!found) std::printf("missed %s:%d %s: %s\n", line.file.c_str(), line.number, line.rule.c_str(), line.marked.text.substr(0, 120).c_str());
  }
}

TEST(SecretLabelledSet, IsJudgedWithF1OfNineTenths) {
  const auto lines = read_set();
  const auto with = static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [](const Line& l) { return l.rule != "-"; }));
  ASSERT_GE(lines.size(), 300u);
  EXPECT_GE(with * 10, lines.size() * 4);
  EXPECT_LE(with * 10, lines.size() * 6);

  std::map<std::string, Score> by_rule;
  int other_rule = 0;
  for (const Line& line : lines) score(line, by_rule, other_rule);
  Score all;
  for (const auto& [id, s] : by_rule) {
    std::printf("%-28s found %3d  missed %2d  wrong %2d\n", id.c_str(), s.found, s.missed, s.wrong);
    all.found += s.found;
    all.missed += s.missed;
    all.wrong += s.wrong;
  }
  const double precision = static_cast<double>(all.found) / std::max(1, all.found + all.wrong);
  const double recall = static_cast<double>(all.found) / std::max(1, all.found + all.missed);
  const double f1 = 2 * precision * recall / std::max(1e-9, precision + recall);
  std::printf("%zu lines, precision %.3f, recall %.3f, F1 %.3f; %d found by another rule than named\n", lines.size(), precision, recall, f1, other_rule);
  EXPECT_GE(f1, 0.90);
}

}  // namespace
}  // namespace lp::discover
