// longpan detect forward: the alerts of a file to webhooks and syslog servers.
#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <ostream>
#include <thread>

#include "cli/detect/detect_commands.h"
#include "cli/detect/forwarding.h"
#include "cli/stop_on_signal.h"

namespace lp::cli {
namespace {

struct Options {
  std::filesystem::path alerts;
  ForwardOptions forward;
  bool follow = false;
  int wait_seconds = 30;
};

Result<int> forward(Context& context, const Options& options) {
  const SystemClock clock;
  if (!options.follow && !std::filesystem::exists(options.alerts))
    return make_error(Errc::not_found, options.alerts.string() + " is not there", "longpan detect run … --out alerts.jsonl writes it; --follow waits for it");
  LP_TRY(service::AlertForwarder forwarder, open_forwarder(options.forward, options.alerts, clock));
  const StopOnSignal stop;
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(options.wait_seconds);
  while (!stop.asked()) {
    LP_TRY(const bool moved, forwarder.step(!options.follow));
    if (moved) continue;
    if (!options.follow && (forwarder.all_at_end() || std::chrono::steady_clock::now() > give_up)) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  return print_forwarded(context, forwarder) ? 0 : 1;
}

}  // namespace

Run add_detect_forward(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("alerts", o->alerts, "告警 JSONL 文件（detect run --out）/ alerts as JSONL")->required();
  add_forward_options(app, o->forward);
  app.add_flag("--follow", o->follow, "持续转发新告警，直到 Ctrl-C / go on with new alerts until Ctrl-C");
  app.add_option("--wait", o->wait_seconds, "接收方故障时最多等待秒数（无 --follow 时）/ without --follow: seconds to wait for receivers that fail")
      ->check(CLI::Range(0, 86'400))->capture_default_str();
  app.footer("例 / examples:\n  longpan detect forward alerts.jsonl --webhook https://soc.example.org/alerts --secret-file key.txt\n"
             "  longpan detect forward alerts.jsonl --syslog tls://siem.example.org:6514 --forward-severity high --follow\n"
             "退出码 / exit codes: 0 全部送达 / everything was taken; 1 有未送达的 / something was not");
  return [o](Context& context) { return forward(context, *o); };
}

}  // namespace lp::cli
