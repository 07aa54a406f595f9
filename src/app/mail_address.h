#pragma once
#include "cli/context.h"
#include "io/mail.h"

namespace lp::app {

// smtps://host[:465] TLS · smtp://host[:587] STARTTLS · smtp+plain://host[:25] unencrypted, for a
// relay on the same machine. The password is read from its file. Errors: invalid, io.
Result<io::MailServer> parse_mail_server(const cli::ServeOptions& options);

}  // namespace lp::app
