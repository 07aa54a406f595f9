#include "store/writer.h"

#include "base/check.h"
#include "store/tx.h"

namespace lp::store {
namespace {
constexpr std::size_t group_limit = 512;
}

Writer::Writer(std::unique_ptr<db::Connection> db, const KindTables& tables, const model::Catalogue& catalogue, const Clock& clock,
               CountCache& counts, Committed committed)
    : db_(std::move(db)), ctx_{*db_, tables, catalogue, clock, counts, &state_}, committed_(std::move(committed)),
      thread_([this] { loop(); }) {}

Writer::~Writer() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

Status Writer::run(const Work& work, bool alone) {
  LP_CHECK(std::this_thread::get_id() != thread_.get_id(), "write() called from inside a write");
  Job job;
  job.work = &work;
  job.alone = alone;
  std::unique_lock lock(mutex_);
  queue_.push_back(&job);
  wake_.notify_one();
  job.finished.wait(lock, [&] { return job.done; });
  if (job.thrown) std::rethrow_exception(job.thrown);
  return job.result;
}

// The next job, or null: for the first of a group waits, later takes what is there.
Writer::Job* Writer::take(bool first) {
  std::unique_lock lock(mutex_);
  if (first) wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
  if (queue_.empty() || (!first && queue_.front()->alone)) return nullptr;
  Job* job = queue_.front();
  queue_.pop_front();
  return job;
}

void Writer::loop() {
  while (Job* job = take(true)) run_group(job);
}

void Writer::run_group(Job* first) {
  std::vector<Job*> group{first};
  Status begun = db_->begin_write();
  if (begun) begun = load_write_state(ctx_);
  if (!begun) {
    db_->rollback();
    acknowledge(group, begun);
    return;
  }
  first->result = run_job(*first);
  while (!first->alone && db_->in_transaction() && group.size() < group_limit) {
    Job* next = take(false);
    if (next == nullptr) break;
    group.push_back(next);
    next->result = run_job(*next);
  }
  const Status committed = close_group();
  std::vector<Store::Change> changes = std::move(state_.changes);
  acknowledge(group, committed);
  if (committed && !changes.empty()) committed_(std::move(changes));
}

Status Writer::run_job(Job& job) {
  LP_CHECK_OK(db_->exec("SAVEPOINT job"));
  const JournalHead head = state_.journal;
  const std::size_t changes = state_.changes.size();
  Status result;
  try {
    Tx tx(ctx_);
    result = (*job.work)(tx);
  } catch (...) {  // handed to the caller of run(): it is that caller's edge that reports it
    job.thrown = std::current_exception();
    result = make_error(Errc::internal, "the write threw");
  }
  if (result) return db_->exec("RELEASE job");
  state_.journal = head;
  state_.changes.resize(changes);
  if (db_->in_transaction()) {
    const Status back = db_->exec("ROLLBACK TO job");
    const Status gone = db_->exec("RELEASE job");
    if (!back || !gone) db_->rollback();  // close_group() then refuses the whole group
  }
  return result;
}

Status Writer::close_group() {
  if (!db_->in_transaction()) {
    Error e = make_error(Errc::unavailable, "the database gave up the transaction", "check the disk and its free space");
    e.message_zh = "数据库未能完成写入，本次修改没有保存。请检查磁盘与剩余空间后重试。";
    return e;
  }
  Status done = flush_write_state(ctx_);
  if (done) done = db_->commit();
  if (!done) db_->rollback();
  return done;
}

void Writer::acknowledge(const std::vector<Job*>& group, const Status& commit) {
  const std::scoped_lock lock(mutex_);
  for (Job* job : group) {
    if (job->result && !commit) job->result = commit;
    job->done = true;
    job->finished.notify_one();  // under the lock: the job lives on the waiter's stack
  }
}

}  // namespace lp::store
