#include <array>

#include "cli/detect/detect_commands.h"
#include "cli/parts.h"

namespace lp::cli {
namespace {

constexpr std::array<Part, 11> parts{{{"run", "读日志，出告警 / read logs, tell alerts", add_detect_run},
                                     {"receive", "接收网络发来的日志 / take logs that are sent over the network", add_detect_receive},
                                     {"forward", "告警转发到 webhook、syslog / alerts to webhooks and syslog servers", add_detect_forward},
                                     {"report", "告警汇总成 HTML 报告 / alerts as an HTML report", add_detect_report},
                                     {"rules", "检查规则并运行样例 / check rules and run their examples", add_detect_rules},
                                     {"explain", "一个事件为何命中或未命中 / why an event matches or not", add_detect_explain},
                                     {"indicators", "情报制成映像、查询 / feeds into an image, look-up", add_detect_indicators},
                                     {"hunt", "新情报回溯已存的观测 / look back for new indicators", add_detect_hunt},
                                     {"alerts", "查询、统计已存的告警 / kept alerts and counts of them", add_detect_alerts},
                                     {"store", "事件库的月份和清理 / months of an event store", add_detect_store},
                                     {"formats", "支持的日志格式 / formats that can be read", add_detect_formats}}};

}  // namespace

Command command_detect() {
  return {"detect", {"检测安全事件：run receive forward report rules explain indicators hunt alerts store formats", "detect security events: run receive forward report rules explain indicators hunt alerts store formats"},
          "  longpan detect run /var/log/suricata/eve.json --csv 告警.csv\n"
          "  longpan detect report alerts.jsonl --html report.html\n"
          "  longpan detect indicators feeds/ --image feeds.image\n"
          "  sed -n 42p eve.json | longpan detect explain",
          [](CLI::App& app) { return add_parts(app, parts); }};
}

}  // namespace lp::cli
