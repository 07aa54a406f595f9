#include "probe/http_question.h"

#include <algorithm>

namespace lp::probe {
namespace {

constexpr std::size_t path_limit = 2048, host_limit = 255;
constexpr std::size_t most_answer_bytes = 1u << 20;  // with its head and chunk lines

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace

std::string host_of(const ProbeRequest& request) {
  const std::string& name = request.host_name.empty() ? request.endpoint.address : request.host_name;
  const std::string host = name.find(':') != std::string::npos ? "[" + name + "]" : name;
  const std::uint16_t port = request.endpoint.port;
  return port == 80 || port == 443 ? host : host + ":" + std::to_string(port);
}

Result<std::string> http_question(const ProbeRequest& request, std::string_view method, std::string_view path) {
  if (method != "GET" && method != "HEAD" && method != "OPTIONS") {
    return make_error(Errc::invalid, "method must be GET, HEAD or OPTIONS, got \"" + printable(method, 32) + "\"");
  }
  if (!path.starts_with('/') || path.size() > path_limit || !is_plain(path)) {
    return make_error(Errc::invalid, "path must begin with / and hold no blanks, at most 2048 bytes, got \"" + printable(path, 64) + "\"");
  }
  if (request.host_name.size() > host_limit || !is_plain(request.host_name)) {
    return make_error(Errc::invalid, "host name holds blanks or is too long");
  }
  return std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: " + host_of(request) + "\r\nUser-Agent: " +
         std::string(user_agent) + "\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n";
}

Net ask_http(Stream& stream, std::string_view question, HttpAnswerReader& reader, Exchange& exchange) {
  if (const Net sent = stream.send(question); sent != Net::ok && sent != Net::end) return sent;
  std::string block;
  std::size_t total = 0;
  Net last = Net::ok;
  while (!reader.done() && total < most_answer_bytes) {
    block.clear();
    last = stream.read(block, most_answer_bytes - total, exchange.deadline());
    if (last != Net::ok) break;
    total += block.size();
    reader.feed(block);
  }
  if (last == Net::end) reader.end();
  if (last == Net::stopped) return last;
  if (reader.has_head()) return Net::ok;  // what is missing of the body is a fact: truncated
  if (exchange.received() > 0) {
    exchange.detail("the answer is not HTTP");
    return Net::failed;
  }
  return last == Net::ok ? Net::failed : last;
}

}  // namespace lp::probe
