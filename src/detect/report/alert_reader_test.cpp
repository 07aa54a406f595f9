#include "detect/report/alert_reader.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "detect/report/example_alerts.h"

namespace lp::detect {
namespace {

std::string line_of(const Alert& alert, const AlertType& type) { return to_text(to_json(alert, type)); }

struct Read {
  std::vector<std::pair<std::string, std::uint64_t>> alerts;   // id, line
  BadLines bad;
};

Read read_text(const std::string& text) {
  Read read;
  const auto source = io::make_memory_source(text);
  EXPECT_TRUE(read_alerts(*source, "f.jsonl", [&](const ReadAlert& one, std::uint64_t line) { read.alerts.emplace_back(one.alert.id, line); }, read.bad));
  return read;
}

TEST(AlertReader, WhatWasWrittenIsReadAsItWas) {
  for (const example::Told& told : example::told()) {
    ReadAlert read;
    const std::string line = line_of(told.alert, told.type);
    ASSERT_EQ(read_alert(line, read), AlertLine::alert) << line;
    EXPECT_EQ(line_of(read.alert, read.type), line);
  }
}

TEST(AlertReader, EveryOtherLineHasItsReason) {
  const struct {
    const char* line;
    AlertLine is;
  } rows[] = {{"", AlertLine::not_json},
              {"{\"format\":\"longpan-alert/1\",\"id\":\"a", AlertLine::not_json},
              {"[1]", AlertLine::not_json},
              {"{\"event_type\":\"dns\"}", AlertLine::not_an_alert},
              {"{\"format\":7}", AlertLine::not_an_alert},
              {"{\"format\":\"longpan-alert/2\",\"id\":\"a\",\"rule\":\"r\",\"count\":1}", AlertLine::other_version},
              {"{\"format\":\"longpan-alert/1\",\"rule\":\"r\",\"count\":1}", AlertLine::incomplete},
              {"{\"format\":\"longpan-alert/1\",\"id\":\"a\",\"count\":1}", AlertLine::incomplete},
              {"{\"format\":\"longpan-alert/1\",\"id\":\"a\",\"rule\":\"r\",\"count\":-1}", AlertLine::incomplete},
              {"{\"format\":\"longpan-alert/1\",\"id\":\"a\",\"rule\":\"r\",\"count\":\"1\"}", AlertLine::incomplete},
              {"{\"format\":\"longpan-alert/1\",\"id\":\"a\",\"rule\":\"r\",\"count\":1}", AlertLine::alert}};
  for (const auto& row : rows) {
    ReadAlert read;
    EXPECT_EQ(to_string(read_alert(row.line, read)), to_string(row.is)) << row.line;
  }
}

TEST(AlertReader, WhatIsMissingOrOddHasAValueOfItsOwn) {
  ReadAlert read;
  ASSERT_EQ(read_alert(R"({"format":"longpan-alert/1","id":"a","rule":"r","count":18446744073709551615,"severity":"grave","first":"yesterday","kind":"x","tags":"t","notes":[1,"n"]})", read), AlertLine::alert);
  EXPECT_EQ(read.alert.count, ~std::uint64_t{0});
  EXPECT_EQ(read.alert.severity, Severity::medium);
  EXPECT_EQ(read.alert.first, no_time);
  EXPECT_EQ(read.alert.state, AlertState::closed);
  EXPECT_EQ(read.type.kind, AlertKind::rule);
  EXPECT_EQ(read.type.title.zh, "r");
  EXPECT_TRUE(read.type.tags.empty());
  EXPECT_EQ(read.alert.notes, std::vector<std::string>{"n"});
}

TEST(AlertReader, BadLinesEndNothing) {
  const auto all = example::told();
  const Read read = read_text("\xEF\xBB\xBF" + line_of(all[0].alert, all[0].type) + "\r\n\nno alert\n{\"a\":1}\n" + line_of(all[1].alert, all[1].type));
  EXPECT_EQ(read.alerts, (std::vector<std::pair<std::string, std::uint64_t>>{{"a1", 1}, {"a2", 5}}));
  EXPECT_EQ(read.bad.total, 2u);
  EXPECT_EQ(read.bad.by_reason.at(AlertLine::not_json), 1u);
  EXPECT_EQ(read.bad.by_reason.at(AlertLine::not_an_alert), 1u);
  ASSERT_EQ(read.bad.first.size(), 2u);
  EXPECT_EQ(read.bad.first[0].line, 3u);
  EXPECT_EQ(read.bad.first[1].file, "f.jsonl");
}

TEST(AlertReader, PlacesOfBadLinesAreBounded) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "x\n";
  const Read read = read_text(text);
  EXPECT_EQ(read.bad.total, 1000u);
  EXPECT_EQ(read.bad.first.size(), BadLines::places_kept);
}

TEST(AlertReader, ALineThatIsTooLongIsOneBadLine) {
  const auto all = example::told();
  const Read read = read_text(std::string(std::size_t{17} << 20, 'x') + "\n" + line_of(all[0].alert, all[0].type) + "\n");
  EXPECT_EQ(read.bad.by_reason.at(AlertLine::too_long), 1u);
  EXPECT_EQ(read.alerts.size(), 1u);
}

}  // namespace
}  // namespace lp::detect
