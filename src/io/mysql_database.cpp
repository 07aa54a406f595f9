#include "io/mysql_database.h"

#include <errmsg.h>

#include <chrono>
#include <cstdlib>

#include "io/database_row.h"
#include "io/error.h"
#include "io/mysql_connection.h"

namespace lp::io {
namespace {

class MysqlDatabase final : public ForeignDatabase {
 public:
  MysqlDatabase(MysqlHandle handle, DatabaseServer server) : handle_(std::move(handle)), server_(std::move(server)) {}
  Status begin();
  Result<std::vector<ForeignTable>> tables() override;
  Status read(const ForeignTable& table, const ReadOptions& options, const ForeignRowFn& row) override;

 private:
  Result<std::string> select(const ForeignTable& table, const std::vector<ForeignColumn>& columns, const ReadOptions& options, std::string_view doing);
  Status reconnect();
  Error failure(std::chrono::steady_clock::time_point started, std::string_view doing);
  Status stream(const std::string& sql, std::size_t columns, const ForeignRowFn& row, std::string_view doing);
  void stop_query();

  MysqlHandle handle_;
  DatabaseServer server_;
  bool lost_ = false;
};

Status MysqlDatabase::begin() {
  const std::string doing = "opening " + place_of(server_);
  const std::string seconds = std::to_string(server_.statement_timeout.count());
  const bool mariadb = mariadb_connection(handle_.get()) != 0;
  const std::string patience = std::to_string(server_.statement_timeout.count() > 0 ? server_.statement_timeout.count() : 86400);
  for (const std::string& sql : {mariadb ? "SET SESSION max_statement_time = " + seconds : "SET SESSION max_execution_time = " + seconds + "000",
                                 "SET SESSION net_write_timeout = " + patience,  // how long the server waits for a slow reader
                                 std::string("SET SESSION sql_mode = ''"), std::string("SET SESSION lock_wait_timeout = 10"),
                                 std::string("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")}) {
    LP_CHECK_OK(mysql_command(handle_.get(), server_, sql, doing));
  }
  return ok_status();
}

constexpr const char* tables_sql =
    "SELECT t.TABLE_SCHEMA, t.TABLE_NAME, t.TABLE_ROWS, t.DATA_LENGTH, c.COLUMN_NAME, c.COLUMN_TYPE "
    "FROM information_schema.TABLES t JOIN information_schema.COLUMNS c ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME "
    "WHERE t.TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND c.EXTRA NOT LIKE '%VIRTUAL%' "
    "AND coalesce(t.ENGINE, '') NOT IN ('FEDERATED', 'CONNECT', 'SPIDER', 'BLACKHOLE') "
    "AND t.TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')";

Result<std::vector<ForeignTable>> MysqlDatabase::tables() {
  const std::string only = server_.database.empty() ? "" : " AND t.TABLE_SCHEMA = DATABASE()";
  const std::string sql = tables_sql + only + " ORDER BY t.TABLE_SCHEMA, t.TABLE_NAME, c.ORDINAL_POSITION";
  std::vector<ForeignTable> out;
  const auto add = [&](std::span<const std::string_view> cells, NullMask nulls) {
    if (out.empty() || out.back().schema != cells[0] || out.back().name != cells[1]) {
      const auto number = [&](std::size_t c) { return nulls[c] ? -1 : std::strtoll(std::string(cells[c]).c_str(), nullptr, 10); };
      out.push_back({.schema = std::string(cells[0]), .name = std::string(cells[1]), .columns = {}, .rows_estimate = number(2), .bytes_estimate = number(3)});
    }
    out.back().columns.push_back({std::string(cells[4]), std::string(cells[5])});
    return true;
  };
  LP_CHECK_OK(stream(sql, 6, add, "listing tables of " + place_of(server_)));
  return out;
}

Result<std::string> MysqlDatabase::select(const ForeignTable& table, const std::vector<ForeignColumn>& columns, const ReadOptions& options, std::string_view doing) {
  LP_TRY(const std::string source, quoted_table(table, '`'));
  LP_TRY(const std::string list, quoted_list(columns, '`'));
  std::int64_t rows = table.rows_estimate, limit = options.limit;
  if (options.sample_rows > 0 && rows < 0) {
    LP_CHECK_OK(stream("SELECT count(*) FROM " + source, 1, [&](std::span<const std::string_view> cells, NullMask) {
      rows = std::strtoll(std::string(cells[0]).c_str(), nullptr, 10);
      return true;
    }, doing));
  }
  std::string sample;
  if (options.sample_rows > 0 && rows > options.sample_rows) {
    const double share = static_cast<double>(options.sample_rows) / static_cast<double>(rows);
    sample = " WHERE RAND(" + std::to_string(options.seed % 2147483647) + ") < " + std::to_string(share);
    limit = least_limit(limit, options.sample_rows * 2);  // the statistics may be far too low
  }
  return "SELECT " + list + " FROM " + source + sample + (limit > 0 ? " LIMIT " + std::to_string(limit) : "");
}

Status MysqlDatabase::read(const ForeignTable& table, const ReadOptions& options, const ForeignRowFn& row) {
  const std::string doing = "reading table " + table.schema + "." + table.name + " of " + place_of(server_);
  LP_TRY(const auto columns, chosen_columns(table, options));
  LP_TRY(const std::string sql, select(table, columns, options, doing));
  return stream(sql, columns.size(), row, doing);
}

// Rows not wanted any more would all have to be read: the server is asked, on another connection, to end the query.
void MysqlDatabase::stop_query() {
  const auto other = connect_mysql(server_);
  if (!other) return;  // then they are read
  const std::string kill = "KILL QUERY " + std::to_string(mysql_thread_id(handle_.get()));
  if (!mysql_command(other->get(), server_, kill, "stopping")) return;
}

// The other tables can then be read, though from a later snapshot.
Status MysqlDatabase::reconnect() {
  LP_TRY(handle_, connect_mysql(server_));
  lost_ = false;
  return begin();
}

// MariaDB ends a statement that timed out while its reader was busy by dropping the connection.
Error MysqlDatabase::failure(std::chrono::steady_clock::time_point started, std::string_view doing) {
  const unsigned code = mysql_errno(handle_.get());
  lost_ = code == CR_SERVER_LOST || code == CR_SERVER_GONE_ERROR;
  Error error = mysql_failure(handle_.get(), server_, doing);
  const bool late = server_.statement_timeout.count() > 0 && std::chrono::steady_clock::now() - started >= server_.statement_timeout;
  if (!lost_ || !late) return error;
  return fail(Errc::timeout, std::move(error.message), "数据库读取超时");
}

Status MysqlDatabase::stream(const std::string& sql, std::size_t columns, const ForeignRowFn& row, std::string_view doing) {
  if (lost_) LP_CHECK_OK(reconnect());
  MYSQL* m = handle_.get();
  const auto started = std::chrono::steady_clock::now();
  if (mysql_real_query(m, sql.data(), sql.size()) != 0) return failure(started, doing);
  const MysqlResult result(mysql_use_result(m));
  if (!result) return failure(started, doing);
  if (mysql_num_fields(result.get()) != columns) return fail(Errc::corrupt, std::string(doing) + ": a row does not have the columns asked for", "数据库返回的行与列不符");
  RowBuffer buffer(columns);
  bool wanted = true;
  while (const MYSQL_ROW cells = mysql_fetch_row(result.get())) {
    if (!wanted) continue;  // stopped: what was under way
    const unsigned long* lengths = mysql_fetch_lengths(result.get());
    for (std::size_t c = 0; c < columns; ++c) {
      if (cells[c] == nullptr) {
        buffer.set_null(c);
      } else {
        buffer.set(c, {cells[c], lengths[c]});
      }
    }
    wanted = buffer.pass_to(row);
    if (!wanted) stop_query();
  }
  const unsigned code = mysql_errno(m);
  if (wanted) return code == 0 ? ok_status() : Status(failure(started, doing));
  // The order to stop may have come after the last row: an empty statement takes it, not the next table.
  return mysql_command(m, server_, "DO 0", doing) ? ok_status() : mysql_command(m, server_, "DO 0", doing);
}

}  // namespace

Result<std::unique_ptr<ForeignDatabase>> open_mysql_database(const DatabaseServer& server) {
  LP_TRY(MysqlHandle handle, connect_mysql(server));
  auto database = std::make_unique<MysqlDatabase>(std::move(handle), server);
  LP_CHECK_OK(database->begin());
  return std::unique_ptr<ForeignDatabase>(std::move(database));
}

}  // namespace lp::io
