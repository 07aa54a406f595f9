#pragma once
// ReadTx and WriteTx over one connection: each method hands on to the file that does it.

#include "store/context.h"

namespace lp::store {

class Tx final : public WriteTx {
 public:
  explicit Tx(Context& ctx) : ctx_(ctx) {}

  Result<model::Record> get(const model::Viewer&, std::string_view kind, RecordId) override;
  Result<RecordPage> list(const model::Viewer&, const RecordQuery&) override;
  Status each(const model::Viewer&, const RecordQuery&, const RowFn&) override;
  Status each_row(const model::Viewer&, const RecordQuery&, const std::vector<std::string>& columns, const CellsFn&) override;
  Result<std::int64_t> count(const model::Viewer&, const RecordQuery&) override;
  Result<std::vector<GroupCount>> count_by(const model::Viewer&, const RecordQuery&, const std::vector<std::string>& fields) override;
  Result<std::vector<SearchHit>> search(const model::Viewer&, std::string_view text, int limit) override;
  Result<std::vector<model::HistoryEntry>> history(const model::Viewer&, std::string_view kind, RecordId) override;
  Result<json::value> form_of(std::string_view kind, int version) override;

  Result<DutyPage> duties(const model::Viewer&, const DutyFilter&) override;
  Status each_duty(const model::Viewer&, const DutyFilter&, const std::function<bool(const model::Duty&)>&) override;
  Status each_duty_row(const model::Viewer&, const DutyScope&, const DutyRowFn&) override;
  Status each_change(const model::Viewer&, std::int64_t after, const ChangeFn&) override;
  Result<std::int64_t> last_journal_entry() override;
  Result<model::Duty> duty(const model::Viewer&, std::string_view no) override;
  Result<json::array> duty_history(const model::Viewer&, DutyId) override;
  Result<BoardPage> board(const model::Viewer&, const DutyFilter&) override;
  Result<std::vector<std::array<std::int64_t, 8>>> count_duties(const model::Viewer&, const DutyFilter&) override;
  Result<std::vector<Snapshot>> snapshots(const model::Viewer&, std::string_view plan) override;
  Result<DutyPage> snapshot_duties(const model::Viewer&, std::int64_t snapshot, const DutyFilter&) override;

  Result<std::vector<JournalEntry>> journal(const model::Viewer&, std::int64_t before_seq, int limit) override;
  Result<std::vector<JournalEntry>> readers_of(const model::Viewer&, std::string_view kind, RecordId, int limit) override;

  Result<Account> account(UserId) override;
  Result<Account> account_by_login(std::string_view login) override;
  Result<std::vector<Account>> accounts(OrgId org_or_none) override;
  Result<Session> session(std::string_view token_hash) override;

  Result<std::vector<OutboxMessage>> inbox(UserId, bool unread_only, std::int64_t offset, int limit, std::int64_t* total) override;
  Result<std::vector<OutboxMessage>> outbox_due(Timestamp now, int limit) override;
  Result<std::vector<OutboxMessage>> outbox(std::string_view state, std::int64_t offset, int limit, std::int64_t* total) override;
  Result<json::value> document(std::string_view collection, std::string_view key) override;
  Result<std::vector<std::pair<std::string, json::value>>> documents(std::string_view collection) override;

  Result<model::Record> insert(const model::Viewer&, model::Record, std::string_view action, std::string_view reason) override;
  Result<model::Record> update(const model::Viewer&, model::Record, std::int64_t expected_version, std::string_view action,
                               std::string_view reason) override;
  Status put_duties(std::span<model::Duty> changed) override;
  Status remove_duties(std::span<const DutyId> gone, std::string_view reason) override;
  Result<Snapshot> take_snapshot(const model::Viewer&, std::string_view plan, std::string_view title) override;
  Status append_journal(JournalEntry) override;
  Result<UserId> put_account(const Account&) override;
  Status put_session(const Session&) override;
  Status delete_session(std::string_view token_hash) override;
  Status delete_sessions_of(UserId) override;
  Status delete_expired_sessions(Timestamp now) override;
  Status enqueue(const OutboxMessage&) override;
  Status set_outbox_state(std::int64_t id, std::string_view state, int attempts, Timestamp not_before, std::string_view error) override;
  Status put_document(std::string_view collection, std::string_view key, const json::value&) override;
  Status delete_document(std::string_view collection, std::string_view key) override;

 private:
  Context& ctx_;
};

}  // namespace lp::store
