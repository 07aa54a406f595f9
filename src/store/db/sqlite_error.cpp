#include "store/db/sqlite_error.h"

#include <string>

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

}  // namespace

Error sqlite_error(sqlite3* handle, int code, std::string_view doing) {
  const int extended = handle ? sqlite3_extended_errcode(handle) : code;
  const Advice advice = advice_for(extended);
  Error e = make_error(class_of(extended),
                       std::string(doing) + ": " + (handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code)),
                       std::string(advice.hint));
  e.message_zh = std::string(advice.zh);
  return e;
}

}  // namespace lp::store::db
