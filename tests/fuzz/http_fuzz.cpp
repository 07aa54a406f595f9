// Bytes a stranger may send: targets, queries, hosts, cookies, percent-encoding, and whole headers
// through the parser the server uses. What is accepted must keep its promises.
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "server/http/framing.h"
#include "server/http/url.h"

namespace {

void check(bool promise) {
  if (!promise) std::abort();
}

void try_url(std::string_view text) {
  using namespace lp::server;
  if (const auto target = parse_target(text)) {
    check(!target->path.empty() && target->path.front() == '/' && lp::is_valid_utf8(target->path));
    check(target->path.find('\0') == std::string::npos && target->path.find("/../") == std::string::npos);
  }
  if (const auto decoded = percent_decode(text, Plus::literal)) {
    check(percent_decode(percent_encode(*decoded), Plus::literal) == decoded);
  }
  parse_query(text);
  parse_host(text);
  find_cookie(text, "lp_session");
}

void try_message(std::string_view text) {
  namespace http = boost::beast::http;
  http::request_parser<http::buffer_body> parser;
  parser.header_limit(16 * 1024);
  parser.body_limit(boost::none);
  boost::system::error_code ec;
  parser.put(boost::asio::buffer(text.data(), text.size()), ec);
  if (ec || !parser.is_header_done()) return;
  if (lp::server::check_framing(parser.get(), parser.chunked())) return;
  lp::server::RequestHead head;
  if (lp::server::make_head(parser.get(), head)) return;
  check(!(parser.chunked() && head.content_length.has_value()));
  check(head.headers.count("Host") <= 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try_url(text);
  try_message(text);
  return 0;
}
