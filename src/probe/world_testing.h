#pragma once
// For tests only: a machine and an internet that exist in namespaces alone. Nothing of it leaves this computer.
//
//   machine (where a guard is raised)            internet
//     out0 203.0.113.1, 2001:db8:1::1   <---->     net0 203.0.113.10 … .12, 2001:db8:1::10, ::11
//
// Every address of the internet accepts TCP connections on 8080 and 8081 and answers any request with a redirect to 203.0.113.11.
// A judge (nft counters on the far side) counts what arrives.

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "model/ip_range.h"
#include "probe/guard.h"
#include "probe/net_tools.h"
#include "io/child_process.h"
#include "probe/privileges.h"

namespace lp::probe::testing {

inline bool in_ci() {
  const char* ci = std::getenv("CI");
  return ci != nullptr && std::string_view(ci) == "true";
}
// "" when a guard can be raised here. The tools must be there where CI runs; a kernel that lets no namespace be made (some containers)
// is a reason to skip.
inline std::string why_no_guard() {
  const Status possible = Guard::check_possible();
  const bool tools = io::find_program("nft").has_value() && io::find_program("ip").has_value();
  if (!possible && !tools && in_ci() && ::geteuid() == 0) ADD_FAILURE() << possible.error().message;
  return possible ? "" : possible.error().message;
}

// A TCP listener on every address of the thread's network.
class Listener {
 public:
  explicit Listener(std::uint16_t port) {
    fd_ = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1, off = 0;
    ::setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    ::setsockopt(fd_, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    sockaddr_in6 any{};
    any.sin6_family = AF_INET6;
    any.sin6_port = htons(port);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&any), sizeof any), 0);
    EXPECT_EQ(::listen(fd_, 128), 0);
    thread_ = std::thread([this] { serve(); });
  }
  ~Listener() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

 private:
  void serve() const {
    for (;;) {
      const int peer = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
      if (peer < 0) return;
      const timeval patience{0, 200'000};
      ::setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      std::array<char, 4096> request;
      static constexpr std::string_view answer = "HTTP/1.1 302 Found\r\nServer: world/1.0\r\nLocation: http://203.0.113.11:8080/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      if (::recv(peer, request.data(), request.size(), 0) > 0) (void)!::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
      ::close(peer);
    }
  }
  int fd_ = -1;
  std::thread thread_;
};

struct Judged {
  std::uint64_t authorised = 0, connections = 0, outside = 0;
};

class World {
 public:
  // `authorised4` and 2001:db8:1::10 with port 8080 are what may arrive; anything else is counted as outside.
  static Result<std::unique_ptr<World>> make() {
    LP_TRY(NetNamespace machine, NetNamespace::create());
    LP_TRY(NetNamespace internet, NetNamespace::create());
    auto world = std::unique_ptr<World>(new World(std::move(machine), std::move(internet)));
    LP_CHECK_OK(world->connect());
    return world;
  }
  ~World() { listeners_.clear(); }

  const NetNamespace& machine() const { return machine_; }
  const NetNamespace& internet() const { return internet_; }
  Judged judged() const {
    std::string text;
    const Status read = internet_.run([&]() -> Status {
      LP_TRY(text, run_tool("nft", {"-j", "list", "counters"}));
      return ok_status();
    });
    EXPECT_TRUE(read) << (read ? "" : read.error().message);
    Judged out;
    const auto value = parse_json(text);
    if (!value) return out;
    for (const json::value& one : *find_array(value->as_object(), "nftables")) {
      const json::object* counter = find_object(one.as_object(), "counter");
      if (counter == nullptr) continue;
      const std::string name = get_string(*counter, "name");
      if (name == "authorised") out.authorised = get_count(*counter, "packets");
      if (name == "connections") out.connections = get_count(*counter, "packets");
      if (name == "outside") out.outside = get_count(*counter, "packets");
    }
    return out;
  }

 private:
  World(NetNamespace machine, NetNamespace internet) : machine_(std::move(machine)), internet_(std::move(internet)) {}
  static Status ip(const std::vector<std::string>& arguments) {
    auto ran = run_tool("ip", arguments);
    return ran ? ok_status() : Status(ran.error());
  }
  static Status quiet(const std::string& interface) {
    for (const char* name : {"accept_ra", "accept_dad", "router_solicitations"}) LP_CHECK_OK(set_kernel_value("net/ipv6/conf/" + interface + "/" + name, "0"));
    return set_kernel_value("net/ipv6/conf/" + interface + "/addr_gen_mode", "1");
  }
  Status connect() {
    LP_CHECK_OK(machine_.run([&]() -> Status {
      LP_CHECK_OK(ip({"link", "add", "out0", "type", "veth", "peer", "name", "net0", "netns", internet_.path()}));
      LP_CHECK_OK(quiet("out0"));
      LP_CHECK_OK(ip({"link", "set", "lo", "up"}));
      LP_CHECK_OK(ip({"addr", "add", "203.0.113.1/24", "dev", "out0"}));
      LP_CHECK_OK(ip({"-6", "addr", "add", "2001:db8:1::1/64", "dev", "out0", "nodad"}));
      LP_CHECK_OK(ip({"link", "set", "out0", "up"}));
      LP_CHECK_OK(ip({"route", "add", "default", "via", "203.0.113.10"}));
      listeners_.push_back(std::make_unique<Listener>(std::uint16_t{8080}));  // the machine's own service, which nobody authorised
      return ok_status();
    }));
    return internet_.run([&]() -> Status {
      LP_CHECK_OK(quiet("net0"));
      LP_CHECK_OK(ip({"link", "set", "lo", "up"}));
      for (const char* address : {"203.0.113.10/24", "203.0.113.11/24", "203.0.113.12/24"}) LP_CHECK_OK(ip({"addr", "add", address, "dev", "net0"}));
      for (const char* address : {"2001:db8:1::10/64", "2001:db8:1::11/64"}) LP_CHECK_OK(ip({"-6", "addr", "add", address, "dev", "net0", "nodad"}));
      LP_CHECK_OK(ip({"link", "set", "net0", "up"}));
      // Before routing and whatever the address: also what the internet here does not know is seen.
      auto judge = run_tool("nft", {"-f", "-"},
                            "table inet judge {\n  counter authorised {}\n  counter connections {}\n  counter outside {}\n  chain arriving {\n    type filter hook prerouting priority raw; policy accept;\n"
                            "    iifname != \"net0\" return\n    icmpv6 type { nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert, mld-listener-report, mld2-listener-report } return\n"
                            "    ip daddr 203.0.113.10 tcp dport 8080 tcp flags & (syn | ack) == syn counter name connections\n    ip daddr 203.0.113.10 tcp dport 8080 counter name authorised return\n"
                            "    ip6 daddr 2001:db8:1::10 tcp dport 8080 counter name authorised return\n    counter name outside\n  }\n}\n");
      if (!judge) return judge.error();
      for (const std::uint16_t port : {std::uint16_t{8080}, std::uint16_t{8081}}) listeners_.push_back(std::make_unique<Listener>(port));
      return ok_status();
    });
  }

  NetNamespace machine_, internet_;
  std::vector<std::unique_ptr<Listener>> listeners_;
};

// 0, or the errno of connecting; ETIMEDOUT after a quarter of a second.
inline int try_connect(const std::string& address, std::uint16_t port, int type = SOCK_STREAM, int patience_ms = 250) {
  const auto parsed = *model::parse_ip(address);
  sockaddr_in6 v6{};
  sockaddr_in v4{};
  v6.sin6_family = AF_INET6;
  v4.sin_family = AF_INET;
  v6.sin6_port = v4.sin_port = htons(port);
  std::copy(parsed.bytes.begin(), parsed.bytes.end(), v6.sin6_addr.s6_addr);
  std::copy(parsed.bytes.begin() + 12, parsed.bytes.end(), reinterpret_cast<std::uint8_t*>(&v4.sin_addr));
  const int fd = ::socket(parsed.v6 ? AF_INET6 : AF_INET, type | SOCK_CLOEXEC, 0);
  const timeval patience{0, patience_ms * 1000};
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const sockaddr* to = parsed.v6 ? reinterpret_cast<sockaddr*>(&v6) : reinterpret_cast<sockaddr*>(&v4);
  int error = ::connect(fd, to, parsed.v6 ? sizeof v6 : sizeof v4) == 0 ? 0 : errno;
  if (error == EINPROGRESS) error = ETIMEDOUT;
  if (error == 0 && type == SOCK_DGRAM && ::send(fd, "x", 1, 0) != 1) error = errno;
  ::close(fd);
  return error;
}

// `work` in a forked process that has entered the guard; what it returns, or 250 when it could not enter, 251 when it ended badly.
inline int behind(Confinement& guard, const std::function<int()>& work) {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(guard.enter() ? work() : 250);
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 251;
}

}  // namespace lp::probe::testing
