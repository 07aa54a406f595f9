#include "io/http_get.h"

#include <algorithm>

#include "base/text.h"
#include "io/curl_handle.h"

namespace lp::io {
namespace {

struct Body {
  std::string bytes;
  std::uint64_t limit = 0;
  bool too_large = false;
};

std::size_t keep(char* data, std::size_t size, std::size_t count, void* user) {
  auto& body = *static_cast<Body*>(user);
  if (body.bytes.size() + size * count > body.limit) {
    body.too_large = true;
    return 0;
  }
  body.bytes.append(data, size * count);
  return size * count;
}

Status check_url(std::string_view url, const HttpGetOptions& options) {
  const std::string lower = to_lower_ascii(url);
  const bool https = lower.starts_with("https://");
  if (!https && !lower.starts_with("http://")) return make_error(Errc::invalid, "the address must begin with https://");
  if (!https && !options.allow_plain_http) return make_error(Errc::invalid, "plain http is not allowed", "use https, or allow it in the configuration");
  const std::string_view authority = url.substr(lower.find("://") + 3).substr(0, url.substr(lower.find("://") + 3).find_first_of("/?#"));
  if (authority.empty() || contains(authority, "@")) return make_error(Errc::invalid, "the address must have a host and no user or password");
  const bool odd = std::ranges::any_of(url, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; });
  return odd ? Status(make_error(Errc::invalid, "the address contains blanks or control characters")) : ok_status();
}

Error status_error(long status) {
  const std::string said = "the service answered " + std::to_string(status);
  if (status == 401 || status == 403) return make_error(Errc::denied, said, "check user and password");
  if (status == 404) return make_error(Errc::not_found, said, "check the address");
  return make_error(status >= 500 || status == 429 ? Errc::unavailable : Errc::unsupported, said, status >= 300 && status < 400 ? "redirects are not followed: configure the final address" : "");
}

}  // namespace

Result<std::string> http_get(const std::string& url, const HttpGetOptions& options) {
  LP_CHECK_OK(check_url(url, options));
  CurlHandle curl;
  Body body{.bytes = {}, .limit = options.max_bytes};
  curl.set(CURLOPT_URL, url.c_str());
  curl.set(CURLOPT_PROTOCOLS_STR, "http,https");
  curl.set(CURLOPT_FOLLOWLOCATION, 0L);
  curl.set(CURLOPT_ACCEPT_ENCODING, "");
  curl.set(CURLOPT_TIMEOUT, static_cast<long>(options.timeout.count()));
  curl.set(CURLOPT_CONNECTTIMEOUT, std::min(10L, static_cast<long>(options.timeout.count())));
  curl.set(CURLOPT_WRITEFUNCTION, keep);
  curl.set(CURLOPT_WRITEDATA, &body);
  if (!options.ca_file.empty()) curl.set(CURLOPT_CAINFO, options.ca_file.c_str());
  if (!options.user.empty()) {
    curl.set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    curl.set(CURLOPT_USERNAME, options.user.c_str());
    curl.set(CURLOPT_PASSWORD, options.password.c_str());
  }
  curl.add_header("User-Agent: Longpan");
  for (const std::string& header : options.headers) curl.add_header(header);
  const CURLcode code = curl.perform();
  if (body.too_large) return make_error(Errc::too_large, "the answer is larger than " + std::to_string(options.max_bytes) + " bytes");
  if (code == CURLE_OPERATION_TIMEDOUT) return make_error(Errc::timeout, "the service did not answer in time");
  if (code != CURLE_OK) return make_error(Errc::unavailable, "asking the service: " + curl.problem(code));
  if (curl.response_code() != 200) return status_error(curl.response_code());
  return std::move(body.bytes);
}

}  // namespace lp::io
