#include "service/alerts/alert_targets.h"

#include <array>

#include "base/hash.h"
#include "detect/alert.h"

namespace lp::service {
namespace {

class WebhookTarget final : public AlertTarget {
 public:
  WebhookTarget(std::string url, io::WebhookOptions options, const Clock& clock) : url_(std::move(url)), options_(std::move(options)), clock_(clock) {}
  std::string shown() const override {
    const std::size_t scheme = url_.find("://");
    return url_.substr(0, url_.find_first_of("/?#", scheme == url_.npos ? 0 : scheme + 3));
  }
  std::string key() const override { return "webhook:" + to_hex(sm3(url_)).substr(0, 32); }
  Status send(const json::object&, std::string_view line) override { return io::post_webhook(url_, line, clock_.now(), options_); }

 private:
  std::string url_;
  io::WebhookOptions options_;
  const Clock& clock_;
};

class SyslogTargetOfAlerts final : public AlertTarget {
 public:
  SyslogTargetOfAlerts(io::SyslogTarget target, io::SyslogSenderOptions options, std::string host)
      : target_(target), sender_(std::move(target), std::move(options)), host_(std::move(host)) {}
  std::string shown() const override {
    static constexpr std::array<std::string_view, 3> names{"udp", "tcp", "tls"};
    return "syslog " + std::string(names[static_cast<std::size_t>(target_.transport)]) + "://" + target_.host + ":" + std::to_string(target_.port);
  }
  std::string key() const override { return shown(); }
  Status send(const json::object& alert, std::string_view line) override {
    const std::string time = get_string(alert, "last"), id = get_string(alert, "id");
    const int severity = severity_of(get_string(alert, "severity"));
    const auto message = [&](std::string_view text) { return io::syslog_message(severity, time, host_, id, text); };
    std::string whole = message(line);
    if (target_.transport == io::SyslogTarget::Transport::udp && whole.size() > io::SyslogSender::longest_datagram) {
      json::object shorter = alert;
      shorter.erase("evidence");
      shorter.erase("notes");
      shorter["shortened"] = true;
      whole = message(to_text(shorter));
    }
    return sender_.send(whole);
  }

 private:
  // Of RFC 5424: critical 2, error 3, warning 4, notice 5, informational 6.
  static int severity_of(std::string_view word) {
    return 6 - static_cast<int>(detect::parse_severity(word));
  }

  io::SyslogTarget target_;
  io::SyslogSender sender_;
  std::string host_;
};

}  // namespace

std::unique_ptr<AlertTarget> make_webhook_target(std::string url, io::WebhookOptions options, const Clock& clock) {
  return std::make_unique<WebhookTarget>(std::move(url), std::move(options), clock);
}
std::unique_ptr<AlertTarget> make_syslog_target(io::SyslogTarget target, io::SyslogSenderOptions options, std::string host) {
  return std::make_unique<SyslogTargetOfAlerts>(std::move(target), std::move(options), std::move(host));
}

}  // namespace lp::service
