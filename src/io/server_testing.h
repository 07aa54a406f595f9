#pragma once
// For the tests of the database readers: real servers of one test's own, as an unprivileged user,
// in a folder of their own, on the loopback address and a local socket; stopped and removed at the end.

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string>

#include "io/files.h"

namespace lp::io::testing {

inline int unused_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  socklen_t length = sizeof address;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
  ::close(fd);
  return ntohs(address.sin_port);
}

inline bool must_not_skip() {
  const char* ci = std::getenv("CI");
  return ci != nullptr && std::string_view(ci) == "true";
}

class PrivateServer {
 public:
  // Runs as `user` when this is root (the servers refuse root), else as who we are.
  explicit PrivateServer(std::string user) : as_user_(::geteuid() == 0 ? "setpriv --reuid=" + user + " --regid=" + user + " --clear-groups -- " : ""), port_(unused_port()) {
    if (::geteuid() != 0) return;
    EXPECT_EQ(std::system(("chown " + user + " " + folder()).c_str()), 0);
  }
  std::string folder() const { return dir_.path().string(); }
  int port() const { return port_; }
  // True when the command succeeded; its output goes to <folder>/log.
  bool run(const std::string& command) const { return std::system(("cd / && " + as_user_ + command + " >>" + folder() + "/log 2>&1").c_str()) == 0; }
  std::string log() const { return read_file(dir_.path() / "log", 1 << 20).value_or("no log"); }

 private:
  TempDir dir_ = std::move(*TempDir::create("longpan-server", "/tmp"));  // a short path: socket names are limited
  std::string as_user_;
  int port_;
};

}  // namespace lp::io::testing
