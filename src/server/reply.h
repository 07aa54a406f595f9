#pragma once
// Responses in one line each.

#include <string>
#include <string_view>

#include "base/json.h"
#include "server/http/message.h"

namespace lp::server {

Response json_response(const json::value& body, int status = 200);
Response text_response(std::string body, std::string_view content_type, int status = 200);
Response empty_response();  // 204
// A file made for this answer (exports, templates); removed after sending. `name` in UTF-8.
Response download(TempFile file, std::string_view name, std::string_view content_type);
Response download(std::string bytes, std::string_view name, std::string_view content_type);
void set_attachment(Response& response, std::string_view name);  // Content-Disposition (RFC 6266)
void set_etag(Response& response, std::string tag);              // quotes added when missing

}  // namespace lp::server
