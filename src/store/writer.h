#pragma once
// The one writing thread of a store. Jobs queued while a group runs join it; each runs in its
// own savepoint; one synced commit acknowledges all. A job that fails undoes itself alone.
// When the engine gives up the transaction (disk full), every job of the group fails.

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "store/context.h"

namespace lp::store {

class Writer {
 public:
  using Work = std::function<Status(WriteTx&)>;
  using Committed = std::function<void(std::vector<Store::Change>)>;

  // `ctx` without WriteState; everything it refers to must outlive the writer.
  Writer(std::unique_ptr<db::Connection> db, const KindTables& tables, const model::Catalogue& catalogue, const Clock& clock,
         CountCache& counts, Committed committed);
  ~Writer();  // finishes queued jobs
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Blocks until durable or refused. Exceptions of `work` come out here. Not from inside a job.
  Status run(const Work& work, bool alone);

 private:
  struct Job {
    const Work* work = nullptr;
    bool alone = false;
    bool done = false;
    Status result;
    std::exception_ptr thrown;
    std::condition_variable finished;
  };
  void loop();
  Job* take(bool first);
  void run_group(Job* first);
  Status run_job(Job& job);
  Status close_group();
  void acknowledge(const std::vector<Job*>& group, const Status& commit);

  std::unique_ptr<db::Connection> db_;
  WriteState state_;
  Context ctx_;
  Committed committed_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job*> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lp::store
