#include "server/http/framing.h"

#include <boost/beast/http/error.hpp>
#include <charconv>

#include "base/text.h"
#include "server/http/url.h"

namespace lp::server {
namespace {

namespace http = boost::beast::http;
using http::field;

constexpr std::size_t max_fields = 200;

Refusal bad(std::string code, std::string message) { return Refusal{400, std::move(code), std::move(message)}; }

std::string_view view(boost::core::string_view text) { return {text.data(), text.size()}; }

}  // namespace

std::optional<Refusal> check_framing(const ParsedMessage& message, bool chunked) {
  if (message.count(field::content_length) > 1) return bad("bad_length", "more than one Content-Length");
  const std::string_view length = view(message[field::content_length]);
  if (contains(length, ",")) return bad("bad_length", "more than one Content-Length");
  const std::size_t encodings = message.count(field::transfer_encoding);
  if (encodings == 0) return std::nullopt;
  if (encodings > 1 || message.version() < 11) return bad("bad_encoding", "ambiguous Transfer-Encoding");
  if (message.count(field::content_length) != 0) return bad("bad_encoding", "Content-Length beside Transfer-Encoding");
  if (!chunked || to_lower_ascii(view(message[field::transfer_encoding])) != "chunked") {
    return Refusal{501, "bad_encoding", "only Transfer-Encoding: chunked is understood"};
  }
  return std::nullopt;
}

std::optional<Refusal> make_head(const ParsedMessage& message, RequestHead& head) {
  head.method = std::string(view(message.method_string()));
  for (const auto& item : message) {
    head.headers.add(std::string(view(item.name_string())), std::string(view(item.value())));
  }
  if (head.headers.all().size() > max_fields) return Refusal{431, "header_too_large", "more than 200 header fields"};
  auto target = parse_target(view(message.target()));
  if (!target) return bad("bad_target", "the request target is not a well-formed path and query");
  const std::size_t hosts = head.headers.count("Host");
  if (hosts > 1 || (hosts == 0 && message.version() >= 11)) return bad("bad_host", "exactly one Host header is required");
  if (!target->authority.empty()) head.headers.set("Host", target->authority);
  if (head.headers.has("Host") && !parse_host(head.headers.get("Host"))) return bad("bad_host", "malformed Host header");
  head.path = std::move(target->path);
  head.query = std::move(target->query);
  if (const std::string_view text = head.headers.get("Content-Length"); !text.empty()) {
    std::uint64_t value = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec != std::errc{} || end != text.data() + text.size()) return bad("bad_length", "malformed Content-Length");
    head.content_length = value;
  }
  return std::nullopt;
}

std::optional<Refusal> check_length(const RequestHead& head, const BodyPlan& plan) {
  if (head.content_length.value_or(0) > plan.limit) {
    return Refusal{413, "body_too_large", "the body has " + std::to_string(*head.content_length) +
                                              " bytes, the limit here is " + std::to_string(plan.limit)};
  }
  const std::string_view expect = head.headers.get("Expect");
  if (!expect.empty() && !equal_ignoring_case(expect, "100-continue")) {
    return Refusal{417, "bad_expectation", "only Expect: 100-continue is understood"};
  }
  return std::nullopt;
}

Refusal to_refusal(const boost::system::error_code& ec) {
  if (ec == http::error::header_limit) return Refusal{431, "header_too_large", "the request header is too large"};
  if (ec == http::error::body_limit) return Refusal{413, "body_too_large", "the body is larger than allowed here"};
  if (ec == http::error::bad_version) return Refusal{505, "bad_version", "only HTTP/1.0 and HTTP/1.1 are understood"};
  return bad("bad_request", "malformed request: " + ec.message());
}

}  // namespace lp::server
