#include "discover/report/decisions.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "discover/report/example_result.h"
#include "discover/report/totals.h"

namespace lp::discover {
namespace {

Decision decide(std::string path, Verdict verdict, std::string field = "**", std::string kind = "**") {
  Decision d;
  d.path = std::move(path);
  d.verdict = verdict;
  d.field = std::move(field);
  d.kind = std::move(kind);
  d.by = "张三";
  d.when = *parse_date("2024-07-20");
  d.why = "测试数据: \"内部\"";
  return d;
}

std::vector<Decision> read(std::string_view text, Diagnostics& out) {
  Result<std::vector<Decision>> r = read_decisions(text, "decisions.yaml", out);
  EXPECT_TRUE(r) << (r ? "" : r.error().message);
  return r ? *std::move(r) : std::vector<Decision>{};
}

constexpr std::string_view everywhere = "exports/**";

TEST(Decisions, WhatIsWrittenReadsBack) {
  std::vector<Decision> decisions{decide("a/*.csv", Verdict::rejected, "", "mobile"), decide("合同/模板.docx", Verdict::level), decide("b", Verdict::confirmed)};
  decisions[1].level = Level::core;
  decisions[0].machine = {"mobile context", "mobile header+share"};
  Diagnostics out;
  const std::vector<Decision> back = read(write_decisions(decisions), out);
  EXPECT_EQ(out.errors(), 0u);
  ASSERT_EQ(back.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(back[i].path, decisions[i].path);
    EXPECT_EQ(back[i].field, decisions[i].field);
    EXPECT_EQ(back[i].kind, decisions[i].kind);
    EXPECT_EQ(back[i].verdict, decisions[i].verdict);
    EXPECT_EQ(back[i].level, decisions[i].level);
    EXPECT_EQ(back[i].by, decisions[i].by);
    EXPECT_EQ(back[i].when, decisions[i].when);
    EXPECT_EQ(back[i].why, decisions[i].why);
    EXPECT_EQ(back[i].machine, decisions[i].machine);
  }
  EXPECT_TRUE(read(write_decisions({}), out).empty());
}

TEST(Decisions, JsonReadsAsWell) {
  Diagnostics out;
  const auto d = read(R"({"format": "longpan-decisions/1", "decisions": [{"path": "a", "verdict": "level", "level": "重要", "by": "x", "when": "2024-07-20", "why": "y"}]})", out);
  ASSERT_EQ(d.size(), 1u);
  EXPECT_EQ(d[0].level, Level::important);
}

TEST(Decisions, BadEntriesAreSaidAndLeftOut) {
  Diagnostics out;
  const auto good = read(
      "format: longpan-decisions/1\n"
      "decisions:\n"
      "  - {path: a, verdict: rejected, by: x, when: 2024-07-20}\n"                                // why
      "  - {path: a, verdict: maybe, by: x, when: 2024-07-20, why: y}\n"                           // verdict
      "  - {path: a, verdict: level, by: x, when: 2024-07-20, why: y}\n"                           // level
      "  - {path: a, verdict: level, level: high, by: x, when: 2024-07-20, why: y}\n"              // level
      "  - {path: a, verdict: rejected, by: x, when: 2024-02-30, why: y}\n"                        // when
      "  - {path: a, verdict: rejected, by: x, when: 2024-07-20, why: y, feild: z}\n"              // key
      "  - {path: a, verdict: level, level: core, field: z, by: x, when: 2024-07-20, why: y}\n"    // field of a level
      "  - {path: a, verdict: rejected, by: ' ', when: 2024-07-20, why: y}\n"                      // nobody
      "  - just text\n"
      "  - {path: good, verdict: rejected, by: x, when: 2024-07-20, why: y}\n",
      out);
  ASSERT_EQ(good.size(), 1u);
  EXPECT_EQ(good[0].path, "good");
  std::vector<int> lines;
  for (const Diagnostic& d : out.items()) lines.push_back(d.where.line);
  for (int line = 3; line <= 11; ++line) EXPECT_NE(std::find(lines.begin(), lines.end(), line), lines.end()) << line;
}

TEST(Decisions, OtherFilesAreRefused) {
  Diagnostics out;
  EXPECT_EQ(read_decisions("format: longpan-decisions/2\n", "f", out).error().code, Errc::unsupported);
  EXPECT_EQ(read_decisions("decisions: []\n", "f", out).error().code, Errc::invalid);
  EXPECT_EQ(read_decisions("{[", "f", out).error().code, Errc::invalid);
  EXPECT_EQ(read_decisions("format: longpan-decisions/1\ndecisions: 5\n", "f", out).error().code, Errc::invalid);
}

TEST(Decisions, BothVerdictsStandSideBySide) {
  const ScanResult june = example::june();
  std::vector<Decision> decisions{decide("exports/all/customers.csv", Verdict::level), decide(std::string(everywhere), Verdict::rejected, "地址"),
                                  decide("exports/2024-05/*", Verdict::confirmed, "地址")};
  decisions[0].level = Level::core;
  const Overlay o = apply_decisions(june, decisions);
  EXPECT_EQ(june.documents[4].level, Level::important);   // the machine's stays
  EXPECT_EQ(o.level_of(june, 4), Level::core);
  EXPECT_EQ(o.level_of(june, 5), Level::core);
  EXPECT_TRUE(o.rejected(3, 2));
  EXPECT_FALSE(o.rejected(3, 1));
  ASSERT_NE(o.find(2, 2), nullptr);
  EXPECT_EQ(o.find(2, 2)->verdict, Verdict::confirmed);   // the later decision counts
  EXPECT_EQ(o.find(2, 2)->decision, 2u);
  EXPECT_EQ(o.count(DecisionState::holds), 3u);
  const Totals totals = totals_of(june, &o);
  EXPECT_EQ(totals.levels[2].documents, 2u);
  EXPECT_EQ(totals.rejected_findings, 2u);
}

TEST(Decisions, TheyOutliveAScanAndAskForReviewWhenTheMachineSaysOtherwise) {
  const ScanResult june = example::june();
  std::vector<Decision> decisions{decide(std::string(everywhere), Verdict::rejected, "地址"), decide("config/app.env", Verdict::confirmed),
                                  decide("vehicle/*", Verdict::level), decide("no/such/file", Verdict::rejected)};
  record_machine_verdicts(june, decisions);
  EXPECT_EQ(decisions[0].machine, std::vector<std::string>{"address context"});
  EXPECT_EQ(decisions[2].machine, std::vector<std::string>{"core matrix_especially_serious_economy"});
  // The file goes through its text, as between two scans.
  Diagnostics out;
  decisions = read(write_decisions(decisions), out);
  const Overlay same = apply_decisions(june, decisions);
  EXPECT_EQ(same.states, (std::vector{DecisionState::holds, DecisionState::holds, DecisionState::holds, DecisionState::unused}));

  ScanResult july = example::july();
  Overlay o = apply_decisions(july, decisions);
  EXPECT_EQ(o.states[0], DecisionState::holds);     // new months, the same verdict
  EXPECT_EQ(o.states[1], DecisionState::review);    // the key is no longer found
  for (Document& d : july.documents) {
    for (Finding& f : d.findings) {
      if (f.kind == "address") f.because = "dictionary";
    }
    if (d.level == Level::core) d.level = Level::important, d.level_rule = "pi_over_100000";
  }
  o = apply_decisions(july, decisions);
  EXPECT_EQ(o.states[0], DecisionState::review);
  EXPECT_EQ(o.states[2], DecisionState::review);
  EXPECT_TRUE(o.rejected(2, 2));                    // it still counts
  EXPECT_TRUE(o.find(2, 2)->review);
  EXPECT_EQ(o.level_of(july, 6), Level::general);
  EXPECT_TRUE(o.find(6)->level_review);
}

TEST(Decisions, WithoutARecordThereIsNothingToReview) {
  const Overlay o = apply_decisions(example::july(), {decide("config/app.env", Verdict::confirmed)});
  EXPECT_EQ(o.states[0], DecisionState::holds);
}

TEST(Decisions, ALevelThatRestsOnRejectedFindingsIsMarked) {
  const ScanResult june = example::june();
  Overlay o = apply_decisions(june, {decide("exports/all/*", Verdict::rejected)});
  EXPECT_TRUE(o.find(4)->level_on_rejected);
  o = apply_decisions(june, {decide("exports/all/*", Verdict::rejected), decide("exports/all/*", Verdict::level)});
  EXPECT_FALSE(o.find(4)->level_on_rejected);
  EXPECT_EQ(o.level_of(june, 4), Level::general);
}

}  // namespace
}  // namespace lp::discover
