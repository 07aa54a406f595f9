#pragma once
// Errors as the API words them: {"error": {code, message, message_zh, hint, fields, request_id}}.
// Status and general sentences come from the one table lp::info(Errc); what only HTTP knows
// (framing, methods, preconditions) stands in a second table here.

#include <string>
#include <string_view>

#include "server/http/message.h"

namespace lp::server {

Response error_response(const Error& error, std::string_view request_id);
// `code` of the HTTP table ("header_too_large", "bad_host", "no_route", "csrf" …); an unknown code gets the
// status's general sentence.
Response http_error(int status, std::string_view code, std::string_view message, std::string_view request_id);

}  // namespace lp::server
