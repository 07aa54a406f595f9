#include "server/http/test_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>

#include "base/check.h"
#include "base/text.h"

namespace lp::server {

std::string TestResponse::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

TestClient::TestClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  LP_CHECK(socket_ >= 0);
  const timeval limit{10, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  LP_CHECK(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0, "connecting");
}

TestClient::~TestClient() { ::close(socket_); }

bool TestClient::try_send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

// A server that refuses early may close while we still send: what it said is read afterwards.
void TestClient::send(std::string_view bytes) { try_send(bytes); }

bool TestClient::receive() {
  char chunk[16 * 1024];
  const ssize_t n = ::recv(socket_, chunk, sizeof chunk, 0);
  if (n <= 0) return false;
  buffer_.append(chunk, static_cast<std::size_t>(n));
  return true;
}

std::string TestClient::read_some() {
  if (buffer_.empty()) receive();
  return std::exchange(buffer_, {});
}

std::string TestClient::read_until(std::string_view end) {
  std::size_t at = buffer_.find(end);
  while (at == std::string::npos && receive()) at = buffer_.find(end);
  if (at == std::string::npos) return std::exchange(buffer_, {});
  std::string out = buffer_.substr(0, at + end.size());
  buffer_.erase(0, at + end.size());
  return out;
}

TestResponse TestClient::read_response(bool head_only) {
  TestResponse response;
  const std::string head = read_until("\r\n\r\n");
  if (head.size() < 12) return response;
  response.status = std::atoi(head.c_str() + 9);
  for (std::string_view line : split(std::string_view(head).substr(0, head.size() - 4), '\n')) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    response.headers.emplace_back(to_lower_ascii(line.substr(0, colon)), std::string(trim(line.substr(colon + 2))));
  }
  const auto length = static_cast<std::size_t>(std::atoll(response.header("content-length").c_str()));
  if (head_only || response.status == 304 || response.status == 204) return response;
  while (buffer_.size() < length && receive()) {
  }
  response.body = buffer_.substr(0, length);
  buffer_.erase(0, std::min(length, buffer_.size()));
  return response;
}

std::string TestClient::read_all() {
  while (receive()) {
  }
  return std::exchange(buffer_, {});
}

}  // namespace lp::server
