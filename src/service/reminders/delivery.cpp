#include "service/reminders/delivery.h"

#include <algorithm>

#include "base/text.h"
#include "service/reminders/preferences.h"

namespace lp::service {
namespace {

bool passes(Errc code) { return code == Errc::unavailable || code == Errc::timeout || code == Errc::io || code == Errc::too_many; }

}  // namespace

Result<std::vector<store::OutboxMessage>> StoreOutbox::due(Timestamp now, int limit) {
  std::vector<store::OutboxMessage> out;
  LP_CHECK_OK(store_.read([&](store::ReadTx& tx) -> Status {
    LP_TRY(out, tx.outbox_due(now, limit));
    return ok_status();
  }));
  return out;
}

Result<store::Account> StoreOutbox::account(UserId id) {
  store::Account out;
  LP_CHECK_OK(store_.read([&](store::ReadTx& tx) -> Status {
    LP_TRY(out, tx.account(id));
    return ok_status();
  }));
  return out;
}

Status StoreOutbox::set_state(std::int64_t id, std::string_view state, int attempts, Timestamp not_before, std::string_view error) {
  return store_.write([&](store::WriteTx& tx) { return tx.set_outbox_state(id, state, attempts, not_before, error); });
}

Result<DeliveryReport> Delivery::run_once(int limit) {
  DeliveryReport report;
  LP_TRY(const auto messages, outbox_.due(clock_.now(), limit));
  for (const store::OutboxMessage& m : messages) LP_CHECK_OK(handle(m, report));
  return report;
}

Status Delivery::handle(const store::OutboxMessage& message, DeliveryReport& report) {
  const Timestamp now = clock_.now();
  const auto hold = [&](std::string_view why) {
    ++report.held;
    return outbox_.set_state(message.id, "held", message.attempts, now, why);
  };
  const auto to = outbox_.account(message.to);
  if (!to && to.error().code != Errc::not_found) return to.error();
  if (!to) return hold("the account no longer exists");
  if (to->disabled) return hold("the account is disabled");
  if (message.channel == "in_app") {
    ++report.sent;
    return outbox_.set_state(message.id, "sent", message.attempts, now, "");
  }
  const Timestamp earliest = NotifyPreferences::parse(to->preferences).earliest(now);
  if (earliest > now) {
    ++report.postponed;
    return outbox_.set_state(message.id, "queued", message.attempts, earliest, message.last_error);
  }
  const auto channel = channels_.find(message.channel);
  if (channel == channels_.end()) return hold("the channel " + message.channel + " is not set up");
  const Status delivered = channel->second->deliver(message, *to, now);
  if (!delivered && delivered.error().code == Errc::not_found) return hold(delivered.error().message);
  if (!delivered) return after_failure(message, delivered.error(), report);
  ++report.sent;
  return outbox_.set_state(message.id, "sent", message.attempts + 1, now, "");
}

Status Delivery::after_failure(const store::OutboxMessage& message, const Error& error, DeliveryReport& report) {
  const int attempts = message.attempts + 1;
  const std::string why = truncate(error.message, 500);
  if (!passes(error.code) || attempts >= max_attempts) {
    ++report.failed;
    return outbox_.set_state(message.id, "failed", attempts, clock_.now(), why);
  }
  ++report.retried;
  return outbox_.set_state(message.id, "queued", attempts, clock_.now().plus_seconds(backoff_seconds(attempts)), why);
}

std::int64_t Delivery::backoff_seconds(int attempts) {
  const std::int64_t base = std::min<std::int64_t>(60LL << std::min(attempts - 1, 20), 6 * 3600);
  std::uniform_int_distribution<std::int64_t> jitter(-base / 4, base / 4);  // so that a thousand do not come back at once
  return std::min<std::int64_t>(base + jitter(random_), 6 * 3600);
}

}  // namespace lp::service
