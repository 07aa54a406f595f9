#pragma once
// Whom alerts are forwarded to. One alert a call; an error says whether trying again helps.

#include <memory>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "base/time.h"
#include "io/syslog_sender.h"
#include "io/webhook.h"

namespace lp::service {

class AlertTarget {
 public:
  virtual ~AlertTarget() = default;
  // For people: without what may be a secret in an address.
  virtual std::string shown() const = 0;
  // The same for the same receiver in every run.
  virtual std::string key() const = 0;
  // `line` is the alert as it was written. too_large: this one is refused, others may pass; anything else: try again later.
  virtual Status send(const json::object& alert, std::string_view line) = 0;
};

// The alert is the body, signed. `clock` outlives the target.
std::unique_ptr<AlertTarget> make_webhook_target(std::string url, io::WebhookOptions options, const Clock& clock);
// RFC 5424, the alert as JSON is the message. A datagram that would be too long goes without evidence and notes.
std::unique_ptr<AlertTarget> make_syslog_target(io::SyslogTarget target, io::SyslogSenderOptions options, std::string host);

}  // namespace lp::service
