#include "io/webhook.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/hash.h"
#include "base/text.h"
#include "io/curl_handle.h"
#include "io/error.h"

namespace lp::io {
namespace {

bool is_private_v4(std::uint32_t a) {
  const auto in = [a](std::uint32_t net, int bits) { return (a >> (32 - bits)) == (net >> (32 - bits)); };
  return in(0x00000000, 8) || in(0x0A000000, 8) || in(0x64400000, 10) || in(0x7F000000, 8) || in(0xA9FE0000, 16) ||
         in(0xAC100000, 12) || in(0xC0000000, 24) || in(0xC0A80000, 16) || in(0xC6120000, 15) || in(0xE0000000, 3);
}

bool is_private_v6(const in6_addr& a) {
  const std::uint8_t* b = a.s6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&a)) {
    return is_private_v4(std::uint32_t{b[12]} << 24 | std::uint32_t{b[13]} << 16 | std::uint32_t{b[14]} << 8 | b[15]);
  }
  return (b[0] & 0xE0) != 0x20;  // only 2000::/3 is global unicast
}

struct Guard {
  bool allow_private = false;
  bool refused = false;
};

// After name resolution, so that a name pointing inside does not get through.
curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) {
  auto& guard = *static_cast<Guard*>(user);
  bool is_private = true;
  if (address->family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address->addr, sizeof v4);
    is_private = is_private_v4(ntohl(v4.sin_addr.s_addr));
  } else if (address->family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address->addr, std::min<std::size_t>(sizeof v6, address->addrlen));
    is_private = is_private_v6(v6.sin6_addr);
  }
  if (is_private && !guard.allow_private) {
    guard.refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t drop(char*, std::size_t size, std::size_t count, void* user) {
  auto& total = *static_cast<std::size_t*>(user);
  total += size * count;
  return total > 64 * 1024 ? 0 : size * count;  // an endless answer ends here
}

Error bad_url(std::string why_en, std::string why_zh) {
  return fail(Errc::invalid, "webhook address " + std::move(why_en), "回调地址" + std::move(why_zh), "give an address like https://example.org/longpan");
}

Status judge_answer(long status) {
  if (status >= 200 && status < 300) return ok_status();
  const std::string s = std::to_string(status);
  const bool later = status >= 500 || status == 429 || status == 408;
  const bool refused = status == 400 || status == 413 || status == 422;
  return fail(later ? Errc::unavailable : refused ? Errc::too_large : Errc::unsupported, "the webhook answered " + s, "回调地址返回 " + s,
              status >= 300 && status < 400 ? "redirects are not followed: enter the final address" : "");
}

}  // namespace

std::string webhook_signature(std::string_view secret, std::int64_t unix_seconds, std::string_view body) {
  const std::string t = std::to_string(unix_seconds);
  return "t=" + t + ",v1=" + to_hex(hmac_sha256(secret, t + "." + std::string(body)));
}

bool verify_webhook_signature(std::string_view secret, std::string_view header, std::string_view body, std::int64_t now,
                              std::int64_t tolerance_seconds) {
  if (!header.starts_with("t=")) return false;
  std::int64_t t = 0;
  const char* end = header.data() + header.size();
  if (std::from_chars(header.data() + 2, end, t).ec != std::errc{}) return false;
  if (t > now + tolerance_seconds || t < now - tolerance_seconds) return false;
  return equal_constant_time(header, webhook_signature(secret, t, body));
}

Status check_webhook_url(std::string_view url, const WebhookOptions& options) {
  if (url.size() > 2000) return bad_url("is longer than 2000 bytes", "超过 2000 字节");
  const bool odd = std::any_of(url.begin(), url.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; });
  if (odd) return bad_url("contains blanks or control characters", "含有空白或控制字符");
  const std::string lower = to_lower_ascii(url);
  const bool https = lower.starts_with("https://");
  if (!https && !lower.starts_with("http://")) return bad_url("must begin with https://", "必须以 https:// 开头");
  if (!https && !options.allow_plain_http) return bad_url("must use https, plain http is not allowed", "必须使用 https");
  const std::string_view rest = url.substr(https ? 8 : 7);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.empty()) return bad_url("has no host", "缺少主机名");
  if (contains(authority, "@")) return bad_url("must not contain a user or password", "不得包含用户名或密码");
  return ok_status();
}

Status post_webhook(const std::string& url, std::string_view json_body, Timestamp now, const WebhookOptions& options) {
  LP_CHECK_OK(check_webhook_url(url, options));
  CurlHandle curl;
  Guard guard{.allow_private = options.allow_private};
  std::size_t received = 0;
  curl.set(CURLOPT_URL, url.c_str());
  curl.set(CURLOPT_PROTOCOLS_STR, "http,https");
  curl.set(CURLOPT_PROXY, "");  // a proxy would hide the address from the guard
  curl.set(CURLOPT_FOLLOWLOCATION, 0L);
  curl.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(json_body.size()));
  curl.set(CURLOPT_POSTFIELDS, json_body.data());
  curl.set(CURLOPT_TIMEOUT, static_cast<long>(options.timeout.count()));
  curl.set(CURLOPT_CONNECTTIMEOUT, std::min(5L, static_cast<long>(options.timeout.count())));
  curl.set(CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl.set(CURLOPT_OPENSOCKETDATA, &guard);
  curl.set(CURLOPT_WRITEFUNCTION, drop);
  curl.set(CURLOPT_WRITEDATA, &received);
  if (!options.ca_file.empty()) curl.set(CURLOPT_CAINFO, options.ca_file.c_str());
  curl.add_header("Content-Type: application/json; charset=utf-8");
  curl.add_header("User-Agent: Longpan");
  curl.add_header("Expect:");
  if (!options.secret.empty()) curl.add_header("X-Longpan-Signature: " + webhook_signature(options.secret, now.micros() / 1'000'000, json_body));
  const CURLcode code = curl.perform();
  if (guard.refused) return fail(Errc::denied, "the webhook address leads into a private network", "回调地址指向内部网络，已拒绝", "an administrator can allow it in the settings");
  if (code == CURLE_OPERATION_TIMEDOUT) return fail(Errc::timeout, "the webhook did not answer in time", "回调地址超时", "it is tried again later");
  const bool answered = code == CURLE_OK || (code == CURLE_WRITE_ERROR && curl.response_code() != 0);
  if (!answered) return fail(Errc::unavailable, "calling the webhook: " + curl.problem(code), "无法访问回调地址", "it is tried again later");
  return judge_answer(curl.response_code());
}

}  // namespace lp::io
