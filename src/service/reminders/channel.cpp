#include "service/reminders/channel.h"

#include "io/error.h"
#include "service/reminders/preferences.h"

namespace lp::service {

Status MailChannel::deliver(const store::OutboxMessage& message, const store::Account& to, Timestamp now) {
  if (to.email.empty()) return io::fail(Errc::not_found, "account " + to.login + " has no mail address", "账号 " + to.login + " 没有邮箱地址");
  io::Mail mail;
  mail.to = to.email;
  mail.subject = to.zh ? message.title.zh : message.title.en;
  mail.body = to.zh ? message.body.zh : message.body.en;
  if (!message.link.empty()) mail.body += "\n\n" + base_url_ + message.link;
  mail.body += "\n";
  mail.id = "outbox-" + std::to_string(message.id);
  mail.date = now;
  return io::send_mail(server_, mail);
}

Status WebhookChannel::deliver(const store::OutboxMessage& message, const store::Account& to, Timestamp now) {
  const std::string url = NotifyPreferences::parse(to.preferences).webhook_url;
  if (url.empty()) return io::fail(Errc::not_found, "account " + to.login + " has no webhook address", "账号 " + to.login + " 没有填写回调地址");
  const json::object body{{"id", message.id},
                          {"topic", message.topic},
                          {"title", to.zh ? message.title.zh : message.title.en},
                          {"body", to.zh ? message.body.zh : message.body.en},
                          {"link", message.link},
                          {"to", to.login},
                          {"created_at", to_string(message.created_at)}};
  return io::post_webhook(url, to_text(body), now, options_);
}

}  // namespace lp::service
