#include "service/sheets/row_feed.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace lp::service {
namespace {

// Rows numbered from `next` on; ends, or fails, after `last`.
class Counting final : public io::RowSource {
 public:
  Counting(std::int64_t first, std::int64_t last, bool fails = false) : next_(first), last_(last), fails_(fails) {}
  Result<bool> next(io::Row& row) override {
    if (next_ > last_ && fails_) return make_error(Errc::invalid, "broken behind row " + std::to_string(last_));
    if (next_ > last_) return false;
    row.number = next_++;
    row.cells = {io::Cell::of(std::to_string(row.number))};
    return true;
  }
  const Diagnostics& diagnostics() const override { return diagnostics_; }

 private:
  std::int64_t next_, last_;
  bool fails_;
  Diagnostics diagnostics_;
};

struct Taken {
  std::vector<std::int64_t> numbers;
  Status end;
};
Taken take_all(RowFeed& feed) {
  Taken out;
  for (;;) {
    auto batch = feed.next();
    if (!batch) {
      out.end = batch.error();
      return out;
    }
    if (batch->empty()) return out;
    for (const FedRow& fed : *batch) out.numbers.push_back(fed.row.number);
  }
}

std::vector<io::Row> head_of(std::int64_t rows) {
  std::vector<io::Row> head(static_cast<std::size_t>(rows));
  for (std::int64_t i = 0; i < rows; ++i) head[static_cast<std::size_t>(i)].number = i + 1;
  return head;
}

TEST(RowFeed, GivesEveryRowOnceInOrderTheHeadFirst) {
  Counting rows(51, 5'000);
  RowFeed feed(head_of(50), rows, [](FedRow&) { return true; });
  const Taken taken = take_all(feed);
  EXPECT_TRUE(taken.end);
  ASSERT_EQ(taken.numbers.size(), 5'000U);
  for (std::size_t i = 0; i < taken.numbers.size(); ++i) ASSERT_EQ(taken.numbers[i], static_cast<std::int64_t>(i) + 1);
  EXPECT_TRUE(take_all(feed).numbers.empty()) << "the end stays the end";
}

TEST(RowFeed, LeavesOutWhatIsNotWanted) {
  Counting rows(1, 1'000);
  RowFeed feed({}, rows, [](FedRow& fed) {
    fed.org = fed.row.number * 2;
    return fed.row.number % 10 == 0;
  });
  const auto batch = feed.next();
  ASSERT_TRUE(batch);
  ASSERT_EQ(batch->size(), 100U);
  EXPECT_EQ(batch->front().org, 20);
  EXPECT_EQ(batch->back().row.number, 1'000);
}

TEST(RowFeed, AnErrorComesAfterTheRowsBeforeIt) {
  Counting rows(1, 300, true);
  RowFeed feed({}, rows, [](FedRow&) { return true; });
  const Taken taken = take_all(feed);
  EXPECT_EQ(taken.numbers.size(), 300U);
  ASSERT_FALSE(taken.end);
  EXPECT_EQ(taken.end.error().message, "broken behind row 300");
}

TEST(RowFeed, ABugOfPreparingIsThrownAtTheTaker) {
  Counting rows(1, 1'000);
  RowFeed feed({}, rows, [](FedRow& fed) { return fed.row.number < 500 ? true : throw std::logic_error("bug"); });
  EXPECT_THROW(take_all(feed), std::logic_error);
}

TEST(RowFeed, StopsReadingWhenNobodyTakes) {
  Counting rows(1, INT64_MAX);
  std::int64_t prepared = 0;
  {
    RowFeed feed({}, rows, [&](FedRow&) { return ++prepared > 0; });
    ASSERT_FALSE(feed.next()->empty());
  }
  EXPECT_LT(prepared, 100'000) << "it reads only a few batches ahead";
}

TEST(RowFeed, AnEmptySheetEndsAtOnce) {
  Counting rows(1, 0);
  RowFeed feed({}, rows, [](FedRow&) { return true; });
  EXPECT_TRUE(feed.next()->empty());
}

}  // namespace
}  // namespace lp::service
