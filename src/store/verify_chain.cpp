#include "store/verify_chain.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>

#include "store/journal.h"

namespace lp::store {
namespace {

std::string_view bytes_of(const Digest& d) { return {reinterpret_cast<const char*>(d.data()), d.size()}; }

// Entries on their way to be hashed: canonical bytes with room for the previous hash in front.
struct Batch {
  struct Entry {
    std::int64_t seq;
    std::size_t end;      // in `bytes`
    Digest claimed;
    bool has_claim;       // false: the stored hash has not 32 bytes
  };
  std::string bytes;
  std::vector<Entry> entries;
};

// Hashes batches in order on its own thread. finish() before reading the results.
class Chain {
 public:
  Chain() : thread_([this] { loop(); }) {}
  ~Chain() { finish(); }
  Chain(const Chain&) = delete;
  Chain& operator=(const Chain&) = delete;

  bool push(Batch batch) {  // false: broken already, no need to go on
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return queue_.size() < 8 || bad_seq_ != 0; });
    if (bad_seq_ != 0) return false;
    queue_.push_back(std::move(batch));
    work_.notify_one();
    return true;
  }
  void finish() {
    {
      const std::scoped_lock lock(mutex_);
      ended_ = true;
    }
    work_.notify_one();
    if (thread_.joinable()) thread_.join();
  }
  std::int64_t bad_seq() const { return bad_seq_; }
  const Digest& head() const { return head_; }
  std::int64_t proven() const { return proven_; }

 private:
  void loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
      work_.wait(lock, [&] { return ended_ || !queue_.empty(); });
      if (queue_.empty()) return;
      Batch batch = std::move(queue_.front());
      queue_.pop_front();
      room_.notify_one();
      lock.unlock();
      const std::int64_t bad = hash(batch);
      lock.lock();
      if (bad == 0) continue;
      bad_seq_ = bad;
      room_.notify_one();
      return;
    }
  }
  // The first entry whose hash is wrong, 0 = none.
  std::int64_t hash(Batch& batch) {
    std::size_t begin = 0;
    for (const Batch::Entry& e : batch.entries) {
      std::memcpy(batch.bytes.data() + begin, head_.data(), head_.size());
      hasher_.update(std::string_view(batch.bytes).substr(begin, e.end - begin));
      const Digest digest = hasher_.finish();
      if (!e.has_claim || digest != e.claimed) return e.seq;
      head_ = digest;
      ++proven_;
      begin = e.end;
    }
    return 0;
  }

  std::mutex mutex_;
  std::condition_variable work_, room_;
  std::deque<Batch> queue_;
  bool ended_ = false;
  std::int64_t bad_seq_ = 0, proven_ = 0;
  Digest head_{};
  Hasher hasher_{Hasher::Algorithm::sm3};
  std::thread thread_;
};

Digest to_digest(std::string_view bytes) {
  Digest d{};
  std::copy(bytes.begin(), bytes.end(), d.begin());
  return d;
}

constexpr std::size_t batch_size = 2048;

void add_entry(Batch& batch, const db::Row& row) {
  JournalRow entry{row.integer(0), row.integer(1), row.integer(2), row.integer(6), row.integer(7),
                   row.text(3), row.text(4), row.text(5), row.text(8), row.blob(9)};
  append_canonical(batch.bytes, Digest{}, entry);
  const std::string_view hash = row.blob(10);
  const bool whole = hash.size() == Digest{}.size();
  batch.entries.push_back({entry.seq, batch.bytes.size(), whole ? to_digest(hash) : Digest{}, whole});
}

void note_last_word(const db::Row& row, LastWords& words) {
  const std::string_view proof = row.blob(9);
  if (proof.size() == Digest{}.size()) words.insert_or_assign(row.integer(6), to_digest(proof));
}

}  // namespace

Status prove_chain(db::Connection& db, const std::function<void(std::int64_t, std::int64_t)>& progress, VerifyReport& report, LastWords& words) {
  LP_TRY(const std::int64_t total, db::query_integer(db, "SELECT count(*) FROM journal"));
  Chain chain;
  Batch batch;
  std::int64_t expected = 1, gap = 0;
  LP_CHECK_OK(db.query("SELECT seq, at, user_id, who, action, kind, record_id, org_id, detail, record_sm3, hash FROM journal ORDER BY seq",
                       {}, [&](const db::Row& row) {
    if (row.integer(0) != expected) {
      gap = expected;
      return false;
    }
    ++expected;
    add_entry(batch, row);
    note_last_word(row, words);
    if (batch.entries.size() < batch_size) return true;
    if (progress) progress(expected - 1, total);
    return chain.push(std::exchange(batch, Batch()));
  }));
  chain.push(std::move(batch));
  chain.finish();
  report.entries = chain.proven();
  report.head = report.entries > 0 ? to_hex(bytes_of(chain.head())) : std::string();
  if (chain.bad_seq() != 0) {
    report.first_bad_seq = chain.bad_seq();
    report.problem = "entry " + std::to_string(chain.bad_seq()) + " does not have the hash its content gives";
  } else if (gap != 0) {
    report.first_bad_seq = gap;
    report.problem = "entry " + std::to_string(gap) + " is missing";
  }
  return {};
}

}  // namespace lp::store
