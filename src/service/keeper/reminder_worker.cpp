#include "service/keeper/reminder_worker.h"

#include <malloc.h>

#include <chrono>

#include "base/hash.h"
#include "service/reminders/planner.h"

namespace lp::service {
namespace {

constexpr auto pause = std::chrono::seconds(5);
constexpr std::string_view settings = "settings";
constexpr std::string_view secret_key = "webhook_secret";
constexpr std::string_view planned_key = "reminders_planned";

// Planning reads every open duty: a program that starts again the same day need not.
Result<bool> is_planned(store::Store& store, Date day) {
  bool planned = false;
  LP_CHECK_OK(store.read([&](store::ReadTx& tx) -> Status {
    const auto kept = tx.document(settings, planned_key);
    if (!kept && kept.error().code != Errc::not_found) return kept.error();
    planned = kept && kept->is_string() && kept->get_string() == to_string(day);
    return {};
  }));
  return planned;
}

Status plan_day(store::Store& store, Date day) {
  LP_TRY(const bool planned, is_planned(store, day));
  if (planned) return {};
  LP_CHECK_OK(plan_reminders(store, day));
  malloc_trim(0);   // the duties of a whole day are not kept by an idle server
  return store.write([&](store::WriteTx& tx) { return tx.put_document(settings, planned_key, json::string(to_string(day))); });
}

}  // namespace

ReminderWorker::ReminderWorker(store::Store& store, Delivery::Channels channels, OnTrouble on_trouble)
    : store_(store),
      outbox_(store),
      delivery_(outbox_, store.clock(), std::move(channels)),
      on_trouble_(std::move(on_trouble)),
      worker_([this] { work(); }) {}

ReminderWorker::~ReminderWorker() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  worker_.join();
}

// Planning again is harmless (dedupe keys), so a day is marked planned only when it succeeded.
void ReminderWorker::round() {
  const Date today = store_.clock().today();
  if (today != planned_) {
    if (const auto planned = plan_day(store_, today)) {
      planned_ = today;
    } else {
      on_trouble_(planned.error());
    }
  }
  if (const auto delivered = delivery_.run_once(); !delivered) on_trouble_(delivered.error());
}

void ReminderWorker::work() {
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, pause, [this] { return stop_; })) {
    lock.unlock();
    try {
      round();
    } catch (const std::exception& bug) {  // a job's edge: the worker must live
      on_trouble_(make_error(Errc::internal, bug.what()));
    }
    lock.lock();
  }
}

Result<std::string> webhook_secret(store::Store& store) {
  std::string secret;
  LP_CHECK_OK(store.write([&](store::WriteTx& tx) -> Status {
    const auto kept = tx.document(settings, secret_key);
    if (kept && kept->is_string()) {
      secret = std::string(kept->get_string());
      return ok_status();
    }
    if (!kept && kept.error().code != Errc::not_found) return kept.error();
    secret = random_token();
    return tx.put_document(settings, secret_key, json::string(secret));
  }));
  return secret;
}

}  // namespace lp::service
