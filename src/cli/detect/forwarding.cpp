#include "cli/detect/forwarding.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ostream>
#include <set>
#include <system_error>

#include "io/error.h"
#include "io/files.h"

namespace lp::cli {
namespace {

constexpr auto look_every = std::chrono::milliseconds(200);

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string();
}

// `@file`: its first line, for addresses that are secrets themselves.
Result<std::string> address_of(const std::string& written) {
  if (!written.starts_with('@')) return written;
  return io::read_first_line(written.substr(1));
}

const Clock& system_clock() {
  static const SystemClock clock;
  return clock;
}

}  // namespace

void add_forward_options(CLI::App& app, ForwardOptions& o) {
  app.add_option("--webhook", o.webhooks, "告警逐条 POST 到此地址；@文件 为地址所在文件 / POST each alert to this address; @file holds it");
  app.add_option("--syslog", o.syslogs, "告警发往 syslog：udp://、tcp://、tls://主机:端口 / syslog server for alerts");
  app.add_option("--secret-file", o.secret_file, "签名密钥文件，首行 / first line is the key webhooks are signed with")->check(CLI::ExistingFile);
  app.add_option("--forward-ca", o.ca_file, "接收方证书的 CA（PEM）/ CA of the receivers' certificates")->check(CLI::ExistingFile);
  app.add_option("--forward-severity", o.severity, "转发此级别及以上 / forward from this severity on")
      ->check(CLI::IsMember({"informational", "low", "medium", "high", "critical"}))->capture_default_str();
  app.add_option("--forward-places", o.places, "转发进度文件，默认 告警文件.forwarded / where each receiver is, default ALERTS.forwarded");
}

Result<service::AlertForwarder> open_forwarder(const ForwardOptions& options, const std::filesystem::path& alerts, const Clock& clock) {
  if (!options.any()) return io::fail(Errc::invalid, "nobody to forward to", "没有接收方", "give --webhook https://… or --syslog tcp://host:514");
  io::WebhookOptions webhook{.allow_plain_http = true, .allow_private = true, .ca_file = options.ca_file};
  if (!options.secret_file.empty()) {
    LP_TRY(webhook.secret, io::read_first_line(options.secret_file));
    if (webhook.secret.empty()) return io::fail(Errc::invalid, options.secret_file.string() + " has an empty first line", options.secret_file.string() + " 首行为空", "the key stands in the first line");
  }
  std::vector<std::unique_ptr<service::AlertTarget>> targets;
  for (const std::string& written : options.webhooks) {
    LP_TRY(const std::string url, address_of(written));
    LP_CHECK_OK(io::check_webhook_url(url, webhook));
    targets.push_back(service::make_webhook_target(url, webhook, clock));
  }
  for (const std::string& written : options.syslogs) {
    LP_TRY(const io::SyslogTarget target, io::SyslogTarget::parse(written));
    targets.push_back(service::make_syslog_target(target, {.ca_file = options.ca_file}, host_name()));
  }
  std::set<std::string> keys;
  for (const auto& target : targets)
    if (!keys.insert(target->key()).second) return io::fail(Errc::invalid, target->shown() + " is named twice", target->shown() + " 写了两次", "name each receiver once");
  const std::filesystem::path places = options.places.empty() ? std::filesystem::path(alerts.string() + ".forwarded") : options.places;
  return service::AlertForwarder::open({alerts, places, detect::parse_severity(options.severity)}, std::move(targets), clock);
}

bool print_forwarded(Context& context, const service::AlertForwarder& forwarder) {
  bool all = true;
  for (const service::AlertForwarder::Report& r : forwarder.reports()) {
    std::ostream& out = context.json ? context.err : context.out;
    out << fmt::format(fmt::runtime(context.zh ? "转发 {}：已发 {} 条" : "forwarded to {}: {} sent"), r.shown, r.sent);
    if (r.below > 0) out << fmt::format(fmt::runtime(context.zh ? "，低于级别 {} 条" : ", {} below the severity"), r.below);
    if (r.refused > 0) out << fmt::format(fmt::runtime(context.zh ? "，被拒 {} 条" : ", {} refused"), r.refused);
    if (r.unreadable > 0) out << fmt::format(fmt::runtime(context.zh ? "，{} 行不是告警" : ", {} lines were no alerts"), r.unreadable);
    if (!r.at_end) out << (context.zh ? "，其余未发，下次继续" : ", the rest not yet; the next run goes on");
    if (!r.problem.empty()) out << (context.zh ? "；最近的错误：" : "; last error: ") << r.problem;
    out << '\n';
    all = all && r.at_end && r.refused == 0 && r.unreadable == 0;
  }
  return all;
}

Result<std::unique_ptr<ForwardThread>> ForwardThread::start(const ForwardOptions& options, const std::filesystem::path& alerts) {
  LP_TRY(service::AlertForwarder forwarder, open_forwarder(options, alerts, system_clock()));
  std::unique_ptr<ForwardThread> out(new ForwardThread(std::move(forwarder)));
  try {
    out->thread_ = std::thread([raw = out.get()] { raw->run(); });
  } catch (const std::system_error& error) {
    return make_error(Errc::unavailable, std::string("no thread to forward with: ") + error.what());
  }
  return out;
}

ForwardThread::~ForwardThread() {
  abandoned_ = true;
  if (thread_.joinable()) thread_.join();
}

void ForwardThread::run() {
  while (!abandoned_) {
    const bool last = ending_;   // asked before looking: what was written before it is seen
    const Result<bool> moved = forwarder_.step(last);
    // A full disk passes: what was not noted is sent again.
    health_ = moved ? ok_status() : Status(moved.error());
    if (moved && *moved) continue;
    // At the end a receiver that fails is not waited for: the places say where to go on.
    if (last) return;
    std::this_thread::sleep_for(moved ? look_every : 10 * look_every);
  }
}

bool ForwardThread::finish(Context& context) {
  ending_ = true;
  thread_.join();
  if (!health_) {
    context.err << health_.error().message << '\n';
    return false;
  }
  return print_forwarded(context, forwarder_);
}

}  // namespace lp::cli
