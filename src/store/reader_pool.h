#pragma once
// Reading connections, opened when first needed, given to one thread at a time.

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "store/db/connection.h"

namespace lp::store {

class ReaderPool {
 public:
  using Open = std::function<Result<std::unique_ptr<db::Connection>>()>;
  ReaderPool(Open open, int limit) : open_(std::move(open)), limit_(limit < 1 ? 1 : limit) {}
  // Runs `work` with a connection inside a read transaction; waits while all are lent.
  Status with(const std::function<Status(db::Connection&)>& work);

 private:
  Result<std::unique_ptr<db::Connection>> borrow();
  void give_back(std::unique_ptr<db::Connection> db);

  Open open_;
  int limit_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<db::Connection>> idle_;
  int lent_ = 0;
};

}  // namespace lp::store
