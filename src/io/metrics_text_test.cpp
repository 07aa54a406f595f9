#include "io/metrics_text.h"

#include <gtest/gtest.h>

namespace lp::io {
namespace {

TEST(MetricsText, IntroducesEachNameOnce) {
  MetricsText m;
  m.counter("longpan_lines_total", "Lines read.", 7, {{"result", "event"}});
  m.counter("longpan_lines_total", "Lines read.", 1, {{"result", "rejected"}});
  m.gauge("longpan_open_alerts", "Alerts that may still grow.", 2.5);
  EXPECT_EQ(m.text(),
            "# HELP longpan_lines_total Lines read.\n# TYPE longpan_lines_total counter\n"
            "longpan_lines_total{result=\"event\"} 7\nlongpan_lines_total{result=\"rejected\"} 1\n"
            "# HELP longpan_open_alerts Alerts that may still grow.\n# TYPE longpan_open_alerts gauge\nlongpan_open_alerts 2.5\n");
}

TEST(MetricsText, EscapesLabels) {
  MetricsText m;
  m.counter("n", "h", 1, {{"a", "x\"y\\z\n"}, {"b", "中"}});
  EXPECT_NE(m.text().find("n{a=\"x\\\"y\\\\z\\n\",b=\"中\"} 1\n"), std::string::npos) << m.text();
}

}  // namespace
}  // namespace lp::io
