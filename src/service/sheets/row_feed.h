#pragma once
// Rows of a sheet read and prepared on a thread of their own, taken in order by another: parsing
// and converting cost about as much as writing, and the two share no data.

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "io/table.h"
#include "service/sheets/import_target.h"
#include "service/sheets/row_values.h"

namespace lp::service {

struct FedRow {
  io::Row row;
  RowValues values;
  std::int64_t org = 0;      // as OrgIndex::find says of values.org
  std::string key;           // as KeyIndex::key_of
  RecordId existing;         // the record of that key
  DraftAhead draft;          // of a new record
};

class RowFeed {
 public:
  using Prepare = std::function<bool(FedRow&)>;  // on the reading thread; false leaves the row out
  using Around = std::function<Status(const std::function<Status()>& read)>;  // calls `read` once, there

  // `head`: rows already taken from `rows`, which come first. Both references outlive the feed; nobody else
  // touches them meanwhile.
  RowFeed(std::vector<io::Row> head, io::RowSource& rows, Prepare prepare, Around around = {});
  ~RowFeed();                // stops reading
  RowFeed(const RowFeed&) = delete;
  RowFeed& operator=(const RowFeed&) = delete;

  // The next rows, in order; empty at the end. The source's error comes after the rows before it; what
  // `prepare` throws is thrown here.
  Result<std::vector<FedRow>> next();

 private:
  void run(std::vector<io::Row> head);
  Status read(std::vector<io::Row> head);
  bool add(io::Row row, std::vector<FedRow>& batch);
  bool hand_over(std::vector<FedRow> batch);

  io::RowSource& rows_;
  Prepare prepare_;
  Around around_;
  std::mutex mutex_;
  std::condition_variable filled_, room_;
  std::deque<std::vector<FedRow>> queue_;
  bool ended_ = false, stopping_ = false;
  Status result_;
  std::exception_ptr thrown_;
  std::thread thread_;
};

}  // namespace lp::service
