#include "io/postgres_database.h"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/text.h"
#include "io/database_row.h"
#include "io/error.h"
#include "io/postgres_copy.h"

namespace lp::io {
namespace {

struct CloseConnection {
  void operator()(PGconn* c) const { PQfinish(c); }
};
using Connection = std::unique_ptr<PGconn, CloseConnection>;
struct ClearResult {
  void operator()(PGresult* r) const { PQclear(r); }
};
using Answer = std::unique_ptr<PGresult, ClearResult>;
struct FreeMemory {
  void operator()(char* p) const { PQfreemem(p); }
};

Errc class_of(std::string_view state) {
  if (state == "42501") return Errc::denied;
  if (state == "57014") return Errc::timeout;
  if (state == "42P01" || state == "42703" || state == "3F000" || state == "3D000") return Errc::not_found;
  if (state == "0A000") return Errc::unsupported;
  if (state.starts_with("28")) return Errc::unauthenticated;
  if (state == "55P03" || state.empty() || state.starts_with("08") || state.starts_with("53") || state.starts_with("57")) return Errc::unavailable;
  if (state.starts_with("XX")) return Errc::corrupt;
  if (state.starts_with("58")) return Errc::io;
  return Errc::invalid;
}

std::string_view sentence_for(Errc code) {
  switch (code) {
    case Errc::denied: return "该账号没有读取此表的权限";
    case Errc::timeout: return "数据库读取超时";
    case Errc::not_found: return "数据库或表不存在";
    case Errc::unauthenticated: return "数据库账号或密码不正确";
    case Errc::unavailable: return "数据库服务器无法连接或暂不可用";
    case Errc::corrupt: return "数据库中的数据已损坏";
    default: return "读取数据库失败";
  }
}

class PostgresDatabase final : public ForeignDatabase {
 public:
  PostgresDatabase(Connection connection, DatabaseServer server) : connection_(std::move(connection)), server_(std::move(server)) {}
  Status begin();
  Result<std::vector<ForeignTable>> tables() override;
  Status read(const ForeignTable& table, const ReadOptions& options, const ForeignRowFn& row) override;

 private:
  Error failure(const PGresult* answer, std::string_view doing) const;
  Result<Answer> query(const std::string& sql, std::initializer_list<const char*> parameters, std::string_view doing);
  Status command(const std::string& sql, std::string_view doing);
  Status start_table(std::string_view doing);
  Status end_savepoint(std::string_view doing);
  Result<std::string> select(const ForeignTable& table, const std::vector<ForeignColumn>& columns, const ReadOptions& options, std::string_view doing);
  Status copy(const std::string& select, const std::vector<ForeignColumn>& columns, const ForeignRowFn& row, std::string_view doing);
  void cancel();

  Connection connection_;
  DatabaseServer server_;
};

// The server's first line only: details may quote cells, and so may the first line of a data exception (class 22).
Error PostgresDatabase::failure(const PGresult* answer, std::string_view doing) const {
  const char* state = answer ? PQresultErrorField(answer, PG_DIAG_SQLSTATE) : nullptr;
  const char* primary = answer ? PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
  const std::string_view code = state ? state : "";
  std::string text = code.starts_with("22") ? "a value could not be computed" : primary ? primary : PQerrorMessage(connection_.get());
  if (!code.empty()) text += " (" + std::string(code) + ")";
  const Errc errc = class_of(code);
  return fail(errc, std::string(doing) + ": " + without_password(std::move(text), server_), std::string(sentence_for(errc)));
}

Result<Answer> PostgresDatabase::query(const std::string& sql, std::initializer_list<const char*> parameters, std::string_view doing) {
  Answer answer(PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(parameters.size()), nullptr, std::data(parameters), nullptr, nullptr, 0));
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return failure(answer.get(), doing);
  return answer;
}

Status PostgresDatabase::command(const std::string& sql, std::string_view doing) {
  LP_TRY(const Answer answer, query(sql, {}, doing));
  return ok_status();
}

Status PostgresDatabase::end_savepoint(std::string_view doing) {
  LP_CHECK_OK(command("ROLLBACK TO SAVEPOINT longpan", doing));
  return command("RELEASE SAVEPOINT longpan", doing);  // or they would pile up
}

// After a lost connection the other tables can be read, though from a later snapshot.
Status PostgresDatabase::start_table(std::string_view doing) {
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    PQreset(connection_.get());
    if (PQstatus(connection_.get()) != CONNECTION_OK) return failure(nullptr, doing);
    LP_CHECK_OK(begin());
  }
  // Within a savepoint a failed table does not end the transaction, and with it the snapshot.
  return command("SAVEPOINT longpan", doing);
}

Status PostgresDatabase::begin() {
  const std::string timeout = std::to_string(std::chrono::milliseconds(server_.statement_timeout).count());
  for (const std::string& sql : {std::string("SET search_path = pg_catalog"), std::string("SET row_security = off"), std::string("SET bytea_output = hex"),
                                 std::string("SET datestyle = ISO"), std::string("SET default_transaction_read_only = on"), std::string("SET lock_timeout = '10s'"),
                                 "SET statement_timeout = " + timeout, std::string("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")}) {
    LP_CHECK_OK(command(sql, "opening " + place_of(server_)));
  }
  return ok_status();
}

std::int64_t number_at(const PGresult* answer, int row, int column) { return PQgetisnull(answer, row, column) ? -1 : std::strtoll(PQgetvalue(answer, row, column), nullptr, 10); }

// Sizes are the statistics': asking for real ones would wait for locks.
std::string tables_sql(int version) {
  const std::string own = "c.reltuples::bigint, (c.relpages + coalesce(t.relpages, 0))::bigint * current_setting('block_size')::bigint";
  std::string estimates = own;
  if (version >= 120000) {
    const std::string leaves = " FROM pg_partition_tree(c.oid) p JOIN pg_class l ON l.oid = p.relid WHERE p.isleaf)";
    estimates = "CASE c.relkind WHEN 'p' THEN (SELECT sum(greatest(l.reltuples, 0))::bigint" + leaves + " ELSE c.reltuples::bigint END, " +
                "CASE c.relkind WHEN 'p' THEN (SELECT sum(l.relpages)::bigint" + leaves + " ELSE c.relpages + coalesce(t.relpages, 0) END * current_setting('block_size')::bigint";
  }
  return "SELECT n.nspname, c.relname, " + estimates + ", a.attname, format_type(a.atttypid, a.atttypmod) "
         "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_class t ON t.oid = c.reltoastrelid "
         "LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
         "WHERE c.relkind IN ('r', 'm', 'p') AND NOT c.relispartition AND c.relpersistence <> 't' "
         "AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' ORDER BY n.nspname, c.relname, a.attnum";
}

Result<std::vector<ForeignTable>> PostgresDatabase::tables() {
  const std::string doing = "listing tables of " + place_of(server_);
  LP_CHECK_OK(start_table(doing));
  auto answer = query(tables_sql(PQserverVersion(connection_.get())), {}, doing);
  LP_CHECK_OK(end_savepoint(doing));
  if (!answer) return std::move(answer).error();
  const PGresult* a = answer->get();
  std::vector<ForeignTable> out;
  for (int row = 0; row < PQntuples(a); ++row) {
    const std::string schema = PQgetvalue(a, row, 0), name = PQgetvalue(a, row, 1);
    if (out.empty() || out.back().schema != schema || out.back().name != name) {
      const std::int64_t rows = number_at(a, row, 2);  // never analysed: -1 from version 14, 0 pages before
      const std::int64_t bytes = number_at(a, row, 3);
      const bool unknown = rows < 0 || (rows == 0 && bytes == 0);
      out.push_back({.schema = schema, .name = name, .columns = {}, .rows_estimate = unknown ? -1 : rows, .bytes_estimate = unknown ? -1 : bytes});
    }
    if (!PQgetisnull(a, row, 4)) out.back().columns.push_back({PQgetvalue(a, row, 4), PQgetvalue(a, row, 5)});
  }
  return out;
}

// Whole blocks of a large table (only they are read), single rows of a small one (few blocks would be all or nothing).
std::string sample_clause(std::int64_t rows, std::int64_t bytes, const ReadOptions& options) {
  constexpr std::int64_t large = std::int64_t{64} << 20, usual_row = 100;
  const std::int64_t most = rows > 0 ? rows : bytes / usual_row;
  if (options.sample_rows <= 0 || most <= options.sample_rows) return "";
  const double percent = 100.0 * static_cast<double>(options.sample_rows) / static_cast<double>(most);
  return std::string(" TABLESAMPLE ") + (bytes > large ? "SYSTEM (" : "BERNOULLI (") + std::to_string(percent) + ") REPEATABLE (" + std::to_string(options.seed % 2147483647) + ")";
}

Result<std::string> PostgresDatabase::select(const ForeignTable& table, const std::vector<ForeignColumn>& columns, const ReadOptions& options, std::string_view doing) {
  LP_TRY(const std::string source, quoted_table(table, '"'));
  LP_TRY(const std::string list, quoted_list(columns, '"'));
  LP_TRY(const Answer answer, query("SELECT c.relkind, pg_table_size(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2",
                                    {table.schema.c_str(), table.name.c_str()}, doing));
  if (PQntuples(answer.get()) != 1) return fail(Errc::not_found, std::string(doing) + ": no such table", "表不存在");
  const bool partitioned = PQgetvalue(answer.get(), 0, 0)[0] == 'p';
  const std::int64_t bytes = partitioned ? table.bytes_estimate : number_at(answer.get(), 0, 1);
  const std::string sample = sample_clause(table.rows_estimate, bytes, options);
  const std::int64_t limit = least_limit(options.limit, sample.empty() ? 0 : options.sample_rows * 2);  // statistics may be old
  // ONLY: tables that inherit stand in the list themselves
  return "SELECT " + list + " FROM " + (partitioned ? "" : "ONLY ") + source + sample + (limit > 0 ? " LIMIT " + std::to_string(limit) : "");
}

Status PostgresDatabase::read(const ForeignTable& table, const ReadOptions& options, const ForeignRowFn& row) {
  const std::string doing = "reading table " + table.schema + "." + table.name + " of " + place_of(server_);
  LP_TRY(const auto columns, chosen_columns(table, options));
  LP_CHECK_OK(start_table(doing));
  Status done;
  if (auto sql = select(table, columns, options, doing)) {
    done = copy(*sql, columns, row, doing);
  } else {
    done = std::move(sql).error();
  }
  Status back = end_savepoint(doing);
  return done ? back : done;
}

void PostgresDatabase::cancel() {
  std::array<char, 256> ignored{};
  PGcancel* handle = PQgetCancel(connection_.get());
  if (handle == nullptr) return;
  PQcancel(handle, ignored.data(), static_cast<int>(ignored.size()));
  PQfreeCancel(handle);
}

Status PostgresDatabase::copy(const std::string& select, const std::vector<ForeignColumn>& columns, const ForeignRowFn& row, std::string_view doing) {
  PGconn* c = connection_.get();
  Answer answer(PQexec(c, ("COPY (" + select + ") TO STDOUT").c_str()));
  if (PQresultStatus(answer.get()) != PGRES_COPY_OUT) return failure(answer.get(), doing);
  std::vector<bool> binary;
  for (const ForeignColumn& column : columns) binary.push_back(column.type == "bytea");
  RowBuffer buffer(columns.size());
  bool wanted = true, readable = true;
  char* raw = nullptr;
  int length;
  while ((length = PQgetCopyData(c, &raw, 0)) > 0) {
    const std::unique_ptr<char, FreeMemory> line(raw);
    if (!wanted) continue;  // cancelled: what was under way
    readable = parse_copy_line({raw, static_cast<std::size_t>(length - 1)}, binary, buffer);
    wanted = readable && buffer.pass_to(row);
    if (!wanted) cancel();
  }
  Status result;
  while (Answer last{PQgetResult(c)}) {
    if (result && PQresultStatus(last.get()) != PGRES_COMMAND_OK) result = failure(last.get(), doing);
  }
  if (!readable) return fail(Errc::corrupt, std::string(doing) + ": a row does not have the columns asked for", "数据库返回的行与列不符");
  if (!wanted) return PQstatus(c) == CONNECTION_OK ? ok_status() : result;
  if (length == -2 && result) result = failure(nullptr, doing);
  return result;
}

// The account's own ~/.pgpass must not be used. libpq warns on the terminal of a file that is no plain one, and says
// nothing of one that cannot be there.
constexpr const char* no_password_file = "/dev/null/none";

Connection connect(const DatabaseServer& server) {
  const std::string port = server.port > 0 ? std::to_string(server.port) : "", timeout = std::to_string(std::max<std::int64_t>(2, server.connect_timeout.count()));
  const bool verified = server.tls == DatabaseTls::verified;
  const std::string ca = !server.ca_file.empty() ? server.ca_file : "/etc/ssl/certs/ca-certificates.crt";
  const char* keys[] = {"host", "port", "dbname", "user", "password", "connect_timeout", "application_name", "client_encoding", "passfile", "sslmode", "sslrootcert", "tcp_user_timeout", nullptr};
  const char* values[] = {server.host.c_str(), port.c_str(), server.database.c_str(), server.user.c_str(), server.password.c_str(), timeout.c_str(), "longpan", "UTF8", no_password_file,
                          verified ? "verify-full" : "prefer", verified ? ca.c_str() : "", "60000", nullptr};
  return Connection(PQconnectdbParams(keys, values, 0));
}

// The driver keeps no code for a refused connection.
Errc class_of_refusal(PGconn* c, std::string_view message) {
  if (PQconnectionNeedsPassword(c) || contains(message, "authentication failed") || contains(message, "pg_hba.conf")) return Errc::unauthenticated;
  if (contains(message, "does not exist") && PQconnectionUsedPassword(c)) return Errc::not_found;
  return Errc::unavailable;
}

}  // namespace

Result<std::unique_ptr<ForeignDatabase>> open_postgres_database(const DatabaseServer& server) {
  Connection connection = connect(server);
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    const std::string message = without_password(PQerrorMessage(connection.get()), server);
    const Errc code = class_of_refusal(connection.get(), message);
    return fail(code, "connecting to " + place_of(server) + ": " + message, std::string(sentence_for(code)), "check host, port, account, and whether this machine may connect");
  }
  PQsetNoticeProcessor(connection.get(), [](void*, const char*) {}, nullptr);  // the default prints them
  auto database = std::make_unique<PostgresDatabase>(std::move(connection), server);
  LP_CHECK_OK(database->begin());
  return std::unique_ptr<ForeignDatabase>(std::move(database));
}

}  // namespace lp::io
