#pragma once
// What the functions behind ReadTx and WriteTx work with: one connection inside one
// transaction, the tables, and, when writing, what the transaction has gathered.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/time.h"
#include "model/catalogue.h"
#include "store/count_cache.h"
#include "store/kind_table.h"
#include "store/store.h"

namespace lp::store {

struct JournalHead {
  std::int64_t seq = 0;
  Digest hash{};
};

// Kept in memory between begin and commit, written by flush().
struct WriteState {
  JournalHead journal;
  std::map<std::string, std::int64_t, std::less<>> sequences;
  std::set<std::string, std::less<>> touched_kinds;
  std::vector<Store::Change> changes;
  Hasher hasher{Hasher::Algorithm::sm3};  // kept from entry to entry, as are the bytes
  std::string bytes;
};

struct Context {
  db::Connection& db;
  const KindTables& tables;
  const model::Catalogue& catalogue;
  const Clock& clock;
  CountCache& counts;
  WriteState* writing = nullptr;

  Result<const KindTable*> table(std::string_view kind) const;  // not_found for an unknown kind
};

Status load_write_state(Context& ctx);
Status flush_write_state(Context& ctx);
Result<std::int64_t> next_in_sequence(Context& ctx, std::string_view name);
// Rises with every commit that changed records of the kind, or with `ledger_counter` duties.
inline constexpr std::string_view ledger_counter = "(ledger)";  // no kind has this name
Result<std::int64_t> change_counter(Context& ctx, std::string_view kind);

}  // namespace lp::store
