#include "store/verify_chain.h"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "store/journal.h"

namespace lp::store {
namespace {

using Progress = std::function<void(std::int64_t, std::int64_t)>;

constexpr std::int64_t entries_per_report = 8'192;

std::string_view bytes_of(const Digest& d) { return {reinterpret_cast<const char*>(d.data()), d.size()}; }

bool take_digest(std::string_view bytes, Digest& out) {
  if (bytes.size() != out.size()) return false;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return true;
}

// What all stretches share.
struct Proof {
  std::int64_t newest = 0;
  std::atomic<std::int64_t> first_bad = INT64_MAX;  // nothing after it needs proving
  std::atomic<std::int64_t> done = 0;
  std::mutex mutex{};
  const Progress& progress;

  void note_bad(std::int64_t seq) {
    std::int64_t known = first_bad;
    while (seq < known && !first_bad.compare_exchange_weak(known, seq)) {}
  }
  void tell(std::int64_t entries) {
    const std::int64_t so_far = done += entries;
    if (!progress) return;
    const std::scoped_lock lock(mutex);
    progress(so_far, newest);
  }
};

// The entries first…last, proven one after another on one thread.
class Stretch {
 public:
  Stretch(Proof& proof, std::int64_t first, std::int64_t last) : proof_(proof), first_(first), last_(last) {}

  Status prove(db::Connection& db) {
    LP_CHECK_OK(find_previous(db));
    std::int64_t expected = first_;
    LP_CHECK_OK(db.query("SELECT seq, at, user_id, who, action, kind, record_id, org_id, detail, record_sm3, hash FROM journal "
                         "WHERE seq BETWEEN :first AND :last ORDER BY seq", {{"first", first_}, {"last", last_}}, [&](const db::Row& row) {
      if (row.integer(0) != expected) return false;
      if (!holds(row)) {
        proof_.note_bad(expected);
        return false;
      }
      if (++expected % entries_per_report != 0) return true;
      proof_.tell(entries_per_report);
      return expected < proof_.first_bad;
    }));
    if (expected <= last_ && expected < proof_.first_bad) {
      missing = expected;
      proof_.note_bad(expected);
    }
    return {};
  }

  std::int64_t missing = 0;  // an entry that is not there; 0 = none
  LastWords words;
  Digest head{};             // of the last entry that holds

 private:
  // Without a valid hash before it the first entry is judged against zeros; the stretch before says what is wrong.
  Status find_previous(db::Connection& db) {
    if (first_ == 1) return {};
    return db.query("SELECT hash FROM journal WHERE seq = :seq", {{"seq", first_ - 1}}, [&](const db::Row& row) {
      take_digest(row.blob(0), head);
      return false;
    });
  }
  bool holds(const db::Row& row) {
    const std::string_view proof = row.blob(9);
    bytes_.clear();
    append_canonical(bytes_, head, {row.integer(0), row.integer(1), row.integer(2), row.integer(6), row.integer(7),
                                    row.text(3), row.text(4), row.text(5), row.text(8), proof});
    hasher_.update(bytes_);
    const Digest digest = hasher_.finish();
    if (row.blob(10) != bytes_of(digest)) return false;
    head = digest;
    if (Digest word; take_digest(proof, word)) words.insert_or_assign(row.integer(6), word);
    return true;
  }

  Proof& proof_;
  std::int64_t first_, last_;
  Hasher hasher_{Hasher::Algorithm::sm3};
  std::string bytes_;
};

std::vector<Stretch> cut(Proof& proof, std::int64_t parts) {
  std::vector<Stretch> out;
  for (std::int64_t i = 0; i < parts; ++i) out.emplace_back(proof, part_of(proof.newest, i, parts) + 1, part_of(proof.newest, i + 1, parts));
  return out;
}

void write_report(const Proof& proof, const std::vector<Stretch>& stretches, VerifyReport& report) {
  const std::int64_t bad = proof.first_bad;
  report.entries = bad == INT64_MAX ? proof.newest : bad - 1;
  if (bad == INT64_MAX) {
    if (report.entries > 0) report.head = to_hex(bytes_of(stretches.back().head));
    return;
  }
  report.first_bad_seq = bad;
  const bool missing = std::any_of(stretches.begin(), stretches.end(), [&](const Stretch& s) { return s.missing == bad; });
  report.problem = "entry " + std::to_string(bad) + (missing ? " is missing" : " does not have the hash its content gives");
}

}  // namespace

Status prove_chain(const Connections& connections, const Progress& progress, VerifyReport& report, LastWords& words) {
  db::Connection& db = *connections.front();
  LP_TRY(const std::int64_t oldest, db::query_integer(db, "SELECT min(seq) FROM journal", {}, 1));
  Proof proof{.progress = progress};
  LP_TRY(proof.newest, db::query_integer(db, "SELECT max(seq) FROM journal"));
  if (oldest < 1) {
    report.first_bad_seq = oldest;
    report.problem = "entry " + std::to_string(oldest) + " stands before the first";
    return {};
  }
  if (proof.newest == 0) return {};
  std::vector<Stretch> stretches = cut(proof, static_cast<std::int64_t>(connections.size()));
  LP_CHECK_OK(side_by_side(connections, [&](std::size_t i, db::Connection& own) { return stretches[i].prove(own); }));
  write_report(proof, stretches, report);
  if (progress) progress(report.entries, proof.newest);
  words = std::move(stretches.back().words);
  for (std::size_t i = stretches.size() - 1; i-- > 0;) words.merge(stretches[i].words);  // keeps the newer words
  return {};
}

}  // namespace lp::store
