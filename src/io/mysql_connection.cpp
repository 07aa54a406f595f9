#include "io/mysql_connection.h"

#include <mysqld_error.h>
#include <errmsg.h>

#include <algorithm>

#include "io/error.h"

namespace lp::io {
namespace {

constexpr unsigned mysql_statement_timeout = 3024;  // MySQL's own number; MariaDB's is ER_STATEMENT_TIMEOUT

Errc class_of(unsigned code) {
  switch (code) {
    case ER_ACCESS_DENIED_ERROR:
    case ER_ACCESS_DENIED_NO_PASSWORD_ERROR:
    case ER_HOST_NOT_PRIVILEGED: return Errc::unauthenticated;
    case ER_DBACCESS_DENIED_ERROR:
    case ER_TABLEACCESS_DENIED_ERROR:
    case ER_COLUMNACCESS_DENIED_ERROR:
    case ER_SPECIFIC_ACCESS_DENIED_ERROR: return Errc::denied;
    case ER_BAD_DB_ERROR:
    case ER_NO_SUCH_TABLE:
    case ER_BAD_FIELD_ERROR: return Errc::not_found;
    case ER_STATEMENT_TIMEOUT:
    case mysql_statement_timeout:
    case ER_QUERY_INTERRUPTED: return Errc::timeout;
    case ER_NOT_KEYFILE:
    case ER_OLD_KEYFILE:
    case ER_CRASHED_ON_USAGE:
    case ER_CRASHED_ON_REPAIR:
    case ER_INDEX_CORRUPT: return Errc::corrupt;
    case CR_AUTH_PLUGIN_CANNOT_LOAD: return Errc::unsupported;
    case ER_CON_COUNT_ERROR:
    case ER_TOO_MANY_USER_CONNECTIONS:
    case ER_HOST_IS_BLOCKED:
    case ER_LOCK_WAIT_TIMEOUT:
    case ER_SERVER_SHUTDOWN: return Errc::unavailable;
    default: return code >= CR_MIN_ERROR && code <= CR_MAX_ERROR ? Errc::unavailable : Errc::invalid;  // the driver's own: connection trouble
  }
}

std::string_view sentence_for(Errc code) {
  switch (code) {
    case Errc::unauthenticated: return "数据库账号或密码不正确，或不允许从本机连接";
    case Errc::denied: return "该账号没有读取此表的权限";
    case Errc::not_found: return "数据库或表不存在";
    case Errc::timeout: return "数据库读取超时";
    case Errc::corrupt: return "数据库中的表已损坏";
    case Errc::unavailable: return "数据库服务器无法连接或暂不可用";
    default: return "读取数据库失败";
  }
}

void set_options(MYSQL* m, const DatabaseServer& server) {
  const auto connect_timeout = static_cast<unsigned>(std::max<std::int64_t>(1, server.connect_timeout.count()));
  const auto read_timeout = static_cast<unsigned>(server.statement_timeout.count() > 0 ? server.statement_timeout.count() + 30 : 0);
  const unsigned no = 0;
  const my_bool yes = 1;
  mysql_options(m, MYSQL_OPT_CONNECT_TIMEOUT, &connect_timeout);
  if (read_timeout > 0) mysql_options(m, MYSQL_OPT_READ_TIMEOUT, &read_timeout);
  mysql_options(m, MYSQL_OPT_LOCAL_INFILE, &no);
  mysql_options(m, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_options(m, MARIADB_OPT_RESTRICTED_AUTH, "mysql_native_password,caching_sha2_password,sha256_password,client_ed25519");
  if (server.tls == DatabaseTls::verified) {
    mysql_options(m, MYSQL_OPT_SSL_CA, server.ca_file.empty() ? "/etc/ssl/certs/ca-certificates.crt" : server.ca_file.c_str());
    mysql_options(m, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
    mysql_options(m, MYSQL_OPT_SSL_ENFORCE, &yes);
  } else {
    mysql_ssl_set(m, nullptr, nullptr, nullptr, nullptr, nullptr);  // without demands: encrypted if the server can
  }
}

}  // namespace

Error mysql_failure(MYSQL* handle, const DatabaseServer& server, std::string_view doing) {
  const Errc code = class_of(mysql_errno(handle));
  return fail(code, std::string(doing) + ": " + without_password(mysql_error(handle), server) + " (" + std::to_string(mysql_errno(handle)) + ")", std::string(sentence_for(code)));
}

Status mysql_command(MYSQL* handle, const DatabaseServer& server, const std::string& sql, std::string_view doing) {
  if (mysql_real_query(handle, sql.data(), sql.size()) != 0) return mysql_failure(handle, server, doing);
  return ok_status();
}

Result<MysqlHandle> connect_mysql(const DatabaseServer& server) {
  static const int ready = mysql_library_init(0, nullptr, nullptr);  // once, before threads could race for it
  MysqlHandle handle(ready == 0 ? mysql_init(nullptr) : nullptr);
  if (!handle) return fail(Errc::unavailable, "the MySQL client library does not start", "MySQL 客户端库无法初始化");
  set_options(handle.get(), server);
  const bool local = server.host.starts_with('/');
  const char* database = server.database.empty() ? nullptr : server.database.c_str();
  if (mysql_real_connect(handle.get(), local ? "localhost" : server.host.c_str(), server.user.c_str(), server.password.c_str(), database,
                         static_cast<unsigned>(server.port), local ? server.host.c_str() : nullptr, 0) == nullptr) {
    Error error = mysql_failure(handle.get(), server, "connecting to " + place_of(server));
    error.hint = "check host, port, account, and whether this machine may connect";
    return error;
  }
  return handle;
}

}  // namespace lp::io
