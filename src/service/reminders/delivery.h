#pragma once
// Takes due messages out of the outbox and delivers them.
//
// queued → sent; a passing failure waits 1, 2, 4 … minutes (± a quarter, at most 6 h) and is
// tried up to 10 times → failed; a final failure → failed at once; nobody to send to (account
// disabled, channel not set up, no address) → held, with the reason. in_app is sent at once:
// the inbox reads it. At least once: a crash between delivery and note sends again, with the
// same Message-ID or id.
//
// One thread runs it. The quiet hours are looked at again here, since they may have changed.

#include <functional>
#include <map>
#include <memory>
#include <random>

#include "service/reminders/channel.h"

namespace lp::service {

// The outbox as delivery sees it: store, or a list in a test.
class OutboxPort {
 public:
  virtual ~OutboxPort() = default;
  virtual Result<std::vector<store::OutboxMessage>> due(Timestamp now, int limit) = 0;
  virtual Result<store::Account> account(UserId id) = 0;
  virtual Status set_state(std::int64_t id, std::string_view state, int attempts, Timestamp not_before, std::string_view error) = 0;
};

class StoreOutbox final : public OutboxPort {
 public:
  explicit StoreOutbox(store::Store& store) : store_(store) {}
  Result<std::vector<store::OutboxMessage>> due(Timestamp now, int limit) override;
  Result<store::Account> account(UserId id) override;
  Status set_state(std::int64_t id, std::string_view state, int attempts, Timestamp not_before, std::string_view error) override;

 private:
  store::Store& store_;
};

struct DeliveryReport {
  int sent = 0, retried = 0, failed = 0, held = 0, postponed = 0;
};

class Delivery {
 public:
  using Channels = std::map<std::string, std::unique_ptr<Channel>, std::less<>>;  // "mail", "webhook"
  static constexpr int max_attempts = 10;

  // All must outlive it. `seed` of the jitter.
  Delivery(OutboxPort& outbox, const Clock& clock, Channels channels, std::uint32_t seed = std::random_device{}())
      : outbox_(outbox), clock_(clock), channels_(std::move(channels)), random_(seed) {}
  // Up to `limit` due messages. An error is the outbox's, never a channel's.
  Result<DeliveryReport> run_once(int limit = 100);

 private:
  Status handle(const store::OutboxMessage& message, DeliveryReport& report);
  Status after_failure(const store::OutboxMessage& message, const Error& error, DeliveryReport& report);
  std::int64_t backoff_seconds(int attempts);

  OutboxPort& outbox_;
  const Clock& clock_;
  Channels channels_;
  std::minstd_rand random_;
};

}  // namespace lp::service
