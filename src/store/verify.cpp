// verify_offline: reads raw rows on one thread, hashes on another. Needs no specs: the digest
// of a record is over its columns' names and values.
#include <algorithm>
#include <unordered_map>

#include "store/db/sqlite.h"
#include "store/journal.h"
#include "store/record_codec.h"
#include "store/verify_chain.h"
#include "store/verify_files.h"

namespace lp::store {
namespace {

using Progress = std::function<void(std::int64_t, std::int64_t)>;

Result<std::vector<std::string>> record_tables(db::Connection& db) {
  std::vector<std::string> kinds;
  LP_CHECK_OK(db.query("SELECT kind FROM kind_search ORDER BY kind", {}, [&](const db::Row& row) {
    kinds.push_back(row.string(0));
    return true;
  }));
  return kinds;
}

// The journal's last word on each record, or what is wrong with the record that has none.
std::string judge(const LastWords& words, const std::string& kind, const db::Row& row, const Digest& digest) {
  const std::int64_t id = row.integer(0);
  const auto found = words.find(id);
  if (found == words.end()) return kind + " " + std::to_string(id) + " is not in the journal";
  if (found->second == digest) return {};
  return kind + " " + std::to_string(id) + " differs from the journal's last word on it";
}

Status prove_records(db::Connection& db, LastWords& words, VerifyReport& report) {
  LP_TRY(const auto kinds, record_tables(db));
  for (const std::string& kind : kinds) {
    std::vector<int> order;
    LP_CHECK_OK(db.query("SELECT * FROM r_" + kind, {}, [&](const db::Row& row) {
      if (order.empty()) order = order_by_name(row);
      report.problem = judge(words, kind, row, row_digest(row, order));
      words.erase(row.integer(0));
      return report.problem.empty();
    }));
    if (!report.problem.empty()) return {};
  }
  if (!words.empty()) report.problem = "record " + std::to_string(words.begin()->first) + " is in the journal but gone from its table";
  return {};
}

}  // namespace

Result<VerifyReport> verify_offline(const std::filesystem::path& file, const Progress& progress) {
  LP_TRY(auto db, db::open_sqlite({.file = file, .access = db::Access::prove}));
  LP_CHECK_OK(db->begin_read());
  VerifyReport report;
  LastWords words;
  LP_CHECK_OK(prove_chain(*db, progress, report, words));
  if (report.problem.empty()) LP_CHECK_OK(prove_records(*db, words, report));
  if (report.problem.empty()) LP_CHECK_OK(prove_files(*db, file.parent_path() / "files", report));
  db->rollback();
  report.intact = report.problem.empty();
  return report;
}

}  // namespace lp::store
