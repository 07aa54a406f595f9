#include "probe/connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/check.h"

namespace lp::probe {
namespace {

// How long a stop may go unseen.
constexpr std::chrono::milliseconds slice{40};

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

bool fill(const Endpoint& endpoint, SocketAddress& address) {
  auto* v4 = reinterpret_cast<sockaddr_in*>(&address.storage);
  if (inet_pton(AF_INET, endpoint.address.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(endpoint.port);
    address.size = sizeof *v4;
    return true;
  }
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&address.storage);
  if (inet_pton(AF_INET6, endpoint.address.c_str(), &v6->sin6_addr) != 1) return false;
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(endpoint.port);
  address.size = sizeof *v6;
  return true;
}

}  // namespace

Connection::~Connection() {
  if (fd_ >= 0) ::close(fd_);
}

Net Connection::fail(int error, const char* what) {
  if (error == ECONNREFUSED) return Net::refused;
  if (error == ETIMEDOUT) return Net::timeout;
  exchange_.detail(std::string(what) + ": " + std::strerror(error));
  return Net::failed;
}

Net Connection::open(std::string_view method) {
  LP_CHECK(fd_ < 0, "a connection is opened once");
  if (exchange_.request().endpoint.transport != Transport::tcp) {
    exchange_.detail("not a TCP endpoint");
    return Net::failed;
  }
  if (const Net passed = exchange_.pass_gate(method); passed != Net::ok) return passed;
  const Net connected = connect();
  if (connected == Net::ok) exchange_.fact("port", "open");
  return connected;
}

Net Connection::connect() {
  SocketAddress address;
  if (!fill(exchange_.request().endpoint, address)) {
    exchange_.detail("not an address in numbers: " + exchange_.request().endpoint.address);
    return Net::failed;
  }
  fd_ = ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  if (fd_ < 0) return fail(errno, "no socket");
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // a packet a send, so that packets can be counted
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address.storage), address.size) == 0) return Net::ok;
  if (errno != EINPROGRESS) return fail(errno, "cannot connect");
  if (const Net waited = await(POLLOUT, exchange_.deadline()); waited != Net::ok) return waited;
  int error = 0;
  socklen_t size = sizeof error;
  if (::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  return error == 0 ? Net::ok : fail(error, "cannot connect");
}

Net Connection::await(short events, Exchange::SteadyTime until) const {
  until = std::min(until, exchange_.deadline());
  for (;;) {
    if (exchange_.stopped()) return Net::stopped;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd entry{fd_, events, 0};
    const int wait = static_cast<int>(std::clamp(left, std::chrono::milliseconds(0), slice).count());
    const int ready = ::poll(&entry, 1, wait);
    if (ready > 0) return Net::ok;
    if (ready < 0 && errno != EINTR) return Net::failed;
    if (left <= std::chrono::milliseconds(0)) return Net::timeout;
  }
}

Net Connection::send(std::string_view bytes) {
  if (evidence_ == Evidence::here) LP_CHECK(++packets_ <= most_packets, "at most three packets of application data a port");
  if (evidence_ != Evidence::above) exchange_.record_sent(bytes);
  while (!bytes.empty()) {
    const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (const Net waited = await(POLLOUT, exchange_.deadline()); waited != Net::ok) return waited;
    } else if (errno == EPIPE) {
      return Net::end;
    } else if (errno != EINTR) {
      exchange_.detail(std::string("cannot send: ") + std::strerror(errno));
      return Net::failed;
    }
  }
  return Net::ok;
}

Net Connection::read(std::string& into, std::size_t limit, Exchange::SteadyTime until) {
  if (limit == 0) return Net::end;
  char block[16384];
  for (;;) {
    if (const Net waited = await(POLLIN, until); waited != Net::ok) return waited;
    const ssize_t n = ::recv(fd_, block, std::min(limit, sizeof block), 0);
    if (n > 0) {
      const std::string_view got(block, static_cast<std::size_t>(n));
      if (evidence_ != Evidence::above) exchange_.record_received(got);
      into += got;
      return Net::ok;
    }
    if (n == 0) return Net::end;
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) continue;
    exchange_.detail(std::string("cannot read: ") + std::strerror(errno));
    return Net::failed;
  }
}

}  // namespace lp::probe
