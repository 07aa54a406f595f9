#pragma once
// One GET of a service an administrator configured. Redirects are not followed, so that credentials reach nobody else; only http and
// https. Blocking; thread-safe.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace lp::io {

struct HttpGetOptions {
  std::vector<std::string> headers{};    // "Accept: application/json"
  std::string user{}, password{};        // basic authentication when user is not empty
  std::uint64_t max_bytes = 256u << 20;  // too_large above it
  std::filesystem::path ca_file{};       // empty = the system's authorities
  std::chrono::seconds timeout{60};
  bool allow_plain_http = false;
};

// The body of a 200. Errors: invalid (URL, plain http), denied (401, 403), not_found (404), unavailable (no answer, TLS, 5xx, 429),
// unsupported (other status), timeout, too_large. No error names user, password or a header.
Result<std::string> http_get(const std::string& url, const HttpGetOptions& options);

}  // namespace lp::io
