#pragma once
// The journal: append-only, each entry's hash is SM3 over the hash before it and its own
// canonical bytes. Changing, removing or reordering an entry breaks every hash after it.

#include "store/context.h"

namespace lp::store {

struct JournalRow {  // borrowed texts of one entry
  std::int64_t seq = 0, at = 0, user = 0, record = 0, org = 0;
  std::string_view who, action, kind, detail, record_sm3;  // record_sm3: 32 bytes or empty
};
// Previous hash, then numbers as LEB128 and texts with their length. Appends to `out`.
void append_canonical(std::string& out, const Digest& previous, const JournalRow& row);

Result<JournalHead> load_journal_head(db::Connection& db);
Status append_entry(Context& ctx, const JournalEntry& entry, std::string_view record_sm3 = {});
Result<std::vector<JournalEntry>> read_journal(Context& ctx, const model::Viewer& viewer, std::int64_t before_seq, int limit);
Result<std::vector<JournalEntry>> read_readers(Context& ctx, const model::Viewer& viewer, std::string_view kind, RecordId id, int limit);

}  // namespace lp::store
