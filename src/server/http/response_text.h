#pragma once
#include <string>

#include "server/http/message.h"

namespace lp::server {

enum class Framing { length, until_close };
// Status line and fields up to and including the empty line. Values with line breaks are
// dropped: a header can never be split by data.
std::string to_head_text(const Response& response, Framing framing, bool keep_alive);

}  // namespace lp::server
