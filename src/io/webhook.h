#pragma once
// A signed POST to an address somebody entered. Redirects are not followed, so the signature
// reaches nobody else; only http and https; addresses of this machine and of private networks
// are refused unless allowed, so that a user cannot make the server call its own neighbours.
// Blocking; thread-safe.

#include <chrono>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace lp::io {

struct WebhookOptions {
  std::string secret{};                // key of the signature; empty: none is sent
  bool allow_plain_http = false;
  bool allow_private = false;          // loopback, RFC 1918, link-local, unique local
  std::filesystem::path ca_file{};     // empty = the system's authorities
  std::chrono::seconds timeout{10};
};

// `X-Longpan-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. The receiver computes
// the same and refuses old t.
std::string webhook_signature(std::string_view secret, std::int64_t unix_seconds, std::string_view body);
bool verify_webhook_signature(std::string_view secret, std::string_view header, std::string_view body, std::int64_t now,
                              std::int64_t tolerance_seconds = 300);

// invalid: not an http(s) URL, with credentials in it, or plain http when that is not allowed.
Status check_webhook_url(std::string_view url, const WebhookOptions& options);

// 2xx is success. Errors: invalid (URL), denied (private address), unavailable (no answer, 5xx, 429, TLS),
// too_large (400, 413, 422: it takes others, but not this body), unsupported (other status), timeout. `json_body` is sent as application/json.
Status post_webhook(const std::string& url, std::string_view json_body, Timestamp now, const WebhookOptions& options);

}  // namespace lp::io
