#include "service/sheets/row_feed.h"

#include <utility>

namespace lp::service {
namespace {
constexpr std::size_t batch_rows = 128, batches_ahead = 8;
}

RowFeed::RowFeed(std::vector<io::Row> head, io::RowSource& rows, Prepare prepare, Around around)
    : rows_(rows), prepare_(std::move(prepare)), around_(std::move(around)),
      thread_([this, head = std::move(head)]() mutable { run(std::move(head)); }) {}

RowFeed::~RowFeed() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  room_.notify_one();
  thread_.join();
}

Result<std::vector<FedRow>> RowFeed::next() {
  std::unique_lock lock(mutex_);
  filled_.wait(lock, [&] { return ended_ || !queue_.empty(); });
  if (!queue_.empty()) {
    std::vector<FedRow> batch = std::move(queue_.front());
    queue_.pop_front();
    room_.notify_one();
    return batch;
  }
  if (thrown_) std::rethrow_exception(thrown_);
  if (!result_) return result_.error();
  return std::vector<FedRow>();
}

bool RowFeed::hand_over(std::vector<FedRow> batch) {
  std::unique_lock lock(mutex_);
  room_.wait(lock, [&] { return stopping_ || queue_.size() < batches_ahead; });
  if (stopping_) return false;
  if (!batch.empty()) queue_.push_back(std::move(batch));
  filled_.notify_one();
  return true;
}

// False when nobody wants more.
bool RowFeed::add(io::Row row, std::vector<FedRow>& batch) {
  FedRow fed;
  fed.row = std::move(row);
  if (!prepare_(fed)) return true;
  batch.push_back(std::move(fed));
  return batch.size() < batch_rows || hand_over(std::exchange(batch, {}));
}

Status RowFeed::read(std::vector<io::Row> head) {
  std::vector<FedRow> batch;
  for (io::Row& row : head) {
    if (!add(std::move(row), batch)) return {};
  }
  for (;;) {
    io::Row row;
    auto more = rows_.next(row);
    if (!more || !*more) {
      hand_over(std::move(batch));
      return more ? Status() : Status(std::move(more).error());
    }
    if (!add(std::move(row), batch)) return {};
  }
}

void RowFeed::run(std::vector<io::Row> head) {
  Status result;
  std::exception_ptr thrown;
  try {
    const std::function<Status()> work = [&] { return read(std::move(head)); };
    result = around_ ? around_(work) : work();
  } catch (...) {  // a bug, handed to the thread that can report it
    thrown = std::current_exception();
  }
  const std::scoped_lock lock(mutex_);
  result_ = std::move(result);
  thrown_ = thrown;
  ended_ = true;
  filled_.notify_one();
}

}  // namespace lp::service
