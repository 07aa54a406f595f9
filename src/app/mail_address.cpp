#include "app/mail_address.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <fstream>

#include "base/text.h"

namespace lp::app {
namespace {

struct Scheme {
  std::string_view prefix;
  io::MailSecurity security;
  int port;
};
constexpr std::array<Scheme, 3> schemes{{{"smtps://", io::MailSecurity::tls, 465},
                                         {"smtp://", io::MailSecurity::starttls, 587},
                                         {"smtp+plain://", io::MailSecurity::none, 25}}};

Error bad_server(std::string_view text) {
  return make_error(Errc::invalid, fmt::format("not a mail server: \"{}\"", text),
                    "write smtps://host, smtp://host:587 (STARTTLS) or smtp+plain://127.0.0.1:25");
}

}  // namespace

Result<io::MailServer> parse_mail_server(const cli::ServeOptions& options) {
  io::MailServer server;
  for (const Scheme& scheme : schemes) {
    if (!starts_with(options.mail_server, scheme.prefix)) continue;
    std::string_view rest = std::string_view(options.mail_server).substr(scheme.prefix.size());
    server.security = scheme.security;
    server.port = scheme.port;
    if (const auto colon = rest.rfind(':'); colon != std::string_view::npos) {
      const std::string_view digits = rest.substr(colon + 1);
      const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), server.port);
      if (ec != std::errc() || end != digits.data() + digits.size() || server.port < 1 || server.port > 65535) break;
      rest = rest.substr(0, colon);
    }
    server.host = rest;
    break;
  }
  if (server.host.empty()) return bad_server(options.mail_server);
  if (!io::is_mail_address(options.mail_from)) {
    return make_error(Errc::invalid, fmt::format("not a mail address: \"{}\"", options.mail_from), "give --mail-from longpan@example.org");
  }
  server.from = options.mail_from;
  server.user = options.mail_user;
  if (!options.mail_password_file.empty()) {
    std::ifstream file(options.mail_password_file);
    if (!std::getline(file, server.password)) return make_error(Errc::io, fmt::format("cannot read \"{}\"", options.mail_password_file));
  }
  return server;
}

}  // namespace lp::app
