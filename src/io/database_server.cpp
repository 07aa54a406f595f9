#include "io/database_server.h"

#include <algorithm>

#include "base/text.h"

namespace lp::io {

std::string place_of(const DatabaseServer& server) {
  return server.user + "@" + server.host + (server.port > 0 ? ":" + std::to_string(server.port) : "") + (server.database.empty() ? "" : "/" + server.database);
}

std::string without_password(std::string message, const DatabaseServer& server) {
  std::replace(message.begin(), message.end(), '\n', ' ');
  if (server.password.size() >= 4) message = replace_all(message, server.password, "***");  // a shorter one would star out ordinary words
  return std::string(trim(message));
}

}  // namespace lp::io
