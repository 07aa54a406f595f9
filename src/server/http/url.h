#pragma once
// Request targets, percent-encoding and cookies. Strict: what is not well-formed is refused,
// never repaired, because two readers that repair differently disagree about the request.

#include <optional>
#include <string>
#include <string_view>

#include "server/http/message.h"

namespace lp::server {

enum class Plus { literal, space };
// nullopt: "%" without two hex digits, a NUL, or bytes that are not UTF-8.
std::optional<std::string> percent_decode(std::string_view text, Plus plus);
std::string percent_encode(std::string_view text);  // everything but unreserved characters

// "a=1&b=&c" → {a:1, b:"", c:""}; '+' is a space. nullopt as above or over 1,000 items.
std::optional<QueryItems> parse_query(std::string_view text);

struct Target {
  std::string path;
  QueryItems query;
  std::string authority;  // of an absolute-form target; empty otherwise
};
// Origin form ("/a?b") and absolute form ("http://host/a"). The decoded path has no empty-name
// tricks: "." and ".." segments, backslashes, control characters are refused.
std::optional<Target> parse_target(std::string_view target);

// "host", "host:8080", "[::1]:8080" → lower-case host without port and brackets; nullopt when malformed.
std::optional<std::string> parse_host(std::string_view authority);

std::string find_cookie(std::string_view cookie_header, std::string_view name);  // empty when absent

}  // namespace lp::server
