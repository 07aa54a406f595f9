#include "io/mysql_database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mysql.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/text.h"
#include "io/database_testing.h"
#include "io/server_testing.h"

namespace lp::io {
namespace {

using ::testing::ElementsAre;
using testing::find_table;
using testing::PrivateServer;
using testing::read_back;

constexpr const char* secret = "pa55-wörd";

class MysqlTest : public ::testing::Test {
 protected:
  static bool installed() { return ::access("/usr/sbin/mariadbd", X_OK) == 0 && ::access("/usr/bin/mariadb-install-db", X_OK) == 0; }
  static void SetUpTestSuite() {
    if (!installed()) return;
    server_ = std::make_unique<PrivateServer>("mysql");
    const std::string f = server_->folder();
    ASSERT_TRUE(server_->run("/usr/bin/mariadb-install-db --no-defaults --auth-root-authentication-method=normal --skip-test-db --datadir=" + f + "/data --skip-name-resolve")) << server_->log();
    ASSERT_TRUE(server_->run("sh -c \"/usr/sbin/mariadbd --no-defaults --datadir=" + f + "/data --bind-address=127.0.0.1 --port=" + std::to_string(server_->port()) + " --socket=" + f +
                             "/socket --pid-file=" + f + "/pid --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=32M >" + f + "/server.log 2>&1 & \""))
        << server_->log();
    for (int i = 0; i < 150 && !admin("SELECT 1", false); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    for (const char* sql : fill_sql) ASSERT_TRUE(admin(sql, true)) << read_file(f + "/server.log", 1 << 20).value_or("");
  }
  static void TearDownTestSuite() {
    if (!server_) return;
    EXPECT_TRUE(admin("SHUTDOWN", true));
    for (int i = 0; i < 200 && ::access((server_->folder() + "/pid").c_str(), F_OK) == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    server_.reset();
  }
  void SetUp() override {
    if (server_) return;
    ASSERT_FALSE(testing::must_not_skip()) << "CI must have the package mariadb-server";
    GTEST_SKIP() << "no MariaDB server is installed (package mariadb-server)";
  }
  static constexpr const char* fill_sql[] = {
      "CREATE DATABASE s CHARACTER SET gbk", "CREATE DATABASE other", "CREATE USER reader@'%' IDENTIFIED BY 'pa55-wörd'", "GRANT SELECT ON s.* TO reader@'%'",
      "CREATE TABLE s.kinds (id bigint, `名``称` varchar(50), amount decimal(12,2), raw blob, at datetime, twice bigint AS (id * 2) VIRTUAL, kept bigint AS (id * 3) STORED)",
      "INSERT INTO s.kinds (id, `名``称`, amount, raw, at) VALUES (1, '张三\t\\\\', 12.5, x'00ff095c0a', '2024-07-31 09:30'), (2, NULL, NULL, NULL, NULL), (3, '', 0, '', NULL)",
      "CREATE TABLE s.many (i int PRIMARY KEY, filler varchar(200))", "INSERT INTO s.many SELECT seq, repeat('x', 200) FROM s.seq_1_to_50000", "ANALYZE TABLE s.many",
      "CREATE VIEW s.view AS SELECT 1", "CREATE TABLE s.old (i int) ENGINE=MyISAM", "INSERT INTO s.old VALUES (4)", "CREATE TABLE other.hidden (i int)"};
  static bool admin(const std::string& sql, bool loud) {
    MYSQL* m = mysql_init(nullptr);
    mysql_options(m, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    bool ok = mysql_real_connect(m, "localhost", "root", "", nullptr, 0, (server_->folder() + "/socket").c_str(), 0) != nullptr && mysql_query(m, sql.c_str()) == 0;
    EXPECT_TRUE(ok || !loud) << sql << ": " << mysql_error(m);
    if (ok) mysql_free_result(mysql_store_result(m));
    mysql_close(m);
    return ok;
  }
  static DatabaseServer reader() { return {.host = "127.0.0.1", .port = server_->port(), .database = "", .user = "reader", .password = secret}; }
  static std::unique_ptr<ForeignDatabase> open(const DatabaseServer& server) {
    auto db = open_mysql_database(server);
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

TEST_F(MysqlTest, ListsWhatHoldsRows) {
  auto db = open(reader());
  const auto all = tables(*db);
  std::vector<std::string> names;
  for (const auto& t : all) names.push_back(t.schema + "." + t.name);
  EXPECT_THAT(names, ElementsAre("s.kinds", "s.many", "s.old"));
  EXPECT_EQ(find_table(all, "kinds").columns.at(1), (ForeignColumn{"名`称", "varchar(50)"}));
  EXPECT_EQ(find_table(all, "kinds").columns.size(), 6u) << "the virtual column repeats another";
  EXPECT_NEAR(static_cast<double>(find_table(all, "many").rows_estimate), 50000, 10000);
  EXPECT_GT(find_table(all, "many").bytes_estimate, 50000 * 200);
}

TEST_F(MysqlTest, ReadsCellsOfEveryKind) {
  DatabaseServer local = reader();
  local.host = server_->folder() + "/socket";
  local.database = "s";
  for (const DatabaseServer& server : {reader(), local}) {
    auto db = open(server);
    const auto all = tables(*db);
    const auto back = read_back(*db, find_table(all, "kinds"));
    ASSERT_TRUE(back.status) << back.status.error().message;
    ASSERT_EQ(back.rows.size(), 3u);
    EXPECT_THAT(back.rows[0], ElementsAre("1", "张三\t\\", "12.50", std::string("\x00\xff\x09\x5c\x0a", 5), "2024-07-31 09:30:00", "3"));
    EXPECT_THAT(back.rows[1], ElementsAre("2", std::nullopt, std::nullopt, std::nullopt, std::nullopt, "6"));
    EXPECT_EQ(back.rows[2][1], "");
    EXPECT_THAT(read_back(*db, find_table(all, "kinds"), {.columns = {"amount", "id"}, .limit = 1}).lines(), ElementsAre("12.50|1"));
    EXPECT_THAT(read_back(*db, find_table(all, "old")).lines(), ElementsAre("4"));
  }
}

TEST_F(MysqlTest, KeepsItsSnapshotPastAFailedTable) {
  auto db = open(reader());
  const auto all = tables(*db);
  ForeignTable hidden{.schema = "other", .name = "hidden", .columns = {{"i", "int"}}};
  const auto back = read_back(*db, hidden);
  ASSERT_FALSE(back.status);
  EXPECT_EQ(back.status.error().code, Errc::denied) << back.status.error().message;
  ForeignTable trick{.schema = "s", .name = "kinds` ; DROP TABLE s.kinds; -- ", .columns = {{"i", "int"}}};
  EXPECT_FALSE(read_back(*db, trick).status);
  admin("INSERT INTO s.kinds (id) VALUES (99)", true);
  EXPECT_EQ(read_back(*db, find_table(all, "kinds")).rows.size(), 3u);
  admin("DELETE FROM s.kinds WHERE id = 99", true);
}

TEST_F(MysqlTest, StopsWhenToldAndGoesOn) {
  auto db = open(reader());
  const auto all = tables(*db);
  for (int round = 0; round < 3; ++round) {
    int seen = 0;
    const auto stopped = db->read(find_table(all, "many"), {}, [&](auto, NullMask) { return ++seen < 10; });
    ASSERT_TRUE(stopped) << stopped.error().message;
    EXPECT_EQ(seen, 10);
  }
  EXPECT_EQ(read_back(*db, find_table(all, "many"), {.columns = {"i"}}).rows.size(), 50000u);
}

TEST_F(MysqlTest, SamplesFromAllOver) {
  auto db = open(reader());
  const auto table = find_table(tables(*db), "many");
  const auto once = read_back(*db, table, {.columns = {"i"}, .sample_rows = 500, .seed = 7}).lines();
  EXPECT_NEAR(static_cast<double>(once.size()), 500, 200);
  const auto high = std::count_if(once.begin(), once.end(), [](const std::string& s) { return std::stoi(s) > 25000; });
  EXPECT_NEAR(static_cast<double>(high), static_cast<double>(once.size()) / 2, 90);
  EXPECT_EQ(read_back(*db, table, {.columns = {"i"}, .sample_rows = 500, .seed = 7}).lines(), once);
  EXPECT_EQ(read_back(*db, table, {.columns = {"i"}, .sample_rows = 500'000}).rows.size(), 50000u);
}

TEST_F(MysqlTest, TimesOut) {
  DatabaseServer hasty = reader();
  hasty.statement_timeout = std::chrono::seconds(1);
  auto db = open(hasty);
  const auto all = tables(*db);
  bool slept = false;
  const auto late = db->read(find_table(all, "many"), {}, [&](auto, NullMask) {
    if (!slept) ::sleep(2);  // the consumer's time counts
    slept = true;
    return true;
  });
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Errc::timeout) << late.error().message;
  EXPECT_EQ(read_back(*db, find_table(all, "many"), {.limit = 5}).rows.size(), 5u) << "the connection goes on";
}

TEST_F(MysqlTest, TellsWhyItCannotConnect) {
  DatabaseServer wrong = reader();
  wrong.password = "not-the-password";
  auto db = open_mysql_database(wrong);
  ASSERT_FALSE(db);
  EXPECT_EQ(db.error().code, Errc::unauthenticated) << db.error().message;
  EXPECT_FALSE(contains(db.error().message, "not-the-password"));
  wrong = reader();
  wrong.database = "nowhere";
  EXPECT_FALSE(open_mysql_database(wrong));
  wrong = reader();
  wrong.port = testing::unused_port();
  EXPECT_EQ(open_mysql_database(wrong).error().code, Errc::unavailable);
  wrong = reader();
  wrong.tls = DatabaseTls::verified;
  EXPECT_EQ(open_mysql_database(wrong).error().code, Errc::unavailable) << "the server has no certificate";
}

}  // namespace
}  // namespace lp::io
