#include "io/parquet_database.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "io/database_row.h"
#include "io/duckdb_library.h"
#include "io/error.h"
#include "io/files.h"

namespace lp::io {
namespace {

class ParquetDatabase final : public ForeignDatabase {
 public:
  ParquetDatabase(DuckdbLibrary duckdb, int fd, const std::filesystem::path& file) : duckdb_(duckdb), fd_(fd), file_(file) {}
  ~ParquetDatabase() override;
  ParquetDatabase(const ParquetDatabase&) = delete;
  ParquetDatabase& operator=(const ParquetDatabase&) = delete;

  Status start(const ParquetOptions& options);
  Result<std::vector<ForeignTable>> tables() override;
  Status read(const ForeignTable& table, const ReadOptions& options, const ForeignRowFn& row) override;

 private:
  // By descriptor: neither quotes nor the engine's wildcards in a name can then mean something else.
  std::string source() const { return "'/proc/self/fd/" + std::to_string(fd_) + "'"; }
  Error failure(std::string_view doing, const char* message) const;
  Status command(const std::string& sql);
  Status stream(const std::string& sql, std::size_t columns, std::string_view doing, const ForeignRowFn& row);
  Status chunks(DuckdbResult& result, std::size_t columns, std::string_view doing, const ForeignRowFn& row);
  bool rows(void* chunk, RowBuffer& buffer, const ForeignRowFn& row) const;

  DuckdbLibrary duckdb_;
  int fd_;
  std::filesystem::path file_;
  void* database_ = nullptr;
  void* connection_ = nullptr;
};

ParquetDatabase::~ParquetDatabase() {
  if (connection_ != nullptr) duckdb_.disconnect(&connection_);
  if (database_ != nullptr) duckdb_.close(&database_);
  ::close(fd_);
}

// Only the kind of error: the rest may quote a value.
Error ParquetDatabase::failure(std::string_view doing, const char* message) const {
  const std::string_view whole = message ? message : "";
  const std::string kind(whole.substr(0, whole.find(": ")));
  const Errc code = kind.starts_with("Out of Memory") ? Errc::too_large : kind.starts_with("INTERRUPT") ? Errc::cancelled : kind.starts_with("IO ") ? Errc::io : Errc::corrupt;
  return fail(code, std::string(doing) + " " + file_.string() + ": " + kind, "读取 Parquet 文件失败：" + file_.filename().string());
}

Status ParquetDatabase::command(const std::string& sql) {
  DuckdbResult result{};
  Status out;
  if (duckdb_.query(connection_, sql.c_str(), &result) != 0) out = fail(Errc::unsupported, "setting up DuckDB: " + std::string(duckdb_.result_error(&result)), "无法初始化 DuckDB");
  duckdb_.destroy_result(&result);
  return out;
}

Status ParquetDatabase::start(const ParquetOptions& options) {
  void* config = nullptr;
  duckdb_.create_config(&config);
  for (const auto& [name, value] : {std::pair{"threads", "1"}, {"autoinstall_known_extensions", "false"}, {"autoload_known_extensions", "false"}}) duckdb_.set_config(config, name, value);
  char* error = nullptr;
  const int state = duckdb_.open_ext(nullptr, &database_, config, &error);
  duckdb_.destroy_config(&config);
  if (error != nullptr) duckdb_.free(error);
  if (state != 0 || duckdb_.connect(database_, &connection_) != 0) return fail(Errc::unavailable, "DuckDB does not start", "无法初始化 DuckDB");
  LP_CHECK_OK(command("SET memory_limit = '" + std::to_string(options.memory_mib) + "MiB'"));
  LP_CHECK_OK(command("SET temp_directory = ''"));
  LP_CHECK_OK(command("SET allowed_paths = [" + source() + "]"));
  LP_CHECK_OK(command("SET enable_external_access = false"));
  return command("SET lock_configuration = true");
}

Result<std::vector<ForeignTable>> ParquetDatabase::tables() {
  ForeignTable table{.schema = "", .name = file_.stem().string(), .columns = {}};
  const auto column = [&](std::span<const std::string_view> cells, NullMask) {
    table.columns.push_back({std::string(cells[0]), std::string(cells[1])});
    return true;
  };
  const auto count = [&](std::span<const std::string_view> cells, NullMask) {
    table.rows_estimate = std::strtoll(std::string(cells[0]).c_str(), nullptr, 10);
    return true;
  };
  LP_CHECK_OK(stream("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(" + source() + ", hive_partitioning = false))", 2, "opening", column));
  LP_CHECK_OK(stream("SELECT CAST(sum(num_rows) AS VARCHAR) FROM parquet_file_metadata(" + source() + ")", 1, "opening", count));
  struct stat status {};
  if (::fstat(fd_, &status) == 0) table.bytes_estimate = status.st_size;
  return std::vector<ForeignTable>{std::move(table)};
}

std::string sample_clause(std::int64_t rows, const ReadOptions& options) {
  if (options.sample_rows <= 0 || rows <= options.sample_rows) return "";
  constexpr std::int64_t large = 4'000'000;  // from there on whole blocks of 2,048 rows, which skips decoding the others
  const double percent = 100.0 * static_cast<double>(options.sample_rows) / static_cast<double>(rows);
  return std::string(" TABLESAMPLE ") + (rows > large ? "system(" : "bernoulli(") + std::to_string(percent) + "%) REPEATABLE (" + std::to_string(options.seed % 2147483647) + ")";
}

Status ParquetDatabase::read(const ForeignTable& table, const ReadOptions& options, const ForeignRowFn& row) {
  LP_TRY(const auto columns, chosen_columns(table, options));
  std::string list;
  for (const ForeignColumn& column : columns) {
    LP_TRY(const std::string name, quoted_name(column.name, '"'));
    if (!list.empty()) list += ", ";
    list += column.type == "BLOB" || column.type == "VARCHAR" ? name : "CAST(" + name + " AS VARCHAR)";
  }
  const std::string limit = options.limit > 0 ? " LIMIT " + std::to_string(options.limit) : "";
  return stream("SELECT " + list + " FROM read_parquet(" + source() + ", hive_partitioning = false)" + sample_clause(table.rows_estimate, options) + limit, columns.size(), "reading", row);
}

Status ParquetDatabase::stream(const std::string& sql, std::size_t columns, std::string_view doing, const ForeignRowFn& row) {
  void* statement = nullptr;
  DuckdbResult result{};
  Status out;
  if (duckdb_.prepare(connection_, sql.c_str(), &statement) != 0) {
    out = failure(doing, duckdb_.prepare_error(statement));
  } else if (duckdb_.execute_prepared_streaming(statement, &result) != 0) {
    out = failure(doing, duckdb_.result_error(&result));
  } else {
    out = chunks(result, columns, doing, row);
  }
  duckdb_.destroy_result(&result);
  duckdb_.destroy_prepare(&statement);
  return out;
}

Status ParquetDatabase::chunks(DuckdbResult& result, std::size_t columns, std::string_view doing, const ForeignRowFn& row) {
  RowBuffer buffer(columns);
  bool wanted = true;
  while (wanted) {
    void* chunk = duckdb_.fetch_chunk(result);
    if (chunk == nullptr) break;
    wanted = rows(chunk, buffer, row);
    duckdb_.destroy_data_chunk(&chunk);
  }
  const char* message = wanted ? duckdb_.result_error(&result) : nullptr;
  return message != nullptr && *message != 0 ? Status(failure(doing, message)) : ok_status();
}

bool ParquetDatabase::rows(void* chunk, RowBuffer& buffer, const ForeignRowFn& row) const {
  std::vector<const DuckdbString*> cells;
  std::vector<const std::uint64_t*> valid;
  for (std::size_t c = 0; c < buffer.size(); ++c) {
    void* vector = duckdb_.data_chunk_get_vector(chunk, c);
    cells.push_back(static_cast<const DuckdbString*>(duckdb_.vector_get_data(vector)));
    valid.push_back(duckdb_.vector_get_validity(vector));
  }
  const std::uint64_t size = duckdb_.data_chunk_get_size(chunk);
  for (std::uint64_t r = 0; r < size; ++r) {
    for (std::size_t c = 0; c < buffer.size(); ++c) {
      const bool null = valid[c] != nullptr && ((valid[c][r / 64] >> (r % 64)) & 1) == 0;
      if (null) {
        buffer.set_null(c);
      } else {
        buffer.set(c, cells[c][r].view());
      }
    }
    if (!buffer.pass_to(row)) return false;
  }
  return true;
}

}  // namespace

Result<std::unique_ptr<ForeignDatabase>> open_parquet_database(const std::filesystem::path& file, const ParquetOptions& options) {
  LP_TRY(const DuckdbLibrary duckdb, DuckdbLibrary::load(options.library));
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return os_error(errno, "opening", file);
  auto database = std::make_unique<ParquetDatabase>(duckdb, fd, file);
  char magic[4] = {};
  const bool read = ::pread(fd, magic, 4, 0) == 4;
  if (read && std::string_view(magic, 4) == "PARE") return fail(Errc::unsupported, file.string() + " is encrypted", file.string() + " 已加密，无法读取");
  if (!read || std::string_view(magic, 4) != "PAR1") return fail(Errc::invalid, file.string() + " is no Parquet file", file.string() + " 不是 Parquet 文件");
  LP_CHECK_OK(database->start(options));
  return std::unique_ptr<ForeignDatabase>(std::move(database));
}

}  // namespace lp::io
