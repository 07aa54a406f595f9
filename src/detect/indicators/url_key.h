#pragma once
// URLs in the form they are compared in. Lists write them with and without scheme, logs have the host and the path apart; so the
// key is "host[:port]/path[?query]" for http, https and none, "scheme://host…" for others:
//  - scheme and host in small letters, the host as punycode, without user and password;
//  - ports 80 and 443 left out; no path is "/"; the fragment and an empty query are dropped;
//  - %41 is "A" where the character needs no escape, escapes have capital digits, bytes outside ASCII and blanks are escaped.
// Path and query keep their case.

#include <string>
#include <string_view>

namespace lp::detect {

// False: there is no host, or the key would be longer than 8 KiB.
bool to_url_key(std::string_view url, std::string& out);
// Of the parts of a log; `path` may be empty or hold a query.
bool to_url_key(std::string_view host, std::string_view path, std::string& out);
// The host of a key: a name or an address without brackets.
std::string_view host_of_url_key(std::string_view key);

}  // namespace lp::detect
