#include "io/mail.h"

#include <gtest/gtest.h>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "base/hash.h"
#include "base/text.h"
#include "io/files.h"

extern char** environ;

namespace lp::io {
namespace {

constexpr const char* daemon_path = "/usr/sbin/exim4";

int free_port() {
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

bool answers(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool ok = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(fd);
  return ok;
}

// A real mail server (Debian's exim4) of this test alone: its own ports, certificate and spool,
// which keeps what it accepted.
class MailServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* ci = std::getenv("CI");
    const bool usable = ::access(daemon_path, X_OK) == 0 && ::geteuid() == 0;
    if (!usable && (ci == nullptr || std::string_view(ci) != "true")) GTEST_SKIP() << daemon_path << " is not installed, or this is not root (package exim4-daemon-light)";
    ASSERT_TRUE(usable) << "CI must have exim4-daemon-light";
    folder_ = dir_.path().string();
    ::chmod(folder_.c_str(), 0755);  // the daemon gives up root
    const std::string command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout " +
                                folder_ + "/key.pem -out " + folder_ + "/cert.pem 2>/dev/null && chmod 644 " + folder_ + "/key.pem && mkdir -m 777 " + folder_ + "/spool " + folder_ + "/log";
    ASSERT_EQ(std::system(command.c_str()), 0);
    write_config();
    start();
  }
  void TearDown() override {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  MailServer server(MailSecurity security) const {
    MailServer s;
    s.host = "localhost";
    s.port = security == MailSecurity::tls ? tls_port_ : port_;
    s.security = security;
    s.from = "longpan@example.cn";
    s.ca_file = folder_ + "/cert.pem";
    s.timeout = std::chrono::seconds(10);
    return s;
  }
  // Everything the server took over: headers and bodies.
  std::string accepted() const {
    std::string out;
    for (const auto& f : std::filesystem::recursive_directory_iterator(folder_ + "/spool/input")) {
      if (f.is_regular_file()) out += read_file(f.path(), 1 << 20).value_or("");
    }
    return out;
  }

 private:
  void write_config() {
    port_ = free_port();
    tls_port_ = free_port();
    std::ofstream(folder_ + "/conf") << "spool_directory = " << folder_ << "/spool\nlog_file_path = " << folder_ << "/log/%s\npid_file_path = " << folder_ << "/spool/pid\ndaemon_smtp_ports = "
                                     << port_ << " : " << tls_port_ << "\ntls_on_connect_ports = " << tls_port_ << "\nlocal_interfaces = 127.0.0.1\ntls_advertise_hosts = *\ntls_certificate = " << folder_
                                     << "/cert.pem\ntls_privatekey = " << folder_ << "/key.pem\nprimary_hostname = localhost\nacl_smtp_rcpt = rcpt\nqueue_only = true\nbegin acl\nrcpt:\n"
                                     << "  deny local_parts = nobody\n  defer local_parts = later\n  accept\nbegin routers\nbegin transports\n";
  }
  void start() {
    const std::string config = folder_ + "/conf";
    const char* arguments[] = {daemon_path, "-C", config.c_str(), "-bdf", nullptr};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 1, (folder_ + "/out").c_str(), O_WRONLY | O_CREAT, 0644);
    posix_spawn_file_actions_adddup2(&files, 1, 2);
    ASSERT_EQ(::posix_spawn(&pid_, daemon_path, &files, nullptr, const_cast<char**>(arguments), environ), 0);
    posix_spawn_file_actions_destroy(&files);
    for (int i = 0; i < 100 && !(answers(port_) && answers(tls_port_)); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    ASSERT_TRUE(answers(port_)) << read_file(folder_ + "/out", 10'000).value_or("no output");
  }
  TempDir dir_ = std::move(*TempDir::create("mail-test"));
  pid_t pid_ = 0;
  int port_ = 0, tls_port_ = 0;

 protected:
  std::string folder_;
};

Mail sample(std::string to = "officer@example.cn") {
  return {.to = std::move(to), .subject = "【还有 7 天到期】网络单元定级备案", .body = "请尽快提交。\n", .id = "outbox-1", .date = Timestamp(1'720'000'000'000'000)};
}

TEST_F(MailServerTest, DeliversByStartTlsAndTls) {
  for (const MailSecurity security : {MailSecurity::starttls, MailSecurity::tls}) {
    const auto sent = send_mail(server(security), sample());
    ASSERT_TRUE(sent) << sent.error().message;
  }
  const std::string kept = accepted();
  EXPECT_TRUE(contains(kept, "officer@example.cn"));
  EXPECT_TRUE(contains(kept, to_base64("请尽快提交。\n")));
  EXPECT_TRUE(contains(kept, "=?UTF-8?B?"));
  EXPECT_TRUE(contains(kept, "with esmtps")) << "it came over TLS";
}

TEST_F(MailServerTest, RefusesACertificateItCannotVerify) {
  MailServer s = server(MailSecurity::starttls);
  s.ca_file.clear();
  const auto sent = send_mail(s, sample());
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Errc::unavailable);
  EXPECT_FALSE(sent.error().message_zh.empty());
}

TEST_F(MailServerTest, TellsPassingFromFinalRefusals) {
  const auto never = send_mail(server(MailSecurity::starttls), sample("nobody@example.cn"));
  ASSERT_FALSE(never);
  EXPECT_EQ(never.error().code, Errc::unsupported) << never.error().message;
  const auto later = send_mail(server(MailSecurity::starttls), sample("later@example.cn"));
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().code, Errc::unavailable) << later.error().message;
}

TEST(Mail, UnreachableServerIsUnavailable) {
  MailServer s;
  s.host = "127.0.0.1";
  s.port = free_port();
  s.from = "a@example.cn";
  const auto sent = send_mail(s, sample());
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Errc::unavailable);
}

TEST(Mail, HeadersCannotBeInjected) {
  MailServer s;
  s.from = "a@example.cn";
  Mail m = sample();
  m.subject = "x\r\nBcc: victim@example.cn";
  EXPECT_FALSE(contains(to_rfc5322(s, m), "\r\nBcc:"));
  m.to = "a@example.cn>\r\nRCPT TO:<b@example.cn";
  const auto sent = send_mail(s, m);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Errc::invalid);
}

TEST(Mail, KnowsAddresses) {
  for (const char* good : {"a@example.cn", "a.b+c@mail.example.cn"}) EXPECT_TRUE(is_mail_address(good)) << good;
  for (const char* bad : {"", "a", "@b", "a@", "a@b@c", "a b@c.cn", "a@.cn", "<a@b.cn>", "a@b.cn,c@d.cn"}) EXPECT_FALSE(is_mail_address(bad)) << bad;
}

}  // namespace
}  // namespace lp::io
