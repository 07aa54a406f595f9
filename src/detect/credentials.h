#pragma once
// Passwords and the like that sensors write into their events, hidden before an event is shown: values of JSON fields that are named
// as such, PASS of FTP and POP3, and headers that carry a login, in fields, payloads and plain logs. Columns of tables are not known here. What an attack put into a URL or a form stays: it is the evidence.

#include <string>
#include <string_view>

namespace lp::detect {

// The line with those values as ***; every other byte stays. Lines that are no JSON come back as they are, unless they hold such pairs.
std::string hide_credentials(std::string_view line);

}  // namespace lp::detect
