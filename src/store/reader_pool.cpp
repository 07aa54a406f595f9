#include "store/reader_pool.h"

namespace lp::store {

Result<std::unique_ptr<db::Connection>> ReaderPool::borrow() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [&] { return !idle_.empty() || lent_ < limit_; });
  ++lent_;
  if (!idle_.empty()) {
    auto db = std::move(idle_.back());
    idle_.pop_back();
    return db;
  }
  lock.unlock();
  auto opened = open_();
  if (!opened) give_back(nullptr);
  return opened;
}

void ReaderPool::give_back(std::unique_ptr<db::Connection> db) {
  const std::scoped_lock lock(mutex_);
  --lent_;
  if (db) idle_.push_back(std::move(db));
  returned_.notify_one();
}

Status ReaderPool::with(const std::function<Status(db::Connection&)>& work) {
  struct Loan {
    ReaderPool& pool;
    std::unique_ptr<db::Connection> db;
    ~Loan() {
      db->rollback();  // ends the snapshot; nothing was written
      pool.give_back(std::move(db));
    }
  };
  LP_TRY(auto db, borrow());
  Loan loan{*this, std::move(db)};
  LP_CHECK_OK(loan.db->begin_read());
  return work(*loan.db);
}

}  // namespace lp::store
