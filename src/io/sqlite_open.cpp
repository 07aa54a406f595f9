#include "io/sqlite_open.h"

#include <array>
#include <fstream>
#include <system_error>

#include "io/error.h"

namespace lp::io {
namespace {

namespace fs = std::filesystem;

Errc class_of(int code) {
  switch (code & 0xff) {
    case SQLITE_CORRUPT: return Errc::corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_PROTOCOL: return Errc::unavailable;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM: return Errc::io;
    case SQLITE_TOOBIG: return Errc::too_large;
    case SQLITE_INTERRUPT: return Errc::cancelled;
    default: return Errc::invalid;
  }
}

std::string uri_of(const fs::path& file, std::string_view query) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out = "file:";
  for (const char c : fs::absolute(file).string()) {
    const auto u = static_cast<unsigned char>(c);
    if (c == '%' || c == '?' || c == '#') {
      out += {'%', digits[u >> 4], digits[u & 15]};
    } else {
      out += c;
    }
  }
  return out + std::string(query);
}

fs::path beside(const fs::path& file, const char* suffix) {
  fs::path out = file;
  out += suffix;
  return out;
}

std::uintmax_t size_of(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  return error ? 0 : size;
}

bool is_there(const fs::path& file) {
  std::error_code ignored;
  return fs::exists(file, ignored);
}

// Bytes 18 and 19 of the header: 2 = write-ahead log.
Result<bool> is_wal(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(is_there(file) ? Errc::io : Errc::not_found, "cannot open " + file.string(), "无法打开文件：" + file.string());
  std::array<char, 20> header{};
  in.read(header.data(), header.size());
  if (in.gcount() == 0) return false;  // an empty file is an empty database
  if (in.gcount() < 20 || std::string_view(header.data(), 16) != std::string_view("SQLite format 3\0", 16))
    return fail(Errc::invalid, file.string() + " is no SQLite database, or it is encrypted", file.string() + " 不是 SQLite 数据库，或已加密");
  return header[18] == 2 || header[19] == 2;
}

Status script(sqlite3* handle, const char* sql) {
  if (sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return sqlite_failure(handle, "setting up");
  return ok_status();
}

// Functions and virtual tables named by the file's own schema are not trusted. No memory map: a file
// that shrinks while it is read must end in an error, not in a signal.
Status restrict_to_reading(sqlite3* handle, bool own_wal_index) {
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, 5000);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 256 << 20);
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  // Exclusive mode before the first read keeps the index of the log in memory instead of a file.
  if (own_wal_index) LP_CHECK_OK(script(handle, "PRAGMA locking_mode=EXCLUSIVE"));
  LP_CHECK_OK(script(handle, "PRAGMA trusted_schema=OFF; PRAGMA query_only=ON; PRAGMA cell_size_check=ON; PRAGMA cache_size=-8192; PRAGMA mmap_size=0"));
  Status probe = script(handle, "SELECT count(*) FROM sqlite_schema");
  if (probe || probe.error().code != Errc::corrupt) return probe;
  // One broken entry of the schema must not hide the other tables: with this the parser passes over it.
  LP_CHECK_OK(script(handle, "PRAGMA writable_schema=ON"));
  return script(handle, "SELECT count(*) FROM sqlite_schema");
}

enum class WalIndex { shared, in_memory };

Result<SqliteHandle> open_handle(const fs::path& file, std::string_view query, int access, WalIndex index) {
  sqlite3* raw = nullptr;
  const char* vfs = index == WalIndex::in_memory ? "unix-none" : nullptr;  // exclusive mode wants a lock that a read-only file cannot give
  const int rc = sqlite3_open_v2(uri_of(file, query).c_str(), &raw, access | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, vfs);
  SqliteHandle handle(raw);
  if (rc != SQLITE_OK) return sqlite_failure(raw, "opening " + file.string());
  if (Status ready = restrict_to_reading(raw, index == WalIndex::in_memory); !ready) return std::move(ready).error().within("opening " + file.string());
  return handle;
}

// A journal that names a super-journal makes SQLite delete files by that name: never followed.
bool names_super_journal(const fs::path& journal) {
  static constexpr std::string_view magic = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
  std::ifstream in(journal, std::ios::binary);
  std::array<char, 8> tail{};
  in.seekg(-8, std::ios::end);
  in.read(tail.data(), tail.size());
  return !in || std::string_view(tail.data(), tail.size()) == magic;
}

Result<OpenSqlite> open_rolled_back_copy(const fs::path& file, const SqliteDatabaseOptions& options) {
  const fs::path journal = beside(file, "-journal");
  if (size_of(file) + size_of(journal) > options.max_copy_bytes || names_super_journal(journal))
    return fail(Errc::unavailable, file.string() + " holds a transaction that was cut short", file.string() + " 有一个中断的事务，需先恢复",
                "open it once with its own program, which rolls the transaction back, or free it of its journal");
  OpenSqlite out;
  LP_TRY(out.copy, TempDir::create("longpan-sqlite", options.temporary));
  const fs::path copy = out.copy->path() / "copy.db";
  std::error_code error;
  fs::copy_file(file, copy, error);
  if (!error) fs::copy_file(journal, beside(copy, "-journal"), error);
  if (error) return os_error(error.value(), "copying", file);
  LP_TRY(out.handle, open_handle(copy, "", SQLITE_OPEN_READWRITE, WalIndex::shared));
  return out;
}

}  // namespace

Error sqlite_failure(sqlite3* handle, std::string_view doing) {
  if (handle == nullptr) return fail(Errc::unavailable, std::string(doing) + ": out of memory", "内存不足");
  const int code = sqlite3_extended_errcode(handle);
  const Errc errc = class_of(code);
  std::string zh = errc == Errc::corrupt ? "数据库文件已损坏" : errc == Errc::unavailable ? "数据库正被占用或暂不可用" : "读取数据库失败";
  return fail(errc, std::string(doing) + ": " + sqlite3_errmsg(handle) + " (" + std::to_string(code) + ")", std::move(zh));
}

Result<SqliteStatement> prepare_sqlite(sqlite3* handle, std::string_view sql, std::string_view doing) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle, sql.data(), static_cast<int>(sql.size()), &statement, nullptr) != SQLITE_OK) return sqlite_failure(handle, doing);
  return SqliteStatement(statement);
}

Result<OpenSqlite> open_sqlite_untouched(const fs::path& file, const SqliteDatabaseOptions& options) {
  LP_TRY(const bool wal, is_wal(file));
  const bool has_log = size_of(beside(file, "-wal")) > 0;
  const bool has_index = is_there(beside(file, "-shm"));
  OpenSqlite out;
  if (wal && !has_log && !has_index) {  // closed cleanly; any other mode would create the log and its index
    LP_TRY(out.handle, open_handle(file, "?immutable=1", SQLITE_OPEN_READONLY, WalIndex::shared));
    return out;
  }
  if (wal && !has_index) {  // nobody has it open, the log was left behind
    LP_TRY(out.handle, open_handle(file, "?mode=ro", SQLITE_OPEN_READONLY, WalIndex::in_memory));
    return out;
  }
  auto opened = open_handle(file, "?mode=ro", SQLITE_OPEN_READONLY, WalIndex::shared);
  if (opened) {
    out.handle = *std::move(opened);
    return out;
  }
  if (wal && (opened.error().code == Errc::unavailable || opened.error().code == Errc::io)) {  // an index that may not be written
    LP_TRY(out.handle, open_handle(file, "?mode=ro", SQLITE_OPEN_READONLY, WalIndex::in_memory));
    return out;
  }
  const bool hot = !wal && size_of(beside(file, "-journal")) > 0 && opened.error().message.ends_with("(" + std::to_string(SQLITE_READONLY_ROLLBACK) + ")");
  if (hot) return open_rolled_back_copy(file, options);
  return std::move(opened).error();
}

}  // namespace lp::io
