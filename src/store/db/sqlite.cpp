#include "store/db/sqlite.h"

#include <sqlite3.h>

#include <unordered_map>

#include "store/db/sqlite_dialect.h"
#include "store/db/sqlite_error.h"
#include "store/db/sqlite_statement.h"

namespace lp::store::db {
namespace {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};

class Sqlite final : public Connection {
 public:
  explicit Sqlite(sqlite3* handle) : handle_(handle) {}
  ~Sqlite() override {
    cache_.clear();
    sqlite3_close_v2(handle_);
  }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;

  const Dialect& dialect() const override { return sqlite_dialect(); }
  Status script(std::string_view sql) override {
    const int rc = sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
    if (rc != SQLITE_OK) return sqlite_error(handle_, rc, "changing the schema");
    return {};
  }
  Status exec(std::string_view sql, const Params& params) override {
    return run(sql, params, nullptr);
  }
  Status exec_in_order(std::string_view sql, std::span<const Value> values) override { return run(sql, values, nullptr); }
  Status query(std::string_view sql, const Params& params, const RowFn& row) override {
    return run(sql, params, &row);
  }
  std::int64_t changed_rows() const override { return sqlite3_changes64(handle_); }
  Status begin_write() override { return exec("BEGIN IMMEDIATE", {}); }
  Status begin_read() override { return exec("BEGIN", {}); }
  Status commit() override { return exec("COMMIT", {}); }
  void rollback() override {
    if (!in_transaction()) return;
    if (auto s = exec("ROLLBACK", {}); !s) return;  // already rolled back by the engine
  }
  bool in_transaction() const override { return sqlite3_get_autocommit(handle_) == 0; }
  Status backup_to(const std::string& file) override;

 private:
  template <class Values>
  Status run(std::string_view sql, const Values& values, const RowFn* row);

  sqlite3* handle_;
  std::unordered_map<std::string, SqliteStatement, TextHash, std::equal_to<>> cache_;
};

constexpr std::size_t cache_limit = 512;

// Resets however it ends.
template <class Values>
Status use(SqliteStatement& statement, const Values& values, const RowFn* row) {
  struct InUse {
    SqliteStatement& statement;
    ~InUse() {
      statement.reset();
      statement.busy = false;
    }
  } in_use{statement};
  statement.busy = true;
  LP_CHECK_OK(statement.bind(values));
  return statement.step_all(row);
}

template <class Values>
Status Sqlite::run(std::string_view sql, const Values& values, const RowFn* row) {
  const auto found = cache_.find(sql);
  if (found != cache_.end() && !found->second.busy) return use(found->second, values, row);
  LP_TRY(SqliteStatement fresh, SqliteStatement::prepare(handle_, sql));
  if (found != cache_.end() || cache_.size() >= cache_limit) return use(fresh, values, row);  // nested use of one statement, or too many
  // Stable while in use: nodes of an unordered_map do not move.
  return use(cache_.emplace(std::string(sql), std::move(fresh)).first->second, values, row);
}

Status Sqlite::backup_to(const std::string& file) {
  sqlite3* target = nullptr;
  int rc = sqlite3_open_v2(file.c_str(), &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  if (rc != SQLITE_OK) {
    Error e = sqlite_error(target, rc, "opening backup file " + file);
    sqlite3_close_v2(target);
    return e;
  }
  sqlite3_backup* backup = sqlite3_backup_init(target, "main", handle_, "main");
  if (backup) {
    rc = sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
  }
  Status result;
  if (!backup || rc != SQLITE_DONE) result = sqlite_error(target, rc, "copying to " + file);
  sqlite3_close_v2(target);
  return result;
}

std::string uri_of(const std::filesystem::path& file, std::string_view query) {
  std::string out = "file:";
  for (const char c : file.string()) {
    static constexpr char digits[] = "0123456789ABCDEF";
    const auto u = static_cast<unsigned char>(c);
    if (c == '%' || c == '?' || c == '#') {
      out += '%';
      out += digits[u >> 4];
      out += digits[u & 15];
    } else {
      out += c;
    }
  }
  return out + std::string(query);
}

Result<sqlite3*> open_handle(const std::string& uri, int flags) {
  sqlite3* handle = nullptr;
  const int rc = sqlite3_open_v2(uri.c_str(), &handle, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
  if (rc == SQLITE_OK) return handle;
  Error e = sqlite_error(handle, rc, "opening " + uri);
  sqlite3_close_v2(handle);
  return e;
}

// A copy in a read-only folder has no -shm file and cannot get one; then it is immutable.
Result<std::unique_ptr<Connection>> open_to_prove(const std::filesystem::path& file) {
  for (const char* query : {"?mode=ro", "?mode=ro&immutable=1"}) {
    LP_TRY(sqlite3* handle, open_handle(uri_of(file, query), SQLITE_OPEN_READONLY));
    auto db = std::make_unique<Sqlite>(handle);
    sqlite3_extended_result_codes(handle, 1);
    auto probe = db->script("PRAGMA query_only=1; PRAGMA cache_size=-16384; SELECT count(*) FROM sqlite_master;");
    if (probe) return std::unique_ptr<Connection>(std::move(db));
    if (probe.error().code != Errc::unavailable) return std::move(probe).error();
  }
  return make_error(Errc::unavailable, "cannot read " + file.string(), "check the file's permissions");
}

}  // namespace

Result<std::unique_ptr<Connection>> open_sqlite(const SqliteOptions& options) {
  if (options.access == Access::prove) return open_to_prove(options.file);
  const bool writes = options.access == Access::write;
  LP_TRY(sqlite3* handle, open_handle(uri_of(options.file, ""), writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                                       : SQLITE_OPEN_READWRITE));
  auto db = std::make_unique<Sqlite>(handle);
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, options.busy_timeout_ms);
  std::string setup = "PRAGMA cache_size=-" + std::to_string(options.cache_kib) +
                      "; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF;";
  if (writes) {
    setup += "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;"
             "PRAGMA wal_autocheckpoint=2000; PRAGMA recursive_triggers=ON;";
  } else {
    setup += "PRAGMA query_only=1; PRAGMA mmap_size=1073741824;";
  }
  LP_CHECK_OK(db->script(setup));
  return std::unique_ptr<Connection>(std::move(db));
}

}  // namespace lp::store::db
