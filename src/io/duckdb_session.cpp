#include "io/duckdb_session.h"

#include <algorithm>
#include <cstdlib>

#include "base/check.h"
#include "base/text.h"
#include "io/error.h"

namespace lp::io {
namespace {

bool is_plain_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string sql_text(std::string_view text) { return '\'' + replace_all(text, "'", "''") + '\''; }

std::filesystem::path library_path(const DuckdbOptions& options) {
  if (!options.library.empty()) return options.library;
  const char* named = std::getenv("LONGPAN_DUCKDB_LIBRARY");
  return named != nullptr ? named : "";
}

// One appender, destroyed on every way out; destroying closes it, and what was not flushed is gone.
class Appender {
 public:
  Appender(const DuckdbLibrary& library, void* connection, const std::string& catalog, const std::string& table) : library_(library) {
    failed_ = library.appender_create(connection, catalog.c_str(), "main", table.c_str(), &appender_) != 0;
  }
  ~Appender() { library_.appender_destroy(&appender_); }
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  void row(std::span<const DuckdbValue> cells) {
    for (const DuckdbValue& cell : cells) failed_ = failed_ || put(cell) != 0;
    failed_ = failed_ || library_.appender_end_row(appender_) != 0;
  }
  bool flush() { return !failed_ && library_.appender_flush(appender_) == 0; }
  const char* error() const { return library_.appender_error(appender_); }

 private:
  int put(const DuckdbValue& cell) {
    if (const auto* integer = std::get_if<std::int64_t>(&cell)) return library_.append_int64(appender_, *integer);
    if (const auto* number = std::get_if<std::uint64_t>(&cell)) return library_.append_uint64(appender_, *number);
    if (const auto* byte = std::get_if<std::uint8_t>(&cell)) return library_.append_uint8(appender_, *byte);
    const auto text = std::get<std::string_view>(cell);
    return library_.append_text(appender_, text.data(), text.size());
  }
  const DuckdbLibrary& library_;
  void* appender_ = nullptr;
  bool failed_ = false;
};

// A prepared statement and its result.
struct Statement {
  explicit Statement(const DuckdbLibrary& l) : library(l) {}
  ~Statement() {
    library.destroy_result(&result);
    library.destroy_prepare(&statement);
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  bool bind(std::uint64_t place, const DuckdbValue& value) {
    if (const auto* text = std::get_if<std::string_view>(&value)) return library.bind_text(statement, place, text->data(), text->size()) == 0;
    const auto* integer = std::get_if<std::int64_t>(&value);
    LP_CHECK(integer != nullptr);
    return library.bind_int64(statement, place, *integer) == 0;
  }
  const DuckdbLibrary& library;
  void* statement = nullptr;
  DuckdbResult result{};
};

}  // namespace

Result<std::unique_ptr<DuckdbSession>> DuckdbSession::open(const DuckdbOptions& options) {
  LP_TRY(const DuckdbLibrary library, DuckdbLibrary::load(library_path(options)));
  if (!library.writes())
    return fail(Errc::unsupported, "the DuckDB library is older than 1.1", "DuckDB 动态库版本低于 1.1", "put a newer libduckdb.so where the loader finds it");
  std::unique_ptr<DuckdbSession> session(new DuckdbSession(library));
  void* config = nullptr;
  library.create_config(&config);
  const std::string threads = std::to_string(options.threads);
  for (const auto& [name, value] : {std::pair{"threads", threads.c_str()}, {"autoinstall_known_extensions", "false"}, {"autoload_known_extensions", "false"}})
    library.set_config(config, name, value);
  char* error = nullptr;
  const int state = library.open_ext(nullptr, &session->database_, config, &error);
  library.destroy_config(&config);
  if (error != nullptr) library.free(error);
  if (state != 0 || library.connect(session->database_, &session->connection_) != 0)
    return fail(Errc::unavailable, "DuckDB does not start", "无法初始化 DuckDB");
  LP_CHECK_OK(session->command("SET memory_limit = '" + std::to_string(options.memory_mib) + "MiB'"));
  LP_CHECK_OK(session->command("SET temp_directory = ''"));
  LP_CHECK_OK(session->command("SET allowed_directories = [" + sql_text(std::filesystem::absolute(options.folder).string() + "/") + "]"));
  LP_CHECK_OK(session->command("SET enable_external_access = false"));
  LP_CHECK_OK(session->command("SET lock_configuration = true"));
  return session;
}

DuckdbSession::~DuckdbSession() {
  if (connection_ != nullptr) library_.disconnect(&connection_);
  if (database_ != nullptr) library_.close(&database_);
}

Error DuckdbSession::failure(std::string_view doing, const char* message) const {
  const std::string_view whole = message ? message : "";
  const bool full = contains(whole, "No space left") || contains(whole, "failed to write") || contains(whole, "Could not write");
  const bool taken = contains(whole, "lock on file") || contains(whole, "already attached");
  const bool memory = whole.starts_with("Out of Memory");
  const Errc code = full ? Errc::unavailable : taken ? Errc::conflict : memory ? Errc::too_large : whole.starts_with("IO ") ? Errc::io : Errc::corrupt;
  // Only the kind of error: the rest may quote a value.
  return fail(code, std::string(doing) + ": " + std::string(whole.substr(0, whole.find(": "))), "事件库操作失败",
              taken ? "another longpan uses these files; stop it first" : full ? "make room on the disk" : "");
}

Status DuckdbSession::attach(const std::filesystem::path& file, std::string_view name) {
  LP_CHECK(is_plain_name(name));
  return command("ATTACH " + sql_text(std::filesystem::absolute(file).string()) + " AS " + std::string(name));
}

Status DuckdbSession::detach(std::string_view name) {
  LP_CHECK(is_plain_name(name));
  return command("DETACH " + std::string(name));
}

Status DuckdbSession::command(const std::string& sql) {
  DuckdbResult result{};
  Status out;
  if (library_.query(connection_, sql.c_str(), &result) != 0) out = failure(sql.substr(0, sql.find(' ')), library_.result_error(&result));
  library_.destroy_result(&result);
  return out;
}

Status DuckdbSession::query(const std::string& sql, std::span<const DuckdbValue> parameters, const std::function<bool(const DuckdbChunk&)>& take) {
  Statement s(library_);
  if (library_.prepare(connection_, sql.c_str(), &s.statement) != 0) return failure("preparing", library_.prepare_error(s.statement));
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (!s.bind(i + 1, parameters[i])) return failure("binding", library_.prepare_error(s.statement));
  if (library_.execute_prepared_streaming(s.statement, &s.result) != 0) return failure("reading", library_.result_error(&s.result));
  bool wanted = true;
  while (wanted) {
    void* chunk = library_.fetch_chunk(s.result);
    if (chunk == nullptr) break;
    wanted = take(DuckdbChunk(library_, chunk));
    library_.destroy_data_chunk(&chunk);
  }
  const char* message = wanted ? library_.result_error(&s.result) : nullptr;
  return message != nullptr && *message != 0 ? Status(failure("reading", message)) : ok_status();
}

Status DuckdbSession::append(std::string_view name, std::string_view table, const std::function<void(const Row&)>& rows) {
  LP_CHECK(is_plain_name(name) && is_plain_name(table));
  LP_CHECK_OK(command("BEGIN TRANSACTION"));
  Status out = ok_status();
  {
    Appender appender(library_, connection_, std::string(name), std::string(table));
    rows([&](std::span<const DuckdbValue> cells) { appender.row(cells); });
    if (!appender.flush()) out = failure("appending", appender.error());
  }
  if (!out) {
    (void)command("ROLLBACK");
    return out;
  }
  return command("COMMIT");
}

}  // namespace lp::io
