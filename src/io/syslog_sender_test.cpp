#include "io/syslog_sender.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace lp::io {
namespace {

// A socket on loopback; what arrives is read by the test itself.
class Listener {
 public:
  explicit Listener(int type) : fd_(::socket(AF_INET, type, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    if (type == SOCK_STREAM) {
      EXPECT_EQ(::listen(fd_, 4), 0);
    }
    socklen_t length = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
  }
  ~Listener() { ::close(fd_); }
  std::uint16_t port() const { return port_; }
  int accept() const { return ::accept(fd_, nullptr, nullptr); }
  int fd() const { return fd_; }

 private:
  int fd_;
  std::uint16_t port_ = 0;
};

std::string receive(int fd) {
  pollfd waiting{fd, POLLIN, 0};
  if (::poll(&waiting, 1, 3000) <= 0) return "nothing came";
  char buffer[16384];
  const ssize_t n = ::recv(fd, buffer, sizeof buffer, 0);
  return n < 0 ? "error" : std::string(buffer, static_cast<std::size_t>(n));
}

SyslogTarget at(SyslogTarget::Transport transport, std::uint16_t port) { return {transport, "127.0.0.1", port}; }

TEST(SyslogSender, SendsDatagrams) {
  const Listener listener(SOCK_DGRAM);
  SyslogSender sender(at(SyslogTarget::Transport::udp, listener.port()), {});
  ASSERT_TRUE(sender.send("<131>1 one"));
  EXPECT_EQ(receive(listener.fd()), "<131>1 one");
  const Status large = sender.send(std::string(9000, 'x'));
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, Errc::too_large);
}

TEST(SyslogSender, CountsLengthsOverTcpAndConnectsAgain) {
  const Listener listener(SOCK_STREAM);
  SyslogSender sender(at(SyslogTarget::Transport::tcp, listener.port()), {});
  ASSERT_TRUE(sender.send("first"));
  const int connection = listener.accept();
  ASSERT_TRUE(sender.send("第二"));
  std::string came;
  while (came.size() < 15) came += receive(connection);
  EXPECT_EQ(came, "5 first6 第二");
  ::close(connection);
  // The end of the connection is seen before anything is written into it.
  const Status broken = sender.send("third");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, Errc::unavailable);
  ASSERT_TRUE(sender.send("third"));
  const int again = listener.accept();
  EXPECT_EQ(receive(again), "5 third");
  ::close(again);
}

TEST(SyslogSender, NobodyThereIsAnErrorThatPasses) {
  std::uint16_t port = 0;
  {
    const Listener gone(SOCK_STREAM);
    port = gone.port();
  }
  SyslogSender sender(at(SyslogTarget::Transport::tcp, port), {.timeout = std::chrono::seconds(2)});
  const Status sent = sender.send("x");
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Errc::unavailable);
}

TEST(SyslogSender, ReadsTargets) {
  const auto target = SyslogTarget::parse("tls://log.example.org");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->port, 6514);
  EXPECT_EQ(SyslogTarget::parse("udp://10.0.0.1:1514")->port, 1514);
  EXPECT_EQ(SyslogTarget::parse("tcp://[2001:db8::1]:601")->host, "2001:db8::1");
  for (const char* bad : {"", "10.0.0.1", "http://x", "udp://", "udp://x:0", "udp://x:99999", "udp://user@x", "tcp://x:y"}) EXPECT_FALSE(SyslogTarget::parse(bad)) << bad;
}

TEST(SyslogSender, WritesHeadersOfRfc5424) {
  EXPECT_EQ(syslog_message(3, "2024-07-31T01:02:03Z", "a host", "", "{}"), "<131>1 2024-07-31T01:02:03Z a_host longpan - - - {}");
  EXPECT_EQ(syslog_message(6, "", "h", std::string(40, 'i'), "x"), "<134>1 - h longpan - " + std::string(32, 'i') + " - x");
}

}  // namespace
}  // namespace lp::io
