// One request, one answer. A redirect is reported, never followed. Parameters: "method" (GET, HEAD, OPTIONS), "path", "scheme"
// (http, https; by default https on ports 443 and 8443), "find": a text looked for in the body, fact "http.found".
#include <openssl/ssl.h>

#include "base/text.h"
#include "probe/http_question.h"
#include "probe/tls_stream.h"

namespace lp::probe {
namespace {

Observation answer(Exchange& exchange, const HttpAnswerReader& reader) {
  add_http_facts(reader.answer(), exchange.facts());
  exchange.fact("service", "http");
  const std::string wanted = exchange.parameter("find", "");
  if (!wanted.empty()) {
    const bool found = contains(reader.answer().body, wanted);
    // What was not read may hold it.
    if (found || reader.answer().whole) exchange.fact("http.found", found ? "yes" : "no");
  }
  return exchange.answered();
}

Observation over(Exchange& exchange, Stream& stream, const std::string& question, bool head) {
  HttpAnswerReader reader(head);
  const Net asked = ask_http(stream, question, reader, exchange);
  return asked == Net::ok ? answer(exchange, reader) : exchange.ended(asked);
}

Observation run(const ProbeRequest& request, EngineContext& context) {
  Exchange exchange(request, context);
  const std::string method = exchange.parameter("method", "GET");
  const auto question = http_question(request, method, exchange.parameter("path", "/"));
  if (!question) return exchange.invalid(question.error().message);
  const bool usual_tls = request.endpoint.port == 443 || request.endpoint.port == 8443;
  const std::string scheme = exchange.parameter("scheme", usual_tls ? "https" : "http");
  if (scheme != "http" && scheme != "https") return exchange.invalid("scheme must be http or https");
  const bool tls = scheme == "https";
  Connection connection(exchange, tls ? Connection::Evidence::above : Connection::Evidence::here);
  if (const Net opened = connection.open("http"); opened != Net::ok) return exchange.ended(opened);
  if (!tls) return over(exchange, connection, *question, method == "HEAD");
  TlsStream stream(exchange, connection, {.server_name = request.host_name}, Connection::Evidence::above);
  if (const Net agreed = stream.handshake(); agreed != Net::ok) return exchange.ended(agreed);
  exchange.fact("tls.version", SSL_get_version(stream.ssl()));
  return over(exchange, stream, *question, method == "HEAD");
}

}  // namespace

Engine engine_http() { return {"http", 1, "网页服务", "web server", false, run}; }

}  // namespace lp::probe
