#include "store/db/sqlite.h"

#include <sqlite3.h>

#include <cstring>
#include <unordered_map>

#include "store/db/sqlite_dialect.h"

namespace lp::store::db {
namespace {

Errc class_of(int extended) {
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return Errc::conflict;
    case SQLITE_CONSTRAINT_TRIGGER: return Errc::denied;
    default: break;
  }
  switch (extended & 0xff) {
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG: return Errc::invalid;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL: return Errc::unavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return Errc::corrupt;
    case SQLITE_INTERRUPT: return Errc::cancelled;
    default: return Errc::internal;
  }
}

struct Advice {
  std::string_view hint, zh;
};
Advice advice_for(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL: return {"free disk space and try again; nothing was half-written", "磁盘空间已满，本次修改没有保存。请清理磁盘后重试。"};
    case SQLITE_IOERR: return {"check the disk and its free space; nothing was half-written", "磁盘读写失败，本次修改没有保存。请检查磁盘与剩余空间后重试。"};
    case SQLITE_READONLY:
    case SQLITE_PERM: return {"make the data folder writable for the account Longpan runs as", "数据目录只读，无法保存。请检查目录权限。"};
    case SQLITE_CANTOPEN: return {"check that the data folder exists and may be written", "无法打开数据库文件。请检查数据目录是否存在、是否可写。"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {"another process is writing; try again", "另一个进程正在写入，请稍后重试。"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return {"restore the newest backup and run `longpan verify`", "数据库文件已损坏。请恢复最近的备份，并运行 longpan verify 核验。"};
    default: return {};
  }
}

Error error_of(sqlite3* handle, int code, std::string_view doing) {
  const int extended = handle ? sqlite3_extended_errcode(handle) : code;
  const Advice advice = advice_for(extended);
  Error e = make_error(class_of(extended),
                       std::string(doing) + ": " + (handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code)),
                       std::string(advice.hint));
  e.message_zh = std::string(advice.zh);
  return e;
}

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* s) : s_(s) {}
  int size() const override { return sqlite3_column_count(s_); }
  std::string_view name(int c) const override { return sqlite3_column_name(s_, c); }
  bool is_null(int c) const override { return sqlite3_column_type(s_, c) == SQLITE_NULL; }
  std::int64_t integer(int c) const override { return sqlite3_column_int64(s_, c); }
  double real(int c) const override { return sqlite3_column_double(s_, c); }
  std::string_view text(int c) const override {
    const auto* p = reinterpret_cast<const char*>(sqlite3_column_text(s_, c));
    return p ? std::string_view(p, static_cast<std::size_t>(sqlite3_column_bytes(s_, c))) : std::string_view();
  }
  std::string_view blob(int c) const override {
    const auto* p = static_cast<const char*>(sqlite3_column_blob(s_, c));
    return p ? std::string_view(p, static_cast<std::size_t>(sqlite3_column_bytes(s_, c))) : std::string_view();
  }
  Value value(int c) const override {
    switch (sqlite3_column_type(s_, c)) {
      case SQLITE_INTEGER: return integer(c);
      case SQLITE_FLOAT: return real(c);
      case SQLITE_TEXT: return text(c);
      case SQLITE_BLOB: return Blob{std::string(blob(c))};
      default: return {};
    }
  }

 private:
  sqlite3_stmt* s_;
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
};

struct Prepared {
  sqlite3_stmt* statement = nullptr;
  std::vector<std::string> names;  // of parameters, without the colon
  bool busy = false;
};

class Sqlite final : public Connection {
 public:
  explicit Sqlite(sqlite3* handle) : handle_(handle) {}
  ~Sqlite() override {
    for (auto& [sql, p] : cache_) sqlite3_finalize(p.statement);
    sqlite3_close_v2(handle_);
  }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;

  const Dialect& dialect() const override { return sqlite_dialect(); }
  Status script(std::string_view sql) override {
    const int rc = sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
    if (rc != SQLITE_OK) return error_of(handle_, rc, "changing the schema");
    return {};
  }
  Status exec(std::string_view sql, const Params& params) override {
    return run(sql, params, nullptr);
  }
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
  Result<Prepared> prepare(std::string_view sql);
  Status bind(const Prepared& p, const Params& params, std::string_view sql);
  Status bind_one(sqlite3_stmt* s, int index, const Value& v);
  Status step_all(const Prepared& p, const RowFn* row, std::string_view sql);
  Status run(std::string_view sql, const Params& params, const RowFn* row);

  sqlite3* handle_;
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> cache_;
};

constexpr std::size_t cache_limit = 512;

std::string head_of(std::string_view sql) { return std::string(sql.substr(0, 60)); }

Result<Prepared> Sqlite::prepare(std::string_view sql) {
  Prepared p;
  const int rc = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                    &p.statement, nullptr);
  if (rc != SQLITE_OK) return error_of(handle_, rc, "preparing " + head_of(sql));
  const int n = sqlite3_bind_parameter_count(p.statement);
  for (int i = 1; i <= n; ++i) {
    const char* name = sqlite3_bind_parameter_name(p.statement, i);
    p.names.emplace_back(name ? name + 1 : "");
  }
  return p;
}

Status Sqlite::bind_one(sqlite3_stmt* s, int index, const Value& value) {
  const auto& v = value.variant();
  int rc = SQLITE_OK;
  if (const auto* i = std::get_if<std::int64_t>(&v)) {
    rc = sqlite3_bind_int64(s, index, *i);
  } else if (const auto* d = std::get_if<double>(&v)) {
    rc = sqlite3_bind_double(s, index, *d);
  } else if (const auto* t = std::get_if<std::string>(&v)) {
    if (std::memchr(t->data(), 0, t->size()) != nullptr)
      return make_error(Errc::invalid, "text contains a NUL character", "remove the control character and try again");
    rc = sqlite3_bind_text64(s, index, t->data(), t->size(), SQLITE_STATIC, SQLITE_UTF8);
  } else if (const auto* b = std::get_if<Blob>(&v)) {
    rc = sqlite3_bind_blob64(s, index, b->bytes.data(), b->bytes.size(), SQLITE_STATIC);
  } else {
    rc = sqlite3_bind_null(s, index);
  }
  if (rc != SQLITE_OK) return error_of(handle_, rc, "binding a value");
  return {};
}

Status Sqlite::bind(const Prepared& p, const Params& params, std::string_view sql) {
  std::size_t next = 0;  // parameters usually come in the order of first use
  std::size_t bound = 0;
  for (const auto& param : params) {
    if (next >= p.names.size() || p.names[next] != param.name) {
      next = 0;
      while (next < p.names.size() && p.names[next] != param.name) ++next;
      if (next == p.names.size())
        return make_error(Errc::internal, "statement has no parameter :" + param.name + ": " + head_of(sql));
    }
    LP_CHECK_OK(bind_one(p.statement, static_cast<int>(next) + 1, param.value));
    ++next;
    ++bound;
  }
  if (bound != p.names.size())
    return make_error(Errc::internal, "statement wants " + std::to_string(p.names.size()) + " parameters, got " +
                                          std::to_string(bound) + ": " + head_of(sql));
  return {};
}

Status Sqlite::step_all(const Prepared& p, const RowFn* row, std::string_view sql) {
  const SqliteRow view(p.statement);
  for (;;) {
    const int rc = sqlite3_step(p.statement);
    if (rc == SQLITE_DONE) return {};
    if (rc != SQLITE_ROW) return error_of(handle_, rc, head_of(sql));
    if (row && !(*row)(view)) return {};
  }
}

Status Sqlite::run(std::string_view sql, const Params& params, const RowFn* row) {
  auto found = cache_.find(sql);
  if (found == cache_.end() || found->second.busy) {
    LP_TRY(Prepared fresh, prepare(sql));
    if (found != cache_.end() || cache_.size() >= cache_limit) {  // nested use of one statement, or too many
      const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> guard(fresh.statement, sqlite3_finalize);
      LP_CHECK_OK(bind(fresh, params, sql));
      return step_all(fresh, row, sql);
    }
    found = cache_.emplace(std::string(sql), std::move(fresh)).first;
  }
  Prepared& p = found->second;  // stable: nodes of an unordered_map do not move
  struct Reset {
    Prepared& p;
    ~Reset() {
      sqlite3_reset(p.statement);
      p.busy = false;
    }
  } reset{p};
  p.busy = true;
  LP_CHECK_OK(bind(p, params, sql));
  return step_all(p, row, sql);
}

Status Sqlite::backup_to(const std::string& file) {
  sqlite3* target = nullptr;
  int rc = sqlite3_open_v2(file.c_str(), &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  if (rc != SQLITE_OK) {
    Error e = error_of(target, rc, "opening backup file " + file);
    sqlite3_close_v2(target);
    return e;
  }
  sqlite3_backup* backup = sqlite3_backup_init(target, "main", handle_, "main");
  if (backup) {
    rc = sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
  }
  Status result;
  if (!backup || rc != SQLITE_DONE) result = error_of(target, rc, "copying to " + file);
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
  Error e = error_of(handle, rc, "opening " + uri);
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
