#include "discover/database_scan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "discover/test_engine.h"

namespace lp::discover {
namespace {

std::shared_ptr<const Engine> engine() { return testing::specs_engine(); }

constexpr std::int64_t rows_of_a_table = 5000;

// Tables of one column of mobile numbers; "locked" may not be read.
class Phones final : public io::ForeignDatabase {
 public:
  explicit Phones(std::vector<io::ForeignTable> tables) : tables_(std::move(tables)) {}
  Result<std::vector<io::ForeignTable>> tables() override { return tables_; }
  Status read(const io::ForeignTable& table, const io::ReadOptions& options, const io::ForeignRowFn& row) override {
    if (table.name == "locked") return make_error(Errc::denied, "no right to read app.locked");
    const std::int64_t all = table.name == "long" ? 100 * rows_of_a_table : rows_of_a_table;
    const std::int64_t wanted = options.sample_rows > 0 ? std::min(options.sample_rows, all) : all;
    const std::uint64_t nulls[1] = {0};
    for (std::int64_t i = 0; i < wanted; ++i) {
      const std::string number = std::to_string(13800000000 + i);
      const std::string_view cells[1] = {number};
      if (!row(cells, io::NullMask(nulls))) break;
    }
    return ok_status();
  }

 private:
  std::vector<io::ForeignTable> tables_;
};

io::ForeignTable table(std::string name, std::int64_t rows, std::int64_t bytes) { return {"app", std::move(name), {{"phone", "text"}}, rows, bytes}; }

ScanResult scan(std::vector<io::ForeignTable> tables, DatabaseScanOptions options, const std::function<bool(const DatabaseProgress&)>& watch = {}) {
  Phones database(std::move(tables));
  const FakeClock clock{parse_timestamp("2024-07-15T09:00:00+08:00").value()};
  auto result = scan_database(engine(), clock, database, options, watch);
  EXPECT_TRUE(result);
  const Coverage& c = result->coverage;
  EXPECT_EQ(c.bytes_found, c.bytes_scanned + c.bytes_skipped);
  std::uint64_t by_reason = 0, by_skip = 0;
  for (const auto& [reason, bytes] : c.skipped_by_reason) by_reason += bytes;
  for (const Skip& skip : c.skips) by_skip += skip.bytes;
  EXPECT_EQ(by_reason, c.bytes_skipped);
  EXPECT_EQ(by_skip, c.bytes_skipped);
  return *std::move(result);
}

constexpr std::uint64_t row_bytes = 12;   // a number and a line end

TEST(DatabaseScan, AWholeTableIsComplete) {
  const ScanResult r = scan({table("users", rows_of_a_table, 400'000)}, {});
  EXPECT_TRUE(r.coverage.complete());
  EXPECT_EQ(r.coverage.bytes_scanned, rows_of_a_table * row_bytes);
  ASSERT_EQ(r.documents.size(), 1U);
  EXPECT_EQ(r.documents[0].rows, static_cast<std::uint64_t>(rows_of_a_table));
  EXPECT_FALSE(r.documents[0].sampled);
}

TEST(DatabaseScan, RowsASampleLeftOutAreSkipped) {
  DatabaseScanOptions options;
  options.sample_rows = 500;
  const ScanResult r = scan({table("users", rows_of_a_table, 400'000)}, options);
  EXPECT_FALSE(r.coverage.complete());
  EXPECT_EQ(r.coverage.bytes_scanned, 500 * row_bytes);
  EXPECT_EQ(r.coverage.skipped_by_reason.at("not_sampled"), (rows_of_a_table - 500) * row_bytes);
  EXPECT_TRUE(r.documents.at(0).sampled);
  // The database counts no rows: what it says of the size is all that is known.
  EXPECT_EQ(scan({table("users", -1, 400'000)}, options).coverage.bytes_skipped, 400'000 - 500 * row_bytes);
  // It says nothing at all: named without a size.
  const ScanResult unknown = scan({table("users", -1, -1)}, options);
  EXPECT_EQ(unknown.coverage.bytes_skipped, 0U);
  EXPECT_FALSE(unknown.coverage.complete());
}

TEST(DatabaseScan, ASmallTableIsNoSample) {
  DatabaseScanOptions options;
  options.sample_rows = 50'000;
  EXPECT_TRUE(scan({table("users", rows_of_a_table, 400'000)}, options).coverage.complete());
}

TEST(DatabaseScan, WhatIsNotReadIsNamed) {
  DatabaseScanOptions options;
  options.exclude = {"app.log*"};
  const ScanResult r = scan({table("locked", 10, 1000), table("log_1", 10, 2000), table("users", rows_of_a_table, -1)}, options);
  EXPECT_EQ(r.coverage.files, 3U);
  EXPECT_EQ(r.coverage.skipped_by_reason.at("unreadable"), 1000U);
  EXPECT_EQ(r.coverage.skipped_by_reason.at("excluded"), 2000U);
  ASSERT_EQ(r.documents.size(), 1U);
  EXPECT_EQ(r.documents[0].path, "app.users");
}

TEST(DatabaseScan, StoppedScansTellWhatWasReadAndWhatWasNot) {
  const ScanResult r = scan({table("a", rows_of_a_table, 400'000), table("b", 10, 1000), table("c", 10, 2000)}, {},
                            [](const DatabaseProgress& p) { return p.table == "app.a"; });
  EXPECT_TRUE(r.interrupted);
  ASSERT_EQ(r.documents.size(), 1U);
  EXPECT_EQ(r.documents[0].path, "app.a");
  EXPECT_EQ(r.coverage.skipped_by_reason.at("interrupted"), 3000U);
}

TEST(DatabaseScan, AStoppedTableKeepsWhatWasFoundInIt) {
  int looks = 0;
  const ScanResult r = scan({table("long", 100 * rows_of_a_table, 400'000), table("b", 10, 1000)}, {}, [&](const DatabaseProgress&) { return ++looks < 5; });
  EXPECT_TRUE(r.interrupted);
  ASSERT_EQ(r.documents.size(), 1U);
  EXPECT_TRUE(r.documents[0].sampled);
  EXPECT_GT(r.documents[0].rows, 0U);
  EXPECT_LT(r.documents[0].rows, static_cast<std::uint64_t>(100 * rows_of_a_table));
  EXPECT_EQ(r.documents[0].findings.at(0).hits, r.documents[0].rows);
  EXPECT_NEAR(double(r.coverage.bytes_found), 100.0 * rows_of_a_table * row_bytes + 1000, row_bytes);
}

}  // namespace
}  // namespace lp::discover
