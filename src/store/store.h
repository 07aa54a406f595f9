#pragma once
// What is kept: records with history, files, the journal, the ledger, accounts, the outbox.
//
// Guarantees. A write whose Result came back without error is on disk (synchronous=FULL) and
// in the journal, in one transaction; kill -9 at any moment loses none. Writers are grouped:
// many write() calls share one commit. Readers see a consistent snapshot for the life of
// their ReadTx. Two processes may open the same folder; the second writer waits.
// Not guaranteed: files (Blobs) without a record that names them may be collected.
//
// Threads: Store and its methods are thread-safe. ReadTx and WriteTx belong to one thread and
// do not outlive the call that made them.
//
// SQL stays inside this module; nothing here is SQLite-only (PostgreSQL is a second driver
// under the same conformance tests).

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "model/catalogue.h"
#include "model/duty.h"
#include "model/record.h"
#include "model/viewer.h"

namespace lp::store {

struct StoreOptions {
  std::filesystem::path folder;     // holds longpan.db, files/, backups/
  bool read_only = false;
  int readers = 4;                  // pooled read connections
};

struct Sort {
  std::string field;                // kind field or system field
  bool descending = false;
};

struct RecordQuery {
  std::string kind;
  model::Predicate where;
  std::string search;               // full text, ≥ 2 characters, Chinese substring; empty = none
  std::vector<Sort> order;          // ties broken by id
  std::int64_t offset = 0;
  int limit = 50;                   // for list(); each() ignores offset and limit < 0 means all
  bool count = true;                // exact total; false leaves it −1
  Date today;                       // for `today` in predicates; default-constructed = the store's clock
};
struct RecordPage {
  std::vector<model::Record> rows;
  std::int64_t total = -1;
};
struct GroupCount {
  std::vector<json::value> key;     // one value per group field
  std::int64_t count = 0;
};
struct SearchHit {
  std::string kind;
  RecordId id;
  std::string no, label;
  OrgId org;
};

struct FileInfo {
  std::string hash;                 // lower-case hex SHA-256; the address
  std::string name;
  std::string type;
  std::int64_t size = 0;
};

struct Account {
  UserId id;
  std::string login, name, email, phone;
  model::Role role = model::Role::enterprise_leader;
  OrgId org;
  std::vector<std::string> regions, sectors;
  std::vector<OrgId> assigned;
  std::string password_hash;        // argon2id string; never leaves service
  bool disabled = false;
  bool must_change_password = false;
  bool zh = true;
  int failed = 0;
  Timestamp locked_until, last_login, created_at;
  json::object preferences;         // channels, quiet hours, digest, saved views
};
struct Session {
  std::string token_hash;           // hex SHA-256 of the cookie's token; the token itself is never stored
  UserId user;
  std::string csrf;
  Timestamp created_at, last_seen, expires_at;
};

struct JournalEntry {
  std::int64_t seq = 0;
  Timestamp at;
  UserId user;
  std::string who;                  // name at that time
  std::string action;               // record.create, record.read, session.open, ledger.waive …
  std::string kind;
  RecordId record;
  OrgId org;                        // whose data
  json::object detail;              // no secret, no personal datum
  std::string hash;                 // hex SM3 over the previous hash and the canonical entry
};
struct VerifyReport {
  std::int64_t entries = 0;
  bool intact = false;
  std::int64_t first_bad_seq = 0;   // when not intact
  std::string problem;
  std::string head;                 // hash of the last entry
  std::int64_t files = 0;           // files named by records and proven
  std::int64_t files_unchecked = 0; // named, but there is no folder files/ beside the database
};

struct OutboxMessage {
  std::int64_t id = 0;
  UserId to;
  std::string channel;              // in_app, mail, webhook
  std::string topic;                // duty.due_soon, duty.overdue, record.returned …
  std::string dedupe;               // at most one message per (to, channel, dedupe)
  LocalText title, body;
  std::string link;                 // path inside the web app
  std::string state;                // queued, sent, failed, read, held
  int attempts = 0;
  Timestamp created_at, not_before, done_at;
  std::string last_error;
};

struct DutyFilter {
  std::string plan;
  OrgId org;                        // 0 = all within the wall
  std::vector<OrgId> orgs;
  std::vector<int> tasks;
  std::vector<std::string> obligations;
  std::vector<model::DutyState> states;
  std::vector<std::string> regions, types;   // of the organisation
  std::int32_t due_from = model::Duty::no_date, due_to = model::Duty::no_date;
  RecordId object;                  // duties this record is about, or has met; with `org` it is found directly
  std::string search;               // organisation name
  std::string text;                 // organisation name, or the duty's title or number
  std::string order = "due";        // due, org, task, state, no; "-due" descends; urgent (ledger_order.h)
  std::int64_t offset = 0;
  int limit = 50;
};
struct DutyPage {
  std::vector<model::Duty> rows;
  std::int64_t total = 0;
};
// One row of the regulator's board.
struct BoardRow {
  OrgId org;
  std::string name, type, region;
  // counts[task][state]; task 0..13, states in DutyState order
  std::vector<std::array<std::int32_t, 8>> counts;
};
struct BoardPage {
  std::vector<BoardRow> rows;
  std::int64_t total = 0;           // organisations
  std::vector<std::array<std::int64_t, 8>> totals;  // over all organisations of the filter
  std::map<std::string, std::array<std::int64_t, 8>> by_region;   // the same, by the organisation's region
};
struct Snapshot {
  std::int64_t id = 0;
  std::string plan, title;
  Timestamp at;
  UserId by;
  std::int64_t duties = 0;          // of the whole plan; -1 for viewers who see only a part of it
  std::string hash;                 // SM3 over its canonical rows
};

using RowFn = std::function<bool(const model::Record&)>;  // false stops

// A few columns of one record, for streams of millions (the ledger): no JSON is parsed, nothing
// allocated. Indexes are those of the `columns` asked for. Valid until the callback returns.
class RowView {
 public:
  virtual ~RowView() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;     // booleans 0/1, ids, timestamps in µs
  virtual double decimal(int column) const = 0;
  virtual std::string_view text(int column) const = 0;    // dates "YYYY-MM-DD"; list-valued: JSON text
};
using CellsFn = std::function<bool(const RowView&)>;      // false stops
// A duty without its texts.
struct DutyRow {
  DutyId id;
  OrgId org;
  RecordId object, proof;
  std::int32_t cycle = 0, due = model::Duty::no_date, met_on = model::Duty::no_date;
  model::DutyState state = model::DutyState::not_due;
};
using DutyRowFn = std::function<bool(std::string_view obligation, const DutyRow&)>;
// Organisations by id, both ends included.
struct OrgRange {
  std::int64_t first = INT64_MIN, last = INT64_MAX;
  OrgRange() = default;
  OrgRange(std::int64_t from, std::int64_t to) : first(from), last(to) {}
  OrgRange(OrgId one) : first(one ? one.value : INT64_MIN), last(one ? one.value : INT64_MAX) {}  // {} = all
  bool all() const { return first == INT64_MIN && last == INT64_MAX; }
};
struct DutyScope {
  std::string_view plan;
  OrgRange orgs;
  std::vector<std::string> obligations;   // empty = all
  std::vector<std::int64_t> objects;      // empty = all
};

// A record somebody wrote.
struct Change { std::string kind; RecordId record; OrgId org; };
using ChangeFn = std::function<bool(std::int64_t seq, const Change&)>;   // false stops

// Reads inside one snapshot. Every record read passes model::wall(viewer, kind).
class ReadTx {
 public:
  virtual ~ReadTx() = default;
  // Records
  virtual Result<model::Record> get(const model::Viewer&, std::string_view kind, RecordId) = 0;  // not_found behind the wall
  virtual Result<RecordPage> list(const model::Viewer&, const RecordQuery&) = 0;
  virtual Status each(const model::Viewer&, const RecordQuery&, const RowFn&) = 0;   // streams, constant memory
  // `columns`: scalar fields and system fields (id no state version org_id created_at updated_at
  // state_since path). Any order (the storage's own is fastest; query.order is ignored). Scans
  // about a million rows a second: wide data must not sit between the columns.
  virtual Status each_row(const model::Viewer&, const RecordQuery&, const std::vector<std::string>& columns, const CellsFn&) = 0;
  virtual Result<std::int64_t> count(const model::Viewer&, const RecordQuery&) = 0;
  virtual Result<std::vector<GroupCount>> count_by(const model::Viewer&, const RecordQuery&, const std::vector<std::string>& fields) = 0;
  virtual Result<std::vector<SearchHit>> search(const model::Viewer&, std::string_view text, int limit) = 0;  // all kinds
  virtual Result<std::vector<model::HistoryEntry>> history(const model::Viewer&, std::string_view kind, RecordId) = 0;
  virtual Result<json::value> form_of(std::string_view kind, int version) = 0;       // archived kind definition
  // Ledger
  virtual Result<DutyPage> duties(const model::Viewer&, const DutyFilter&) = 0;
  virtual Status each_duty(const model::Viewer&, const DutyFilter&, const std::function<bool(const model::Duty&)>&) = 0;  // by obligation, org, object, cycle
  // By organisation, then obligation, object, cycle; two million rows a second. System viewer only.
  virtual Status each_duty_row(const model::Viewer&, const DutyScope&, const DutyRowFn&) = 0;
  // Every record written after journal entry `after`, in order; each as often as it was written. System viewer only.
  virtual Status each_change(const model::Viewer&, std::int64_t after, const ChangeFn&) = 0;
  virtual Result<std::int64_t> last_journal_entry() = 0;                             // 0 = none
  virtual Result<model::Duty> duty(const model::Viewer&, std::string_view no) = 0;
  virtual Result<json::array> duty_history(const model::Viewer&, DutyId) = 0;        // [{at, from, to, due, by, reason}]
  virtual Result<BoardPage> board(const model::Viewer&, const DutyFilter&) = 0;
  virtual Result<std::vector<std::array<std::int64_t, 8>>> count_duties(const model::Viewer&, const DutyFilter&) = 0;  // [task][state]
  virtual Result<std::vector<Snapshot>> snapshots(const model::Viewer&, std::string_view plan) = 0;
  virtual Result<DutyPage> snapshot_duties(const model::Viewer&, std::int64_t snapshot, const DutyFilter&) = 0;
  // Journal
  virtual Result<std::vector<JournalEntry>> journal(const model::Viewer&, std::int64_t before_seq, int limit) = 0;  // auditor, administrator
  virtual Result<std::vector<JournalEntry>> readers_of(const model::Viewer&, std::string_view kind, RecordId, int limit) = 0;  // owner may see
  // Accounts, sessions (no wall: service guards them)
  virtual Result<Account> account(UserId) = 0;
  virtual Result<Account> account_by_login(std::string_view login) = 0;
  virtual Result<std::vector<Account>> accounts(OrgId org_or_none) = 0;              // {} = all
  virtual Result<Session> session(std::string_view token_hash) = 0;
  // Outbox
  virtual Result<std::vector<OutboxMessage>> inbox(UserId, bool unread_only, std::int64_t offset, int limit, std::int64_t* total) = 0;
  virtual Result<std::vector<OutboxMessage>> outbox_due(Timestamp now, int limit) = 0;
  virtual Result<std::vector<OutboxMessage>> outbox(std::string_view state, std::int64_t offset, int limit, std::int64_t* total) = 0;
  // Settings and import sessions: small named JSON documents
  virtual Result<json::value> document(std::string_view collection, std::string_view key) = 0;  // not_found
  virtual Result<std::vector<std::pair<std::string, json::value>>> documents(std::string_view collection) = 0;
};

class WriteTx : public ReadTx {
 public:
  // Records. insert() gives id, no, version 1 and returns the stored record. update() refuses
  // with conflict when expected_version is not the stored one. Both write history, search
  // index, journal. `action` and `reason` go to history. The caller (records module) has
  // validated the data and checked the workflow; the store checks the wall again. The store
  // keeps `path` itself: a write that changes the state appends to it. For role `system` only,
  // an inserted record that brings created_at, updated_at, state_since or path keeps them
  // (example data, records that began before Longpan); history then gets one entry.
  virtual Result<model::Record> insert(const model::Viewer&, model::Record, std::string_view action, std::string_view reason = {}) = 0;
  virtual Result<model::Record> update(const model::Viewer&, model::Record, std::int64_t expected_version, std::string_view action, std::string_view reason = {}) = 0;
  // Ledger: diffs only; numbers for new duties (id 0) are drawn here and written back. With an
  // id, no, plan, obligation, org, object and cycle stay as stored. Keeps duty_history and board
  // counts. decided_by and reason go to the history.
  virtual Status put_duties(std::span<model::Duty> changed) = 0;
  virtual Status remove_duties(std::span<const DutyId> gone, std::string_view reason) = 0;   // no longer applies: history kept
  virtual Result<Snapshot> take_snapshot(const model::Viewer&, std::string_view plan, std::string_view title) = 0;
  // Journal
  virtual Status append_journal(JournalEntry) = 0;   // seq and hash are set here
  // Accounts, sessions
  virtual Result<UserId> put_account(const Account&) = 0;      // id 0 = new; login unique
  virtual Status put_session(const Session&) = 0;
  virtual Status delete_session(std::string_view token_hash) = 0;
  virtual Status delete_sessions_of(UserId) = 0;
  virtual Status delete_expired_sessions(Timestamp now) = 0;
  // Outbox
  virtual Status enqueue(const OutboxMessage&) = 0;            // same (to, channel, dedupe) again = no-op
  virtual Status set_outbox_state(std::int64_t id, std::string_view state, int attempts, Timestamp not_before, std::string_view error) = 0;
  // Documents
  virtual Status put_document(std::string_view collection, std::string_view key, const json::value&) = 0;
  virtual Status delete_document(std::string_view collection, std::string_view key) = 0;
};

// Content-addressed files: write once, named by SHA-256, fsynced before put() returns.
class Blobs {
 public:
  virtual ~Blobs() = default;
  virtual Result<FileInfo> put(std::string_view bytes, std::string_view name, std::string_view type) = 0;
  virtual Result<FileInfo> put_file(const std::filesystem::path&, std::string_view name, std::string_view type) = 0;
  virtual Result<std::string> get(std::string_view hash) = 0;     // corrupt when the content no longer has the hash
  virtual Result<std::filesystem::path> path_of(std::string_view hash) = 0;
};

class Store {
 public:
  // Creates the folder when absent, migrates forward (backup first), adds columns for new
  // fields of the catalogue's kinds. `catalogue` and `clock` must outlive the store.
  // Errors: unavailable (disk full, read-only folder), corrupt, unsupported (newer schema).
  static Result<std::unique_ptr<Store>> open(const StoreOptions&, const model::Catalogue& catalogue, const Clock& clock);
  virtual ~Store() = default;

  virtual Status read(const std::function<Status(ReadTx&)>&) = 0;
  // Runs `work` inside a savepoint of the current group; when it returns an error its changes
  // are undone and the others' stay. Returns after the group's commit is durable.
  virtual Status write(const std::function<Status(WriteTx&)>& work) = 0;
  // One own transaction for large batches (import, ledger, example): not grouped, may take seconds.
  virtual Status write_bulk(const std::function<Status(WriteTx&)>& work) = 0;

  virtual Blobs& blobs() = 0;
  virtual const model::Catalogue& catalogue() const = 0;
  virtual const Clock& clock() const = 0;
  virtual Status backup_to(const std::filesystem::path& file) = 0;
  // Raised once per committed group with the kinds and records touched; used by ledger and SSE.
  using Change = store::Change;
  virtual void on_commit(std::function<void(const std::vector<Change>&)> listener) = 0;
};

// Recomputes the chain of a journal in a database file without opening it for writing: works on
// a copy, needs no specs. Also checks that record versions agree with the journal's last word
// and that every named file has its hash (when the files/ folder is beside it).
Result<VerifyReport> verify_offline(const std::filesystem::path& database_file,
                                    const std::function<void(std::int64_t done, std::int64_t total)>& progress = {});

}  // namespace lp::store
