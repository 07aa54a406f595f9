#pragma once
// Mail by SMTP (RFC 5321) through libcurl, with STARTTLS (RFC 3207) or TLS from the start
// (RFC 8314). Certificates are always verified. Headers are UTF-8 encoded words (RFC 2047);
// line breaks in them are removed, so a title cannot add headers or recipients.
//
// Blocking; thread-safe (each call has a connection of its own). A message that came back
// without error was taken over by the server, not necessarily delivered.

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace lp::io {

enum class MailSecurity { none, starttls, tls };

struct MailServer {
  std::string host;
  int port = 587;
  MailSecurity security = MailSecurity::starttls;
  std::string user, password;           // empty user = no authentication
  std::string from;                     // address
  std::string from_name = "Longpan 龙磐";
  std::filesystem::path ca_file;        // empty = the system's authorities
  std::chrono::seconds timeout{30};
};

struct Mail {
  std::string to;                       // one address
  std::string subject, body;            // UTF-8, plain text
  std::string id;                       // left part of the Message-ID; equal on every retry
  Timestamp date;
};

// Errors: invalid (address), unavailable (cannot connect, 4xx, TLS), denied (login), unsupported
// (the server refused for good, 5xx), timeout.
Status send_mail(const MailServer& server, const Mail& mail);

// One address, no display name: a@b.c without blanks, control characters or brackets.
bool is_mail_address(std::string_view text);
// The message as sent, CRLF, body in base64.
std::string to_rfc5322(const MailServer& server, const Mail& mail);

}  // namespace lp::io
