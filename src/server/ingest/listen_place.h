#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp::server {

struct ListenPlace {
  std::string address;          // numeric, without brackets
  std::uint16_t port = 0;
};
// "127.0.0.1:5514", "[::1]:5514", "5514" (loopback). invalid: anything else.
Result<ListenPlace> parse_listen_place(std::string_view text);

}  // namespace lp::server
