// 2,000 idle connections and 500 that drip a header byte by byte are held while 20 normal clients
// ask; the p95 of the normal ones is compared with the same clients alone, and with 100 ms.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "server/http/http_server.h"

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
constexpr int idle_count = 2000, slow_count = 500, clients = 20;
constexpr double bar_ms = 100;

class Hello final : public lp::server::HttpHandler {
 public:
  lp::server::BodyPlan plan(const lp::server::RequestHead&) override { return {}; }
  lp::server::Response refuse(const lp::server::Refusal& refusal, std::string_view) override {
    lp::server::Response response;
    response.status = refusal.status;
    return response;
  }
  lp::server::Response handle(lp::server::HttpRequest) override {
    lp::server::Response response;
    response.body = std::string(2000, 'x');
    return response;
  }
};

int open_connection(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    fmt::print(stderr, "cannot connect\n");
    std::exit(1);
  }
  return fd;
}

bool ask(int fd) {
  static constexpr std::string_view request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) < 0) return false;
  std::string got;
  char buffer[8192];
  while (got.size() < 2000 || got.find("\r\n\r\n") == std::string::npos || got.size() < got.find("\r\n\r\n") + 4 + 2000) {
    const ssize_t n = ::recv(fd, buffer, sizeof buffer, 0);
    if (n <= 0) return false;
    got.append(buffer, static_cast<std::size_t>(n));
  }
  return true;
}

struct Measured {
  double p50 = 0, p95 = 0;
  std::size_t requests = 0;
};

Measured measure(std::uint16_t port, std::chrono::seconds how_long) {
  std::mutex mutex;
  std::vector<double> all;
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i) {
    threads.emplace_back([&] {
      const int fd = open_connection(port);
      std::vector<double> own;
      for (const auto end = Clock::now() + how_long; Clock::now() < end; std::this_thread::sleep_for(5ms)) {
        const auto begin = Clock::now();
        if (!ask(fd)) std::exit(1);
        own.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
      }
      ::close(fd);
      std::lock_guard lock(mutex);
      all.insert(all.end(), own.begin(), own.end());
    });
  }
  for (auto& thread : threads) thread.join();
  std::sort(all.begin(), all.end());
  return {all[all.size() / 2], all[all.size() * 95 / 100], all.size()};
}

}  // namespace

int main() {
  rlimit limit{65536, 65536};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  Hello handler;
  lp::server::HttpOptions options;
  options.port = 0;
  options.header_deadline = 60s;
  auto server = lp::server::HttpServer::start(options, handler);
  if (!server) {
    fmt::print(stderr, "{}\n", server.error().message);
    return 1;
  }
  const std::uint16_t port = (*server)->port();
  const Measured alone = measure(port, 3s);
  std::vector<int> held;
  for (int i = 0; i < idle_count; ++i) held.push_back(open_connection(port));
  std::vector<int> slow;
  for (int i = 0; i < slow_count; ++i) slow.push_back(open_connection(port));
  std::atomic<bool> stop{false};
  std::thread dripper([&] {
    const std::string header = "GET / HTTP/1.1\r\nX: " + std::string(10'000, 'a');
    for (std::size_t at = 0; !stop && at < header.size(); ++at, std::this_thread::sleep_for(100ms)) {
      for (int fd : slow) ::send(fd, &header[at], 1, MSG_NOSIGNAL);
    }
  });
  const Measured loaded = measure(port, 5s);
  const std::size_t open = (*server)->counts().connections;
  stop = true;
  dripper.join();
  fmt::print("alone:  {} requests, p50 {:.2f} ms, p95 {:.2f} ms\n", alone.requests, alone.p50, alone.p95);
  fmt::print("loaded: {} requests, p50 {:.2f} ms, p95 {:.2f} ms, ratio {:.2f}, {} connections open\n", loaded.requests, loaded.p50,
             loaded.p95, loaded.p95 / alone.p95, open);
  const bool good = loaded.p95 <= bar_ms && open >= idle_count + slow_count;
  fmt::print("{}: bar p95 <= {} ms with {} held\n", good ? "met" : "MISSED", bar_ms, idle_count + slow_count);
  for (int fd : held) ::close(fd);
  for (int fd : slow) ::close(fd);
  return good ? 0 : 1;
}
