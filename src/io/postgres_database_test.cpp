#include "io/postgres_database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "io/database_testing.h"
#include "io/postgres_copy.h"
#include "io/server_testing.h"

namespace lp::io {
namespace {

using ::testing::ElementsAre;
using testing::find_table;
using testing::PrivateServer;
using testing::read_back;

constexpr const char* secret = "pa55-wörd'x";

// The newest PostgreSQL of Debian's layout.
std::string programs() {
  std::string newest;
  std::error_code none;
  for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql", none)) {
    const auto bin = version.path() / "bin";
    if (std::filesystem::exists(bin / "initdb") && bin.string() > newest) newest = bin.string();
  }
  return newest;
}

class PostgresTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (programs().empty()) return;
    server_ = std::make_unique<PrivateServer>("postgres");
    const std::string f = server_->folder();
    ASSERT_TRUE(server_->run("sh -c \"echo root-secret > " + f + "/pw\"")) << server_->log();
    ASSERT_TRUE(server_->run(programs() + "/initdb --no-sync -U admin -A scram-sha-256 -E UTF8 --locale=C.UTF-8 --pwfile=" + f + "/pw -D " + f + "/data")) << server_->log();
    ASSERT_TRUE(server_->run(programs() + "/pg_ctl -w -D " + f + "/data -l " + f + "/server.log -o \"-c listen_addresses=127.0.0.1 -c unix_socket_directories=" + f +
                             " -c fsync=off -c autovacuum=off -p " + std::to_string(server_->port()) + "\" start"))
        << server_->log();
    admin(fill_sql());
  }
  static void TearDownTestSuite() {
    if (!server_) return;
    EXPECT_TRUE(server_->run(programs() + "/pg_ctl -w -m immediate -D " + server_->folder() + "/data stop")) << server_->log();
    server_.reset();
  }
  void SetUp() override {
    if (server_) return;
    ASSERT_FALSE(testing::must_not_skip()) << "CI must have the package postgresql";
    GTEST_SKIP() << "no PostgreSQL server is installed (package postgresql)";
  }
  static std::string fill_sql() {
    return std::string("CREATE ROLE reader LOGIN PASSWORD 'pa55-wörd''x'; CREATE SCHEMA s; GRANT USAGE ON SCHEMA s TO reader;") + R"(
      CREATE TABLE s.kinds (id bigint, "名 ""称" text, amount numeric(12,2), raw bytea, at timestamp, tags text[], flag boolean);
      INSERT INTO s.kinds VALUES (1, E'张三\t一\\二\n三\r', 12.50, '\x00ff095c0a', '2024-07-31 09:30', '{a,"b c"}', true), (2, NULL, NULL, NULL, NULL, NULL, NULL), (3, '\N', 0, '', NULL, '{}', false);
      CREATE TABLE s.many AS SELECT i, md5(i::text) AS code FROM generate_series(1, 20000) i; ANALYZE s.many;
      CREATE TABLE s.parts (i int, p int) PARTITION BY LIST (p); CREATE TABLE s.part1 PARTITION OF s.parts FOR VALUES IN (1); CREATE TABLE s.part2 PARTITION OF s.parts FOR VALUES IN (2);
      INSERT INTO s.parts SELECT i, i % 2 + 1 FROM generate_series(1, 500) i; ANALYZE s.parts;
      CREATE TABLE s.base (i int); CREATE TABLE s.child () INHERITS (s.base); INSERT INTO s.base VALUES (1); INSERT INTO s.child VALUES (2);
      CREATE VIEW s.view AS SELECT 1; CREATE MATERIALIZED VIEW s.mat AS SELECT 5 AS five;
      CREATE TABLE s.guarded (i int); INSERT INTO s.guarded VALUES (1); ALTER TABLE s.guarded ENABLE ROW LEVEL SECURITY;
      GRANT SELECT ON ALL TABLES IN SCHEMA s TO reader; CREATE TABLE s.hidden (i int);)";
  }
  static void admin(const std::string& sql) {
    const std::string port = std::to_string(server_->port());
    const char* keys[] = {"host", "port", "user", "password", "dbname", "options", nullptr};
    const char* values[] = {"127.0.0.1", port.c_str(), "admin", "root-secret", "postgres", "-c client_min_messages=error", nullptr};
    PGconn* c = PQconnectdbParams(keys, values, 0);
    ASSERT_EQ(PQstatus(c), CONNECTION_OK) << PQerrorMessage(c);
    PGresult* r = PQexec(c, sql.c_str());
    EXPECT_TRUE(PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK) << PQerrorMessage(c);
    PQclear(r);
    PQfinish(c);
  }
  static DatabaseServer reader() { return {.host = "127.0.0.1", .port = server_->port(), .database = "postgres", .user = "reader", .password = secret}; }
  static std::unique_ptr<ForeignDatabase> open(const DatabaseServer& server) {
    auto db = open_postgres_database(server);
    EXPECT_TRUE(db) << db.error().message;
    return db ? *std::move(db) : nullptr;
  }
  static std::vector<ForeignTable> tables(ForeignDatabase& db) {
    auto got = db.tables();
    EXPECT_TRUE(got) << got.error().message;
    return got.value_or(std::vector<ForeignTable>{});
  }

  static inline std::unique_ptr<PrivateServer> server_;
};

TEST_F(PostgresTest, ListsWhatHoldsRows) {
  auto db = open(reader());
  const auto all = tables(*db);
  std::vector<std::string> names;
  for (const auto& t : all) names.push_back(t.schema + "." + t.name);
  EXPECT_THAT(names, ElementsAre("s.base", "s.child", "s.guarded", "s.hidden", "s.kinds", "s.many", "s.mat", "s.parts"));
  const ForeignTable kinds = find_table(all, "kinds");
  EXPECT_EQ(kinds.columns.at(1), (ForeignColumn{"名 \"称", "text"}));
  EXPECT_EQ(kinds.columns.at(2).type, "numeric(12,2)");
  EXPECT_EQ(kinds.rows_estimate, -1) << "never analysed";
  EXPECT_EQ(find_table(all, "many").rows_estimate, 20000);
  EXPECT_GT(find_table(all, "many").bytes_estimate, 20000 * 36);
  EXPECT_EQ(find_table(all, "parts").rows_estimate, 500);
}

TEST_F(PostgresTest, ReadsCellsOfEveryKind) {
  DatabaseServer local = reader();
  local.host = server_->folder();  // the local socket
  for (const DatabaseServer& server : {reader(), local}) {
    auto db = open(server);
    const auto table = find_table(tables(*db), "kinds");
    const auto back = read_back(*db, table);
    ASSERT_TRUE(back.status) << back.status.error().message;
    ASSERT_EQ(back.rows.size(), 3u);
    EXPECT_THAT(back.rows[0], ElementsAre("1", "张三\t一\\二\n三\r", "12.50", std::string("\x00\xff\x09\x5c\x0a", 5), "2024-07-31 09:30:00", "{a,\"b c\"}", "t"));
    EXPECT_THAT(back.rows[1], ElementsAre("2", std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt));
    EXPECT_THAT(back.rows[2], ElementsAre("3", "\\N", "0.00", "", std::nullopt, "{}", "f"));
    EXPECT_THAT(read_back(*db, table, {.columns = {"amount", "id"}, .limit = 1}).lines(), ElementsAre("12.50|1"));
  }
}

TEST_F(PostgresTest, CountsNoRowTwice) {
  auto db = open(reader());
  const auto all = tables(*db);
  EXPECT_EQ(read_back(*db, find_table(all, "parts")).rows.size(), 500u);
  EXPECT_THAT(read_back(*db, find_table(all, "base")).lines(), ElementsAre("1"));
  EXPECT_THAT(read_back(*db, find_table(all, "child")).lines(), ElementsAre("2"));
  EXPECT_THAT(read_back(*db, find_table(all, "mat")).lines(), ElementsAre("5"));
}

TEST_F(PostgresTest, AFailedTableLeavesTheOthersInTheSameSnapshot) {
  auto db = open(reader());
  const auto all = tables(*db);
  const auto hidden = read_back(*db, find_table(all, "hidden"));
  ASSERT_FALSE(hidden.status);
  EXPECT_EQ(hidden.status.error().code, Errc::denied) << hidden.status.error().message;
  EXPECT_EQ(read_back(*db, find_table(all, "guarded")).status.error().code, Errc::denied) << "row security would hide rows";
  ForeignTable gone{.schema = "s", .name = "gone", .columns = {{"i", "int"}}};
  EXPECT_EQ(read_back(*db, gone).status.error().code, Errc::not_found);
  admin("INSERT INTO s.base VALUES (9)");
  EXPECT_THAT(read_back(*db, find_table(all, "base")).lines(), ElementsAre("1"));
  admin("DELETE FROM s.base WHERE i = 9");
}

TEST_F(PostgresTest, StopsWhenToldAndGoesOn) {
  auto db = open(reader());
  const auto all = tables(*db);
  for (int round = 0; round < 3; ++round) {
    int seen = 0;
    const auto stopped = db->read(find_table(all, "many"), {}, [&](auto, NullMask) { return ++seen < 10; });
    ASSERT_TRUE(stopped) << stopped.error().message;
    EXPECT_EQ(seen, 10);
  }
  EXPECT_EQ(read_back(*db, find_table(all, "many")).rows.size(), 20000u);
}

TEST_F(PostgresTest, SamplesFromAllOver) {
  auto db = open(reader());
  const auto table = find_table(tables(*db), "many");
  const auto once = read_back(*db, table, {.columns = {"i"}, .sample_rows = 500, .seed = 7}).lines();
  EXPECT_NEAR(static_cast<double>(once.size()), 500, 120);
  EXPECT_NEAR(static_cast<double>(std::count_if(once.begin(), once.end(), [](const std::string& s) { return std::stoi(s) > 10000; })), 250, 90);
  EXPECT_EQ(read_back(*db, table, {.columns = {"i"}, .sample_rows = 500, .seed = 7}).lines(), once);
  EXPECT_NE(read_back(*db, table, {.columns = {"i"}, .sample_rows = 500, .seed = 8}).lines(), once);
  EXPECT_EQ(read_back(*db, table, {.columns = {"i"}, .sample_rows = 50000}).rows.size(), 20000u);
}

TEST_F(PostgresTest, GoesOnAfterALostConnection) {
  auto db = open(reader());
  const auto table = find_table(tables(*db), "many");
  admin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader'");
  EXPECT_EQ(read_back(*db, table).status.error().code, Errc::unavailable);
  EXPECT_EQ(read_back(*db, table).rows.size(), 20000u);
}

TEST_F(PostgresTest, CannotWrite) {
  auto db = open(reader());
  ForeignTable trick{.schema = "s", .name = "base\"; DROP TABLE s.base; --", .columns = {{"i", "int"}}};
  EXPECT_EQ(read_back(*db, trick).status.error().code, Errc::not_found);
  EXPECT_THAT(read_back(*db, find_table(tables(*db), "base")).lines(), ElementsAre("1"));
}

TEST_F(PostgresTest, TimesOut) {
  DatabaseServer hasty = reader();
  hasty.statement_timeout = std::chrono::seconds(1);
  auto db = open(hasty);
  const auto all = tables(*db);
  admin("CREATE TABLE IF NOT EXISTS s.wide AS SELECT repeat('x', 1000) AS x, i FROM generate_series(1, 60000) i; GRANT SELECT ON s.wide TO reader");
  db = open(hasty);
  bool slept = false;
  const auto late = db->read(find_table(tables(*db), "wide"), {}, [&](auto, NullMask) {
    if (!slept) ::sleep(2);  // the consumer's time counts
    slept = true;
    return true;
  });
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Errc::timeout) << late.error().message;
  EXPECT_EQ(read_back(*db, find_table(all, "many"), {.limit = 5}).rows.size(), 5u) << "the connection goes on";
}

TEST_F(PostgresTest, TellsWhyItCannotConnect) {
  DatabaseServer wrong = reader();
  wrong.password = "not-the-password";
  auto db = open_postgres_database(wrong);
  ASSERT_FALSE(db);
  EXPECT_EQ(db.error().code, Errc::unauthenticated) << db.error().message;
  EXPECT_FALSE(contains(db.error().message, "not-the-password"));
  EXPECT_TRUE(contains(db.error().message, "reader@127.0.0.1"));
  wrong = reader();
  wrong.database = "nowhere";
  EXPECT_EQ(open_postgres_database(wrong).error().code, Errc::not_found);
  wrong = reader();
  wrong.port = testing::unused_port();
  EXPECT_EQ(open_postgres_database(wrong).error().code, Errc::unavailable);
  wrong = reader();
  wrong.tls = DatabaseTls::verified;
  EXPECT_EQ(open_postgres_database(wrong).error().code, Errc::unavailable) << "the server has no certificate";
}

TEST(PostgresCopy, RefusesARowOfTheWrongWidth) {
  RowBuffer row(2);
  std::string few = "1", many = "1\t2\t3", right = "\t\\N";
  EXPECT_FALSE(parse_copy_line(few, {false, false}, row));
  EXPECT_FALSE(parse_copy_line(many, {false, false}, row));
  EXPECT_TRUE(parse_copy_line(right, {false, false}, row));
}

}  // namespace
}  // namespace lp::io
