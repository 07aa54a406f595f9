#include "io/keyed_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <sqlite3.h>

#include <system_error>

namespace lp::io {
namespace {

Error sqlite_error(sqlite3* db, const std::filesystem::path& path, std::string_view doing) {
  const int code = db == nullptr ? SQLITE_CANTOPEN : sqlite3_errcode(db) & 0xFF;
  const std::string what = std::string(doing) + " " + path.string() + ": " + (db == nullptr ? "cannot open" : sqlite3_errmsg(db));
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return make_error(Errc::conflict, what, "another run uses this file; wait for it or give another one");
    case SQLITE_FULL:
    case SQLITE_READONLY: return make_error(Errc::unavailable, what, "is the disk full or read-only?");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return make_error(Errc::corrupt, what, "move the file aside and scan again");
    default: return make_error(Errc::io, what);
  }
}

}  // namespace

struct KeyedFile::State {
  std::filesystem::path path;
  sqlite3* db = nullptr;
  sqlite3_stmt *put = nullptr, *erase = nullptr, *get = nullptr;
  bool open = false;   // a transaction
  ~State() {
    for (sqlite3_stmt* s : {put, erase, get}) sqlite3_finalize(s);
    if (open) sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
    sqlite3_close(db);
  }
  Status run(const char* sql) {
    if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return sqlite_error(db, path, "writing");
    return ok_status();
  }
  Status prepare(const char* sql, sqlite3_stmt*& out) {
    if (sqlite3_prepare_v2(db, sql, -1, &out, nullptr) != SQLITE_OK) return sqlite_error(db, path, "opening");
    return ok_status();
  }
  Status begin() {
    if (open) return ok_status();
    LP_CHECK_OK(run("BEGIN IMMEDIATE"));
    open = true;
    return ok_status();
  }
  Status step(sqlite3_stmt* s) {
    const int rc = sqlite3_step(s);
    Status out = ok_status();
    if (rc != SQLITE_DONE) out = sqlite_error(db, path, "writing");
    sqlite3_reset(s);
    return out;
  }
};

namespace {
void bind(sqlite3_stmt* s, int i, std::string_view v) { sqlite3_bind_blob64(s, i, v.empty() ? "" : v.data(), v.size(), SQLITE_STATIC); }
std::string_view column(sqlite3_stmt* s, int i) {
  return {static_cast<const char*>(sqlite3_column_blob(s, i)), static_cast<std::size_t>(sqlite3_column_bytes(s, i))};
}
}  // namespace

KeyedFile::KeyedFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
KeyedFile::~KeyedFile() = default;

Result<std::unique_ptr<KeyedFile>> KeyedFile::open(const std::filesystem::path& path, std::string_view format) {
  auto state = std::make_unique<State>();
  state->path = path;
  // What a scan or a run remembers is nobody else's business; the files beside it get the same rights.
  if (const int made = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600); made >= 0) ::close(made);
  if (sqlite3_open_v2(path.c_str(), &state->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX, nullptr) != SQLITE_OK) {
    return sqlite_error(state->db, path, "opening");
  }
  sqlite3_busy_timeout(state->db, 2000);
  LP_CHECK_OK(state->run("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000; PRAGMA locking_mode=EXCLUSIVE;"
                         "CREATE TABLE IF NOT EXISTS entry(key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID, STRICT;"));
  LP_CHECK_OK(state->prepare("INSERT INTO entry VALUES(?1,?2) ON CONFLICT(key) DO UPDATE SET value=?2", state->put));
  LP_CHECK_OK(state->prepare("DELETE FROM entry WHERE key=?1", state->erase));
  LP_CHECK_OK(state->prepare("SELECT value FROM entry WHERE key=?1", state->get));
  std::unique_ptr<KeyedFile> file(new KeyedFile(std::move(state)));
  constexpr std::string_view format_key("\0format", 7);
  LP_TRY(const std::optional<std::string> stored, file->get(format_key));
  if (stored && *stored != format) return make_error(Errc::unsupported, path.string() + " holds " + *stored + ", not " + std::string(format));
  // Written although it stands there: reading alone would not keep a second process out.
  LP_CHECK_OK(file->put(format_key, format));
  LP_CHECK_OK(file->commit());
  return file;
}

void KeyedFile::rollback() {
  if (!state_->open) return;
  sqlite3_exec(state_->db, "ROLLBACK", nullptr, nullptr, nullptr);
  state_->open = false;
}

Status KeyedFile::put(std::string_view key, std::string_view value) {
  LP_CHECK_OK(state_->begin());
  bind(state_->put, 1, key);
  bind(state_->put, 2, value);
  return state_->step(state_->put);
}

Status KeyedFile::erase(std::string_view key) {
  LP_CHECK_OK(state_->begin());
  bind(state_->erase, 1, key);
  return state_->step(state_->erase);
}

Result<std::optional<std::string>> KeyedFile::get(std::string_view key) {
  bind(state_->get, 1, key);
  const int rc = sqlite3_step(state_->get);
  std::optional<std::string> out;
  if (rc == SQLITE_ROW) out = std::string(column(state_->get, 0));
  sqlite3_reset(state_->get);
  if (rc != SQLITE_ROW && rc != SQLITE_DONE) return sqlite_error(state_->db, state_->path, "reading");
  return out;
}

Status KeyedFile::commit() {
  if (!state_->open) return ok_status();
  LP_CHECK_OK(state_->run("COMMIT"));
  state_->open = false;
  return ok_status();
}

Status KeyedFile::each(std::string_view first, const std::function<bool(std::string_view, std::string_view)>& fn) {
  sqlite3_stmt* s = nullptr;
  LP_CHECK_OK(state_->prepare("SELECT key,value FROM entry WHERE key>=?1 ORDER BY key", s));
  bind(s, 1, first);
  int rc = SQLITE_ROW;
  while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
    const std::string_view key = column(s, 0);
    if (!key.empty() && key[0] == '\0') continue;
    if (!fn(key, column(s, 1))) break;
  }
  Status out = ok_status();
  if (rc != SQLITE_ROW && rc != SQLITE_DONE) out = sqlite_error(state_->db, state_->path, "reading");
  sqlite3_finalize(s);
  return out;
}

}  // namespace lp::io
