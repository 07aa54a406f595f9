#pragma once
#include "server/http/message.h"

namespace lp::server {

// What every answer gets: security headers, no caching unless the handler said otherwise,
// 304 for a matching If-None-Match, gzip for texts over 1 KB.
void finish_response(const RequestHead& head, Response& response);

}  // namespace lp::server
