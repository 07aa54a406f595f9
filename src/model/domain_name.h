#pragma once
// Names of hosts and what is built on them: domains, mail addresses, web addresses. Parsers
// accept what people type (white space around, upper case, a final dot) and return the canonical form.

#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::model {

// At least two labels of letters, digits, hyphen (RFC 1035) or Chinese characters (IDN, kept as typed);
// a leading "*." is allowed; at most 253 bytes. Error code: domain.
Result<std::string> parse_domain(std::string_view text);
// `name` is `domain` or below it; both canonical.
bool is_within_domain(std::string_view name, std::string_view domain);
// local@domain, ASCII local part of at most 64. Error code: email.
Result<std::string> parse_email(std::string_view text);
// http or https, host a domain, an IP address or [IPv6], optional port; at most 2,000 bytes. Error code: url.
Result<std::string> parse_url(std::string_view text);

}  // namespace lp::model
