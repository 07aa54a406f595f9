#include <algorithm>

#include "model/kind_json.h"
#include "service/personal/personal.h"

namespace lp::service {
namespace {

json::object present(const store::OutboxMessage& message) {
  json::object out{{"id", message.id}, {"at", message.created_at.micros()}, {"topic", message.topic}, {"path", message.link},
                   {"read", message.state == "read"}};
  out["title"] = model::to_json(message.title);
  out["text"] = model::to_json(message.body);
  return out;
}

}  // namespace

Result<json::object> inbox(store::Store& store, UserId user, bool unread_only, std::int64_t offset, int limit) {
  json::object out;
  LP_CHECK_OK(store.read([&](store::ReadTx& tx) -> Status {
    std::int64_t total = 0, unread = 0;
    LP_TRY(const auto messages, tx.inbox(user, unread_only, offset, limit, &total));
    LP_TRY([[maybe_unused]] const auto newest_unread, tx.inbox(user, true, 0, 1, &unread));
    json::array rows;
    for (const store::OutboxMessage& message : messages) rows.push_back(present(message));
    out["rows"] = std::move(rows);
    out["total"] = total;
    out["unread"] = unread;
    return ok_status();
  }));
  return out;
}

Status mark_read(store::Store& store, UserId user, const std::vector<std::int64_t>& ids) {
  constexpr int batch = 1000;
  return store.write([&](store::WriteTx& tx) -> Status {
    std::int64_t total = 0;
    LP_TRY(const auto unread, tx.inbox(user, true, 0, batch, &total));
    for (const store::OutboxMessage& message : unread) {
      const bool wanted = ids.empty() || std::find(ids.begin(), ids.end(), message.id) != ids.end();
      if (wanted) LP_CHECK_OK(tx.set_outbox_state(message.id, "read", message.attempts, message.not_before, ""));
    }
    return ok_status();
  });
}

}  // namespace lp::service
