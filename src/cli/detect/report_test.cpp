// longpan detect report in one process: what it writes, says and refuses.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/golden.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/main.h"
#include "detect/report/example_alerts.h"

namespace lp::cli {
namespace {

namespace fs = std::filesystem;
using detect::example::told;

struct Outcome {
  int code = 0;
  std::string out, err;
};

class DetectReportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder = fs::temp_directory_path() / ("lp-detect-report-" + random_token(9));
    fs::create_directories(folder);
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  std::string path(const std::string& name) const { return (folder / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder / name, std::ios::binary) << text;
    return path(name);
  }
  std::string read(const std::string& name) const { return golden::read(folder / name); }
  static Outcome report(std::vector<std::string> arguments) {
    std::ostringstream out, err;
    Context context(out, err);
    arguments.insert(arguments.begin(), {"--today", "2024-08-01", "--specs", std::string(LP_SOURCE_DIR) + "/specs", "detect", "report"});
    const int code = run(context, std::move(arguments));
    return {code, out.str(), err.str()};
  }
  static std::string lines() {
    std::string text;
    for (const auto& one : told()) text += to_text(detect::to_json(one.alert, one.type)) + "\n";
    return text;
  }
  fs::path folder;
};

TEST_F(DetectReportTest, WritesThePageAndSaysWhatIsInIt) {
  const Outcome done = report({write("a.jsonl", lines()), "--html", path("r.html")});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_TRUE(contains(done.out, "6 条告警，465 个事件，5 个对象，2 条未知归属")) << done.out;
  EXPECT_TRUE(contains(done.out, "[严重] Linux 主机运行挖矿程序：1 条告警，12 个事件"));
  const std::string page = read("r.html");
  EXPECT_TRUE(contains(page, "<html lang=\"zh-CN\">") && contains(page, "host:ws-17") && contains(page, "木马"));
  EXPECT_TRUE(contains(page, "2024-08-01 09:00"));   // made
  EXPECT_EQ(report({"--lang", "en", path("a.jsonl"), "--html", path("r.html")}).code, 0);
  EXPECT_TRUE(contains(read("r.html"), "<html lang=\"en\">"));
}

TEST_F(DetectReportTest, TheLastLineOfAnIdCountsAcrossFiles) {
  auto one = told()[0];
  one.alert.count = 99;
  const Outcome done = report({"--json", write("a.jsonl", lines()), write("b.jsonl", to_text(detect::to_json(one.alert, one.type))), "--csv", path("c.csv")});
  EXPECT_EQ(done.code, 0) << done.err;
  const auto summary = parse_json(done.out);
  ASSERT_TRUE(summary) << done.out;
  EXPECT_EQ(get_int(summary->as_object(), "alerts"), 6);
  EXPECT_EQ(get_int(summary->as_object(), "events"), 465 - 12 + 99);
  EXPECT_EQ(get_int(summary->as_object(), "told_again"), 1);
  const std::string csv = read("c.csv");
  std::size_t rows = 0;
  for (const std::string_view row : split(csv, '\n')) rows += row.empty() ? 0 : 1;
  EXPECT_EQ(rows, 7u);   // and the heads
  EXPECT_TRUE(contains(csv, "a1,closed,") && contains(csv, ",99,"));
}

TEST_F(DetectReportTest, BadLinesAreToldAndEndNothing) {
  const Outcome done = report({write("a.jsonl", "no alert\n" + lines() + "{\"format\":\"longpan-alert/9\"}\n"), "--html", path("r.html")});
  EXPECT_EQ(done.code, 1);
  EXPECT_TRUE(contains(done.err, "2 行不是告警") && contains(done.err, "a.jsonl:1: ") && contains(done.err, "a.jsonl:8: ")) << done.err;
  EXPECT_TRUE(contains(done.out, "6 条告警"));
  EXPECT_TRUE(contains(read("r.html"), "id=\"bad-lines\""));
}

TEST_F(DetectReportTest, OfNothingSaysWhatToDo) {
  const Outcome done = report({"--lang", "en", write("a.jsonl", ""), "--html", path("r.html")});
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_TRUE(contains(done.out, "longpan detect run LOGS --out alerts.jsonl makes them"));
  EXPECT_TRUE(contains(read("r.html"), "id=\"nothing\""));
}

TEST_F(DetectReportTest, TitlesOfLogsDoNotDriveTheTerminal) {
  auto one = told()[3];
  one.type.title = {"\x1b[2J", "\x1b[2J"};
  EXPECT_FALSE(contains(report({write("a.jsonl", to_text(detect::to_json(one.alert, one.type)))}).out, "\x1b"));
}

TEST_F(DetectReportTest, RefusesWhatCannotBeWritten) {
  const std::string alerts = write("a.jsonl", lines());
  EXPECT_EQ(report({alerts, "--csv", alerts}).code, 6);
  EXPECT_EQ(report({alerts, "--html", alerts}).code, 6);
  EXPECT_EQ(read("a.jsonl"), lines());
  EXPECT_EQ(report({alerts, "--html", path("none/r.html")}).code, 5);
  EXPECT_EQ(report({alerts, "--html", folder.string()}).code, 2);
  EXPECT_EQ(report({"-", "--csv", path("c.csv")}).code, 13);
  EXPECT_EQ(report({path("absent.jsonl")}).code, 5);
  EXPECT_EQ(report({}).code, 2);
}

}  // namespace
}  // namespace lp::cli
