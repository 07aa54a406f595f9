#include "cli/detect/live_view.h"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/table.h"

namespace lp::cli {
namespace {

class LiveLines : public ::testing::Test {
 protected:
  static LiveFrame frame() {
    LiveFrame f;
    f.files = 3;
    f.events_a_second = 1234.4;
    f.statistics.lines.lines = 10;
    f.statistics.lines.events = 8;
    f.statistics.lines.rejected = 2;
    f.by_severity = {0, 1, 2, 3, 4};
    f.open_alerts = 5;
    f.latest.push_back({detect::Severity::high, "解析挖矿矿池域名", "ip:10.1.2.3", "某某公司", "2024-07-31T01:02:03.000004Z", 17});
    f.latest.push_back({detect::Severity::low, "evil \x1b[2J title\n\xC2\x9B", "host:a", "", "2024-07-31T01:02:04.000004Z", 1});
    return f;
  }
  std::ostringstream out_, err_;
  Context context_{out_, err_};
};

TEST_F(LiveLines, SayWhatCameAndWhatWasTold) {
  const auto lines = live_lines(context_, frame(), 120, 20);
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_NE(lines[0].find("3 个文件  1234 个事件/秒"), std::string::npos) << lines[0];
  EXPECT_NE(lines[1].find("10 行 = 8 个事件 + 0 行控制 + 2 行未识别"), std::string::npos) << lines[1];
  EXPECT_NE(lines[2].find("严重 4   高 3   中 2   低 1   提示 0   未关闭 5"), std::string::npos) << lines[2];
  EXPECT_NE(lines[4].find("解析挖矿矿池域名"), std::string::npos) << lines[4];
  EXPECT_NE(lines[4].find("2024-07-31T01:02:03"), std::string::npos);
  EXPECT_NE(lines[4].find("17"), std::string::npos);
}

TEST_F(LiveLines, FitTheScreenAndHoldNoControlCharacters) {
  for (const int width : {20, 40, 80, 200}) {
    for (const int height : {0, 2, 5, 30}) {
      const auto lines = live_lines(context_, frame(), width, height);
      EXPECT_LE(static_cast<int>(lines.size()), height);
      for (const std::string& line : lines) {
        EXPECT_EQ(line.find('\x1b'), std::string::npos) << "no colour was asked for";
        EXPECT_EQ(line.find('\n'), std::string::npos);
        EXPECT_EQ(line.find("\xC2\x9B"), std::string::npos);
        if (width >= 80) {
          EXPECT_LE(display_width(line), width) << line;
        }
      }
    }
  }
}

TEST_F(LiveLines, ColourOnlyWhenWanted) {
  context_.colour = true;
  const auto lines = live_lines(context_, frame(), 120, 20);
  EXPECT_NE(lines[4].find("\x1b["), std::string::npos);
  EXPECT_EQ(lines[5].find("\x1b[2J"), std::string::npos);
}

TEST_F(LiveLines, WithoutAlertsSaySo) {
  context_.zh = false;
  EXPECT_EQ(live_lines(context_, {}, 80, 20).back(), "no alerts yet");
}

}  // namespace
}  // namespace lp::cli
