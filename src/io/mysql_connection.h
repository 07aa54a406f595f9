#pragma once
// The wrapped driver of mysql_database.

#include <mysql.h>

#include <memory>
#include <string>

#include "base/result.h"
#include "io/database_server.h"

namespace lp::io {

struct CloseMysql {
  void operator()(MYSQL* m) const { mysql_close(m); }
};
using MysqlHandle = std::unique_ptr<MYSQL, CloseMysql>;

struct FreeMysqlResult {
  void operator()(MYSQL_RES* r) const { mysql_free_result(r); }
};
using MysqlResult = std::unique_ptr<MYSQL_RES, FreeMysqlResult>;

Result<MysqlHandle> connect_mysql(const DatabaseServer& server);

// The error of the last call on `handle`.
Error mysql_failure(MYSQL* handle, const DatabaseServer& server, std::string_view doing);

// A statement that gives no rows.
Status mysql_command(MYSQL* handle, const DatabaseServer& server, const std::string& sql, std::string_view doing);

}  // namespace lp::io
