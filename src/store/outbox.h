#pragma once
// Messages written in the transaction that causes them, delivered afterwards by service.

#include "store/context.h"

namespace lp::store {

Status enqueue_message(Context& ctx, const OutboxMessage& m);
Status set_message_state(Context& ctx, std::int64_t id, std::string_view state, int attempts, Timestamp not_before, std::string_view error);
Result<std::vector<OutboxMessage>> read_inbox(Context& ctx, UserId user, bool unread_only, std::int64_t offset, int limit, std::int64_t* total);
Result<std::vector<OutboxMessage>> read_due_messages(Context& ctx, Timestamp now, int limit);
Result<std::vector<OutboxMessage>> read_outbox(Context& ctx, std::string_view state, std::int64_t offset, int limit, std::int64_t* total);

}  // namespace lp::store
