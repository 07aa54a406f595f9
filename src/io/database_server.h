#pragma once
// How to reach a foreign database server. The password appears in no message.

#include <chrono>
#include <string>

#include "base/result.h"

namespace lp::io {

enum class DatabaseTls {
  when_offered,  // encrypted if the server can; who it is, is not checked
  verified,      // refused without a certificate that proves the host's name
};

struct DatabaseServer {
  std::string host;      // name or address; a path is the folder (PostgreSQL) or file (MySQL) of a local socket
  int port = 0;          // 0 = the usual one
  std::string database;  // PostgreSQL: the one to read; MySQL: empty = all
  std::string user;
  std::string password{};
  DatabaseTls tls = DatabaseTls::when_offered;
  std::string ca_file{};  // PEM; empty = the system's
  std::chrono::seconds connect_timeout{10};
  // For one statement, so for one whole table with the time its consumer takes; 0 = none.
  std::chrono::seconds statement_timeout{3600};
};

// "user@host/database", for messages.
std::string place_of(const DatabaseServer& server);

// `message` as one line, the password (if a driver repeated it) starred out.
std::string without_password(std::string message, const DatabaseServer& server);

}  // namespace lp::io
