#include "io/sqlite_database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "io/database_testing.h"
#include "io/files.h"

namespace lp::io {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::find_table;
using testing::read_back;

class SqliteDatabaseTest : public ::testing::Test {
 protected:
  // A writer's own connection, kept open until the test ends or close().
  sqlite3* write(const std::string& name, const std::string& sql) {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(file(name).c_str(), &db), SQLITE_OK);
    writers_.push_back(db);
    run(db, sql);
    return db;
  }
  static void run(sqlite3* db, const std::string& sql) {
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK) << (message ? message : "");
    sqlite3_free(message);
  }
  void close() {
    for (sqlite3* db : writers_) sqlite3_close(db);
    writers_.clear();
  }
  void TearDown() override { close(); }
  fs::path file(const std::string& name) const { return dir_.path() / name; }
  // Name and content of everything below a folder.
  static std::map<std::string, std::string> contents(const fs::path& folder) {
    std::map<std::string, std::string> out;
    for (const auto& entry : fs::directory_iterator(folder)) out[entry.path().filename()] = read_file(entry.path(), 1 << 28).value();
    return out;
  }
  std::unique_ptr<ForeignDatabase> open(const fs::path& path) {
    auto db = open_sqlite_database(path);
    EXPECT_TRUE(db) << db.error().message;
    return db ? *std::move(db) : nullptr;
  }

  TempDir dir_ = std::move(*TempDir::create("sqlite-database"));
  std::vector<sqlite3*> writers_;
};

constexpr const char* thousand = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) ";

TEST_F(SqliteDatabaseTest, ReadsCellsOfEveryKind) {
  write("a.db", R"(CREATE TABLE "odd ""name" (id INTEGER PRIMARY KEY, "a""b" TEXT, "rowid" REAL, raw BLOB, made TEXT GENERATED ALWAYS AS (id || 'x') STORED);
    INSERT INTO "odd ""name" VALUES (1, '张三', 1.5, x'00ff41'), (-9223372036854775808, NULL, NULL, NULL), (3, '', 2, x'');
    CREATE VIEW v AS SELECT 1; CREATE VIRTUAL TABLE f USING fts5(body); INSERT INTO f VALUES ('全文');)");
  close();
  auto db = open(file("a.db"));
  const auto tables = db->tables().value();
  const ForeignTable table = find_table(tables, "odd \"name");
  EXPECT_THAT(table.columns, ElementsAre(ForeignColumn{"id", "INTEGER"}, ForeignColumn{"a\"b", "TEXT"}, ForeignColumn{"rowid", "REAL"}, ForeignColumn{"raw", "BLOB"}, ForeignColumn{"made", "TEXT"}));
  EXPECT_TRUE(find_table(tables, "v").columns.empty());
  EXPECT_TRUE(find_table(tables, "f").columns.empty()) << "a virtual table runs code";
  EXPECT_THAT(read_back(*db, find_table(tables, "f_content")).lines(), ElementsAre("1|全文"));
  const auto all = read_back(*db, table);
  ASSERT_TRUE(all.status) << all.status.error().message;
  EXPECT_THAT(all.lines(), ElementsAre("-9223372036854775808|NULL|NULL|NULL|-9223372036854775808x", std::string("1|张三|1.5|") + std::string("\0\xff", 2) + "A|1x", "3||2||3x"));
  EXPECT_THAT(read_back(*db, table, {.columns = {"a\"b", "id"}, .limit = 2}).lines(), ElementsAre("NULL|-9223372036854775808", "张三|1"));
  EXPECT_EQ(read_back(*db, table, {.columns = {"nothing"}}).status.error().code, Errc::not_found);
}

TEST_F(SqliteDatabaseTest, StopsWhenTold) {
  write("a.db", std::string("CREATE TABLE t (i); INSERT INTO t ") + thousand + "SELECT i FROM n;");
  auto db = open(file("a.db"));
  int seen = 0;
  const auto table = find_table(db->tables().value(), "t");
  ASSERT_TRUE(db->read(table, {}, [&](auto, NullMask) { return ++seen < 7; }));
  EXPECT_EQ(seen, 7);
  EXPECT_EQ(table.rows_estimate, 1000);
  EXPECT_GT(table.bytes_estimate, 4000);
}

TEST_F(SqliteDatabaseTest, ReadsUtf16) {
  write("a.db", "PRAGMA encoding='UTF-16le'; CREATE TABLE t (姓名 TEXT); INSERT INTO t VALUES ('李四');");
  auto db = open(file("a.db"));
  const auto table = find_table(db->tables().value(), "t");
  EXPECT_EQ(table.columns.at(0).name, "姓名");
  EXPECT_THAT(read_back(*db, table).lines(), ElementsAre("李四"));
}

TEST_F(SqliteDatabaseTest, ReadsALogLeftBehindAndLeavesNoTrace) {
  write("a.db", "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE t (i); INSERT INTO t VALUES (1);");
  fs::create_directory(file("left"));
  fs::copy_file(file("a.db"), file("left/a.db"));
  fs::copy_file(file("a.db-wal"), file("left/a.db-wal"));
  const auto before = contents(file("left"));
  {
    auto db = open(file("left/a.db"));
    EXPECT_THAT(read_back(*db, find_table(db->tables().value(), "t")).lines(), ElementsAre("1"));
  }
  EXPECT_TRUE(contents(file("left")) == before);
}

TEST_F(SqliteDatabaseTest, ReadsBesideALiveWriter) {
  sqlite3* writer = write("a.db", "PRAGMA journal_mode=WAL; CREATE TABLE t (i); INSERT INTO t VALUES (1); BEGIN; INSERT INTO t VALUES (2);");
  auto db = open(file("a.db"));
  const auto table = find_table(db->tables().value(), "t");
  EXPECT_THAT(read_back(*db, table).lines(), ElementsAre("1"));
  run(writer, "COMMIT");
  EXPECT_THAT(read_back(*db, table).lines(), ElementsAre("1", "2"));
}

TEST_F(SqliteDatabaseTest, ReadsACleanlyClosedLogDatabaseWithoutMakingFiles) {
  write("a.db", "PRAGMA journal_mode=WAL; CREATE TABLE t (i); INSERT INTO t VALUES (1);");
  close();
  const auto before = contents(dir_.path());
  ASSERT_EQ(before.size(), 1u);
  auto db = open(file("a.db"));
  EXPECT_THAT(read_back(*db, find_table(db->tables().value(), "t")).lines(), ElementsAre("1"));
  EXPECT_TRUE(contents(dir_.path()) == before);
}

// A transaction cut short after some pages reached the file.
class HotJournalTest : public SqliteDatabaseTest {
 protected:
  void SetUp() override {
    sqlite3* writer = write("a.db", std::string("CREATE TABLE t (i, filler); INSERT INTO t ") + thousand + "SELECT i, hex(randomblob(500)) FROM n;");
    run(writer, "PRAGMA cache_size=2; PRAGMA cache_spill=1; BEGIN; UPDATE t SET i = -1;");
    fs::create_directory(file("left"));
    fs::copy_file(file("a.db"), file("left/a.db"));
    fs::copy_file(file("a.db-journal"), file("left/a.db-journal"));
  }
};

TEST_F(HotJournalTest, IsRolledBackInACopy) {
  const auto before = contents(file("left"));
  auto db = open(file("left/a.db"));
  const auto back = read_back(*db, find_table(db->tables().value(), "t"), {.columns = {"i"}});
  ASSERT_TRUE(back.status) << back.status.error().message;
  EXPECT_EQ(back.rows.size(), 1000u);
  EXPECT_EQ(std::count(back.rows.begin(), back.rows.end(), std::vector{std::optional<std::string>("-1")}), 0);
  EXPECT_TRUE(contents(file("left")) == before);
}

TEST_F(HotJournalTest, ThatNamesAnotherFileIsRefused) {
  std::ofstream(file("left/a.db-journal"), std::ios::app | std::ios::binary) << "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
  const auto db = open_sqlite_database(file("left/a.db"));
  ASSERT_FALSE(db);
  EXPECT_EQ(db.error().code, Errc::unavailable) << db.error().message;
  EXPECT_FALSE(db.error().hint.empty());
}

TEST_F(SqliteDatabaseTest, ABrokenPageEndsOnlyItsTable) {
  sqlite3* writer = write("a.db", std::string("CREATE TABLE good (i); CREATE TABLE bad (i, filler); INSERT INTO good VALUES (7); INSERT INTO bad ") + thousand + "SELECT i, hex(randomblob(300)) FROM n;");
  sqlite3_stmt* s = nullptr;
  ASSERT_EQ(sqlite3_prepare_v2(writer, "SELECT max(pageno) FROM dbstat WHERE name = 'bad'", -1, &s, nullptr), SQLITE_OK);
  ASSERT_EQ(sqlite3_step(s), SQLITE_ROW);
  const std::int64_t page = sqlite3_column_int64(s, 0);
  sqlite3_finalize(s);
  close();
  std::fstream(file("a.db"), std::ios::in | std::ios::out | std::ios::binary).seekp((page - 1) * 4096) << std::string(4096, '\x7f');
  auto db = open(file("a.db"));
  const auto tables = db->tables().value();
  const auto bad = read_back(*db, find_table(tables, "bad"));
  ASSERT_FALSE(bad.status);
  EXPECT_EQ(bad.status.error().code, Errc::corrupt) << bad.status.error().message;
  EXPECT_GT(bad.rows.size(), 100u) << "what came before the page was given";
  EXPECT_THAT(read_back(*db, find_table(tables, "good")).lines(), ElementsAre("7"));
}

TEST_F(SqliteDatabaseTest, RefusesWhatIsNoDatabase) {
  std::ofstream(file("text")) << std::string(5000, 'x');
  std::ofstream(file("empty"));
  std::ofstream(file("cut")) << std::string("SQLite format 3\0", 16) << std::string(4080, '\x01');
  EXPECT_EQ(open_sqlite_database(file("text")).error().code, Errc::invalid);
  EXPECT_EQ(open_sqlite_database(file("none")).error().code, Errc::not_found);
  EXPECT_FALSE(open_sqlite_database(file("cut")));
  EXPECT_TRUE(open(file("empty"))->tables().value().empty());
  EXPECT_FALSE(open_sqlite_database(dir_.path()));
}

class SqliteSampleTest : public SqliteDatabaseTest {
 protected:
  std::set<std::string> sample(const std::string& sql, ReadOptions options) {
    write("s.db", sql);
    close();
    auto db = open(file("s.db"));
    const auto back = read_back(*db, find_table(db->tables().value(), "t"), options);
    EXPECT_TRUE(back.status) << back.status.error().message;
    const auto lines = back.lines();
    std::set<std::string> out(lines.begin(), lines.end());
    EXPECT_EQ(out.size(), lines.size()) << "no row twice";
    const auto again = read_back(*db, find_table(db->tables().value(), "t"), options).lines();
    EXPECT_EQ(again, lines) << "the same seed gives the same rows";
    return out;
  }
};

TEST_F(SqliteSampleTest, TakesRowsFromAllOverTheTable) {
  const auto got = sample(std::string("CREATE TABLE t (i); INSERT INTO t ") + thousand + "SELECT i FROM n;", {.sample_rows = 100, .seed = 5});
  EXPECT_EQ(got.size(), 100u);
  EXPECT_EQ(std::count_if(got.begin(), got.end(), [](const std::string& s) { return std::stoi(s) > 500; }), 50);
}

TEST_F(SqliteSampleTest, WorksWithoutRowNumbers) {
  const auto got = sample(std::string("CREATE TABLE t (i INTEGER PRIMARY KEY) WITHOUT ROWID; INSERT INTO t ") + thousand + "SELECT i FROM n;", {.sample_rows = 100});
  EXPECT_EQ(got.size(), 100u);
}

TEST_F(SqliteSampleTest, WorksWithRowNumbersInClusters) {
  const auto got = sample(std::string("CREATE TABLE t (i INTEGER PRIMARY KEY); INSERT INTO t ") + thousand + "SELECT i + (i > 500) * 4000000000000000000 FROM n;", {.sample_rows = 100});
  EXPECT_EQ(got.size(), 100u);
}

TEST_F(SqliteSampleTest, GivesASmallTableWhole) {
  EXPECT_EQ(sample(std::string("CREATE TABLE t (i); INSERT INTO t ") + thousand + "SELECT i FROM n;", {.sample_rows = 5000}).size(), 1000u);
}

}  // namespace
}  // namespace lp::io
