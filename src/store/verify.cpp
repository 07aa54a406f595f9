// verify_offline: reads and hashes raw rows, parts side by side. Needs no specs: the digest of a
// record is over its columns' names and values.
#include <algorithm>

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

// Records with ids first…last of every kind against the journal's last words, on one thread.
struct RecordProof {
  const LastWords& words;
  const std::vector<std::string>& kinds;
  std::int64_t first = 0, last = 0;
  std::int64_t agreed = 0;
  std::string problem;

  void judge(const std::string& kind, std::int64_t id, const Digest& digest) {
    const auto found = words.find(id);
    if (found == words.end()) problem = kind + " " + std::to_string(id) + " is not in the journal";
    else if (found->second != digest) problem = kind + " " + std::to_string(id) + " differs from the journal's last word on it";
    else ++agreed;
  }
  Status prove(db::Connection& db) {
    for (const std::string& kind : kinds) {
      RowDigest digest;
      LP_CHECK_OK(db.query("SELECT * FROM r_" + kind + " WHERE id BETWEEN :first AND :last", {{"first", first}, {"last", last}}, [&](const db::Row& row) {
        judge(kind, row.integer(0), digest.of(row));
        return problem.empty();
      }));
      if (!problem.empty()) return {};
    }
    return {};
  }
};

// Which record the journal knows and no table holds.
Status find_gone(db::Connection& db, const std::vector<std::string>& kinds, LastWords& words, VerifyReport& report) {
  for (const std::string& kind : kinds) {
    LP_CHECK_OK(db.query("SELECT id FROM r_" + kind, {}, [&](const db::Row& row) {
      words.erase(row.integer(0));
      return true;
    }));
  }
  if (!words.empty()) report.problem = "record " + std::to_string(words.begin()->first) + " is in the journal but gone from its table";
  return {};
}

Status prove_records(const Connections& connections, LastWords& words, VerifyReport& report) {
  LP_TRY(const auto kinds, record_tables(*connections.front()));
  std::int64_t newest = 0;
  for (const auto& [id, digest] : words) newest = std::max(newest, id);
  const auto parts = static_cast<std::int64_t>(connections.size());
  std::vector<RecordProof> proofs;
  for (std::int64_t i = 0; i < parts; ++i) {  // ids below or above all words belong to the outer parts
    proofs.push_back({words, kinds, i == 0 ? INT64_MIN : part_of(newest, i, parts) + 1, i + 1 == parts ? INT64_MAX : part_of(newest, i + 1, parts), 0, {}});
  }
  LP_CHECK_OK(side_by_side(connections, [&](std::size_t i, db::Connection& own) { return proofs[i].prove(own); }));
  std::size_t agreed = 0;
  for (const RecordProof& p : proofs) {
    agreed += static_cast<std::size_t>(p.agreed);
    if (report.problem.empty()) report.problem = p.problem;
  }
  return report.problem.empty() && agreed < words.size() ? find_gone(*connections.front(), kinds, words, report) : Status();
}

Result<std::int64_t> newest_entry(db::Connection& db) { return db::query_integer(db, "SELECT max(seq) FROM journal"); }

Result<std::unique_ptr<db::Connection>> open_snapshot(const std::filesystem::path& file) {
  LP_TRY(auto db, db::open_sqlite({.file = file, .access = db::Access::prove}));
  LP_CHECK_OK(db->begin_read());
  return db;
}

// Several connections with one view of the data. Every change of a record is an entry too, so
// those that see the same newest entry see the same records; one opened too late is let go.
Result<Connections> open_connections(const std::filesystem::path& file) {
  constexpr std::int64_t fewest_entries = 20'000;  // fewer are not worth a thread
  Connections out;
  LP_TRY(auto first, open_snapshot(file));
  LP_TRY(const std::int64_t newest, newest_entry(*first));
  out.push_back(std::move(first));
  while (out.size() < worker_count() && static_cast<std::int64_t>(out.size() + 1) * fewest_entries <= newest) {
    LP_TRY(auto other, open_snapshot(file));
    LP_TRY(const std::int64_t seen, newest_entry(*other));
    if (seen != newest) break;
    out.push_back(std::move(other));
  }
  return out;
}

}  // namespace

Result<VerifyReport> verify_offline(const std::filesystem::path& file, const Progress& progress) {
  std::error_code ec;
  if (!std::filesystem::exists(file, ec)) {
    Error error = make_error(Errc::not_found, "there is no file " + file.string(), "longpan verify FILE, or --data DIR verify");
    error.message_zh = "文件不存在：" + file.string();
    return error;
  }
  LP_TRY(const Connections connections, open_connections(file));
  VerifyReport report;
  LastWords words;
  LP_CHECK_OK(prove_chain(connections, progress, report, words));
  if (report.problem.empty()) LP_CHECK_OK(prove_records(connections, words, report));
  if (report.problem.empty()) LP_CHECK_OK(prove_files(*connections.front(), file.parent_path() / "files", report));
  for (const auto& db : connections) db->rollback();
  report.intact = report.problem.empty();
  return report;
}

}  // namespace lp::store
