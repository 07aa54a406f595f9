// Reading a foreign SQLite file: bytes and cells a second on one core, beside the engine's own
// stepping with every cell taken as text. Usage: sources_bench [rows]
#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>

#include "io/files.h"
#include "io/sqlite_database.h"

namespace {

using namespace lp;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void run(sqlite3* db, const std::string& sql) {
  if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) std::exit(1);
}

void make(const std::filesystem::path& file, int rows) {
  sqlite3* db = nullptr;
  sqlite3_open(file.c_str(), &db);
  run(db, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT, idno TEXT, phone TEXT, mail TEXT, addr TEXT, "
          "amount REAL, age INTEGER, created TEXT, note TEXT, code TEXT, flag INTEGER)");
  run(db, fmt::format("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) INSERT INTO p SELECT i, '张' || i || '伟', printf('3201%014d', i * 7919), "
                      "printf('1%010d', i * 31), 'user' || i || '@example.cn', '江苏省南京市玄武区中山路' || (i % 900) || '号', i * 1.37, i % 90, '2024-07-31 09:30:00', "
                      "CASE WHEN i % 3 = 0 THEN '备注文字若干，用于测试的内容 ' || i END, printf('C%08d', i), i % 2 FROM n", rows));
  sqlite3_close(db);
}

double yardstick(const std::filesystem::path& file) {
  sqlite3* db = nullptr;
  sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  sqlite3_stmt* s = nullptr;
  sqlite3_prepare_v2(db, "SELECT * FROM p", -1, &s, nullptr);
  const double start = cpu_seconds();
  std::int64_t bytes = 0;
  while (sqlite3_step(s) == SQLITE_ROW) {
    for (int c = 0; c < 12; ++c) bytes += sqlite3_column_text(s, c) != nullptr ? sqlite3_column_bytes(s, c) : 0;
  }
  const double seconds = cpu_seconds() - start;
  sqlite3_finalize(s);
  sqlite3_close(db);
  return bytes > 0 ? seconds : 0;
}

double reader(const std::filesystem::path& file, std::size_t& bytes, std::size_t& cells) {
  const auto db = io::open_sqlite_database(file);
  if (!db) std::exit(1);
  const auto tables = (*db)->tables().value();
  bytes = cells = 0;
  const double start = cpu_seconds();
  const auto read = (*db)->read(tables.at(0), {}, [&](std::span<const std::string_view> row, io::NullMask) {
    cells += row.size();
    for (const std::string_view cell : row) bytes += cell.size();
    return true;
  });
  return read ? cpu_seconds() - start : 0;
}

}  // namespace

int main(int count, char** arguments) {
  const int rows = count > 1 ? std::atoi(arguments[1]) : 1'000'000;
  const auto folder = io::TempDir::create("sources-bench");
  const auto file = folder->path() / "people.db";
  make(file, rows);
  for (int round = 0; round < 3; ++round) {
    const double plain = yardstick(file);
    std::size_t bytes = 0, cells = 0;
    const double ours = reader(file, bytes, cells);
    fmt::print("sqlite: {:.0f} MB/s of cells, {:.1f} M cells/s a core; {:.2f} of the yardstick's time ({:.2f} s)\n", static_cast<double>(bytes) / 1e6 / ours,
               static_cast<double>(cells) / 1e6 / ours, ours / plain, plain);
  }
}
