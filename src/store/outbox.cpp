#include "store/outbox.h"

namespace lp::store {
namespace {

OutboxMessage read_message(const db::Row& row) {
  OutboxMessage m;
  m.id = row.integer(0);
  m.to = {row.integer(1)};
  m.channel = row.string(2);
  m.topic = row.string(3);
  m.dedupe = row.string(4);
  m.title = {row.string(5), row.string(6)};
  m.body = {row.string(7), row.string(8)};
  m.link = row.string(9);
  m.state = row.string(10);
  m.attempts = static_cast<int>(row.integer(11));
  m.created_at = Timestamp(row.integer(12));
  m.not_before = Timestamp(row.integer(13));
  m.done_at = Timestamp(row.integer(14));
  m.last_error = row.string(15);
  return m;
}

Result<std::vector<OutboxMessage>> read_messages(Context& ctx, const std::string& tail, const db::Params& params) {
  std::vector<OutboxMessage> out;
  LP_CHECK_OK(ctx.db.query("SELECT id, to_user, channel, topic, dedupe, title_zh, title_en, body_zh, body_en, link, state, "
                           "attempts, created_at, not_before, done_at, last_error FROM outbox " + tail, params, [&](const db::Row& row) {
    out.push_back(read_message(row));
    return true;
  }));
  return out;
}

Result<std::vector<OutboxMessage>> read_page(Context& ctx, const std::string& where, db::Params params, std::int64_t offset,
                                             int limit, std::int64_t* total) {
  if (total != nullptr) {
    LP_TRY(*total, db::query_integer(ctx.db, "SELECT count(*) FROM outbox WHERE " + where, params));
  }
  params.push_back({"limit", limit});
  params.push_back({"offset", offset});
  return read_messages(ctx, "WHERE " + where + " ORDER BY id DESC LIMIT :limit OFFSET :offset", params);
}

}  // namespace

Status enqueue_message(Context& ctx, const OutboxMessage& m) {
  LP_TRY(const std::int64_t id, next_in_sequence(ctx, "outbox"));
  const Timestamp now = ctx.clock.now();
  const Timestamp created = m.created_at == Timestamp() ? now : m.created_at;
  return ctx.db.exec("INSERT INTO outbox(id, to_user, channel, topic, dedupe, title_zh, title_en, body_zh, body_en, link, state, "
                     "attempts, created_at, not_before, done_at, last_error) VALUES(:id, :to, :channel, :topic, :dedupe, :title_zh, "
                     ":title_en, :body_zh, :body_en, :link, :state, :attempts, :created, :not_before, :done, :error) "
                     "ON CONFLICT(to_user, channel, dedupe) DO NOTHING",
                     {{"id", id}, {"to", m.to.value}, {"channel", m.channel}, {"topic", m.topic},
                      {"dedupe", m.dedupe.empty() ? "#" + std::to_string(id) : m.dedupe}, {"title_zh", m.title.zh},
                      {"title_en", m.title.en}, {"body_zh", m.body.zh}, {"body_en", m.body.en}, {"link", m.link},
                      {"state", m.state.empty() ? "queued" : m.state}, {"attempts", m.attempts}, {"created", created.micros()},
                      {"not_before", m.not_before.micros()}, {"done", m.done_at.micros()}, {"error", m.last_error}});
}

Status set_message_state(Context& ctx, std::int64_t id, std::string_view state, int attempts, Timestamp not_before, std::string_view error) {
  const bool done = state == "sent" || state == "failed" || state == "read";
  LP_CHECK_OK(ctx.db.exec("UPDATE outbox SET state = :state, attempts = :attempts, not_before = :not_before, last_error = :error, "
                          "done_at = :done WHERE id = :id",
                          {{"state", state}, {"attempts", attempts}, {"not_before", not_before.micros()}, {"error", error},
                           {"done", done ? ctx.clock.now().micros() : 0}, {"id", id}}));
  if (ctx.db.changed_rows() == 1) return {};
  return make_error(Errc::not_found, "no message with id " + std::to_string(id));
}

Result<std::vector<OutboxMessage>> read_inbox(Context& ctx, UserId user, bool unread_only, std::int64_t offset, int limit, std::int64_t* total) {
  return read_page(ctx, std::string("to_user = :user AND channel = 'in_app'") + (unread_only ? " AND state <> 'read'" : ""),
                   {{"user", user.value}}, offset, limit, total);
}

Result<std::vector<OutboxMessage>> read_due_messages(Context& ctx, Timestamp now, int limit) {
  return read_messages(ctx, "WHERE state = 'queued' AND not_before <= :now ORDER BY not_before, id LIMIT :limit",
                       {{"now", now.micros()}, {"limit", limit}});
}

Result<std::vector<OutboxMessage>> read_outbox(Context& ctx, std::string_view state, std::int64_t offset, int limit, std::int64_t* total) {
  if (state.empty()) return read_page(ctx, "1=1", {}, offset, limit, total);
  return read_page(ctx, "state = :state", {{"state", state}}, offset, limit, total);
}

}  // namespace lp::store
