#pragma once
// Ways a message reaches a person.

#include "io/mail.h"
#include "io/webhook.h"
#include "store/store.h"

namespace lp::service {

class Channel {
 public:
  virtual ~Channel() = default;
  // Called from one thread. unavailable and timeout are tried again; denied, invalid and
  // unsupported are final.
  virtual Status deliver(const store::OutboxMessage& message, const store::Account& to, Timestamp now) = 0;
};

class MailChannel final : public Channel {
 public:
  MailChannel(io::MailServer server, std::string base_url) : server_(std::move(server)), base_url_(std::move(base_url)) {}
  Status deliver(const store::OutboxMessage& message, const store::Account& to, Timestamp now) override;

 private:
  io::MailServer server_;
  std::string base_url_;  // "https://longpan.example" before the message's link
};

// Body: {"id","topic","title","body","link","to","created_at"}. The secret is the instance's.
class WebhookChannel final : public Channel {
 public:
  explicit WebhookChannel(io::WebhookOptions options) : options_(std::move(options)) {}
  Status deliver(const store::OutboxMessage& message, const store::Account& to, Timestamp now) override;

 private:
  io::WebhookOptions options_;
};

}  // namespace lp::service
