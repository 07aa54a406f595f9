#include "store/tx.h"

#include "store/journal.h"
#include "store/ledger.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/records.h"

namespace lp::store {

using model::Viewer;

Result<model::Record> Tx::get(const Viewer& v, std::string_view kind, RecordId id) { return get_record(ctx_, v, kind, id); }
Result<RecordPage> Tx::list(const Viewer& v, const RecordQuery& q) { return list_records(ctx_, v, q); }
Status Tx::each(const Viewer& v, const RecordQuery& q, const RowFn& fn) { return each_record(ctx_, v, q, fn); }
Status Tx::each_row(const Viewer& v, const RecordQuery& q, const std::vector<std::string>& columns, const CellsFn& fn) {
  return each_cells(ctx_, v, q, columns, fn);
}
Result<std::int64_t> Tx::count(const Viewer& v, const RecordQuery& q) { return count_records(ctx_, v, q); }
Result<std::vector<GroupCount>> Tx::count_by(const Viewer& v, const RecordQuery& q, const std::vector<std::string>& fields) {
  return count_records_by(ctx_, v, q, fields);
}
Result<std::vector<SearchHit>> Tx::search(const Viewer& v, std::string_view text, int limit) { return search_records(ctx_, v, text, limit); }
Result<std::vector<model::HistoryEntry>> Tx::history(const Viewer& v, std::string_view kind, RecordId id) {
  return record_history(ctx_, v, kind, id);
}
Result<json::value> Tx::form_of(std::string_view kind, int version) { return archived_form(ctx_, kind, version); }

Result<DutyPage> Tx::duties(const Viewer& v, const DutyFilter& f) { return list_duties(ctx_, v, f); }
Status Tx::each_duty(const Viewer& v, const DutyFilter& f, const std::function<bool(const model::Duty&)>& fn) {
  return stream_duties(ctx_, v, f, fn);
}
Status Tx::each_duty_row(const Viewer& v, const DutyScope& scope, const DutyRowFn& fn) { return stream_duty_rows(ctx_, v, scope, fn); }
Status Tx::each_change(const Viewer& v, std::int64_t after, const ChangeFn& fn) { return stream_changes(ctx_, v, after, fn); }
Result<std::int64_t> Tx::last_journal_entry() { return db::query_integer(ctx_.db, "SELECT max(seq) FROM journal"); }
Result<model::Duty> Tx::duty(const Viewer& v, std::string_view no) { return find_duty(ctx_, v, no); }
Result<json::array> Tx::duty_history(const Viewer& v, DutyId id) { return read_duty_history(ctx_, v, id); }
Result<BoardPage> Tx::board(const Viewer& v, const DutyFilter& f) { return read_board(ctx_, v, f); }
Result<std::vector<std::array<std::int64_t, 8>>> Tx::count_duties(const Viewer& v, const DutyFilter& f) { return count_duty_rows(ctx_, v, f); }
Result<std::vector<Snapshot>> Tx::snapshots(const Viewer& v, std::string_view plan) { return list_snapshots(ctx_, v, plan); }
Result<DutyPage> Tx::snapshot_duties(const Viewer& v, std::int64_t snapshot, const DutyFilter& f) {
  return list_snapshot_duties(ctx_, v, snapshot, f);
}

Result<std::vector<JournalEntry>> Tx::journal(const Viewer& v, std::int64_t before_seq, int limit) {
  return read_journal(ctx_, v, before_seq, limit);
}
Result<std::vector<JournalEntry>> Tx::readers_of(const Viewer& v, std::string_view kind, RecordId id, int limit) {
  return read_readers(ctx_, v, kind, id, limit);
}

Result<Account> Tx::account(UserId id) { return find_account(ctx_, "WHERE id = :id", {{"id", id.value}}); }
Result<Account> Tx::account_by_login(std::string_view login) { return find_account(ctx_, "WHERE login = :login", {{"login", login}}); }
Result<std::vector<Account>> Tx::accounts(OrgId org) { return list_accounts(ctx_, org); }
Result<Session> Tx::session(std::string_view token_hash) { return find_session(ctx_, token_hash); }

Result<std::vector<OutboxMessage>> Tx::inbox(UserId user, bool unread_only, std::int64_t offset, int limit, std::int64_t* total) {
  return read_inbox(ctx_, user, unread_only, offset, limit, total);
}
Result<std::vector<OutboxMessage>> Tx::outbox_due(Timestamp now, int limit) { return read_due_messages(ctx_, now, limit); }
Result<std::vector<OutboxMessage>> Tx::outbox(std::string_view state, std::int64_t offset, int limit, std::int64_t* total) {
  return read_outbox(ctx_, state, offset, limit, total);
}
Result<json::value> Tx::document(std::string_view collection, std::string_view key) { return read_document(ctx_, collection, key); }
Result<std::vector<std::pair<std::string, json::value>>> Tx::documents(std::string_view collection) {
  return read_documents(ctx_, collection);
}

Result<model::Record> Tx::insert(const Viewer& v, model::Record r, std::string_view action, std::string_view reason) {
  return insert_record(ctx_, v, std::move(r), action, reason);
}
Result<model::Record> Tx::update(const Viewer& v, model::Record r, std::int64_t expected_version, std::string_view action,
                                 std::string_view reason) {
  return update_record(ctx_, v, std::move(r), expected_version, action, reason);
}
Status Tx::put_duties(std::span<model::Duty> changed) { return put_duty_rows(ctx_, changed); }
Status Tx::remove_duties(std::span<const DutyId> gone, std::string_view reason) { return remove_duty_rows(ctx_, gone, reason); }
Result<Snapshot> Tx::take_snapshot(const Viewer& v, std::string_view plan, std::string_view title) {
  return freeze_snapshot(ctx_, v, plan, title);
}
Status Tx::append_journal(JournalEntry entry) { return append_entry(ctx_, entry); }
Result<UserId> Tx::put_account(const Account& a) { return put_account_row(ctx_, a); }
Status Tx::put_session(const Session& s) { return put_session_row(ctx_, s); }
Status Tx::delete_session(std::string_view token_hash) {
  return ctx_.db.exec("DELETE FROM session WHERE token_hash = :hash", {{"hash", token_hash}});
}
Status Tx::delete_sessions_of(UserId user) { return ctx_.db.exec("DELETE FROM session WHERE user_id = :user", {{"user", user.value}}); }
Status Tx::delete_expired_sessions(Timestamp now) {
  return ctx_.db.exec("DELETE FROM session WHERE expires_at <= :now", {{"now", now.micros()}});
}
Status Tx::enqueue(const OutboxMessage& m) { return enqueue_message(ctx_, m); }
Status Tx::set_outbox_state(std::int64_t id, std::string_view state, int attempts, Timestamp not_before, std::string_view error) {
  return set_message_state(ctx_, id, state, attempts, not_before, error);
}
Status Tx::put_document(std::string_view collection, std::string_view key, const json::value& body) {
  return put_document_row(ctx_, collection, key, body);
}
Status Tx::delete_document(std::string_view collection, std::string_view key) {
  return ctx_.db.exec("DELETE FROM document WHERE collection = :collection AND name = :name", {{"collection", collection}, {"name", key}});
}

}  // namespace lp::store
