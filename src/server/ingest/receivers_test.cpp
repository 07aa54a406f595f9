#include "server/ingest/receivers.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "base/json.h"
#include "io/files.h"
#include "server/gzip.h"

namespace lp::server {
namespace {

namespace fs = std::filesystem;

class ReceiversTest : public ::testing::Test {
 protected:
  void start(ReceiverOptions options, io::LineSpoolOptions spool = {}) {
    spool_ = *io::LineSpool::open(dir_.path() / "spool", spool);
    auto started = Receivers::start(options, *spool_);
    ASSERT_TRUE(started) << started.error().message;
    receivers_ = *std::move(started);
  }
  int port(std::string_view kind) const {
    for (const std::string& place : receivers_->places())
      if (place.starts_with(kind)) return std::stoi(place.substr(place.rfind(':') + 1));
    return 0;
  }
  static int connect_to(int port, int type) {
    const int fd = ::socket(AF_INET, type, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    return fd;
  }
  static void send(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      ASSERT_GT(n, 0);
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  // The answer's status and body.
  std::pair<int, std::string> http(const std::string& method, const std::string& path, const std::string& body, const std::string& headers = "") {
    const int fd = connect_to(port("bulk"), SOCK_STREAM);
    send(fd, method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body);
    std::string answer(1 << 20, '\0');
    std::size_t size = 0;
    for (ssize_t n = 0; (n = ::recv(fd, answer.data() + size, answer.size() - size, 0)) > 0;) size += static_cast<std::size_t>(n);
    ::close(fd);
    answer.resize(size);
    EXPECT_NE(answer.find("X-Elastic-Product: Elasticsearch"), std::string::npos) << answer.substr(0, 300);
    return {std::stoi(answer.substr(9, 3)), answer.substr(answer.find("\r\n\r\n") + 4)};
  }
  void wait_for(std::uint64_t messages) {
    for (int i = 0; i < 500 && receivers_->counts().messages < messages; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(receivers_->counts().messages, messages);
  }
  std::string spooled(const std::string& stream) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(dir_.path() / "spool" / stream, error)) files.push_back(entry.path());
    std::ranges::sort(files);
    std::string out;
    for (const fs::path& file : files) out += *io::read_file(file, 1 << 26);
    return out;
  }
  io::TempDir dir_ = *io::TempDir::create("receivers");
  std::unique_ptr<io::LineSpool> spool_;
  std::unique_ptr<Receivers> receivers_;   // before the spool goes
};

TEST_F(ReceiversTest, SyslogOverTcpUdpAndAUnixSocket) {
  const std::string path = (dir_.path() / "eve.sock").string();
  start({.syslog_udp = {"127.0.0.1:0"}, .syslog_tcp = {"127.0.0.1:0"}, .unix_streams = {path}});
  const int tcp = connect_to(port("syslog+tcp"), SOCK_STREAM);
  send(tcp, "<13>one\n7 <14>two<15>th");
  wait_for(2);
  send(tcp, "ree\n");
  ::close(tcp);
  wait_for(3);
  const int udp = connect_to(port("syslog+udp"), SOCK_DGRAM);
  for (int i = 0; i < 100; ++i) send(udp, "<16>datagram\n");
  ::close(udp);
  wait_for(103);
  const int local = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  path.copy(to.sun_path, sizeof to.sun_path - 1);
  ASSERT_EQ(::connect(local, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
  send(local, "{\"event_type\":\"dns\"}\n{\"cut\":");
  ::close(local);
  wait_for(105);
  receivers_->stop();
  EXPECT_TRUE(spooled("syslog").starts_with("<13>one\n<14>two\n<15>three\n<16>datagram\n"));
  EXPECT_EQ(spooled("unix"), "{\"event_type\":\"dns\"}\n{\"cut\":\n");
  EXPECT_FALSE(fs::exists(path));
  EXPECT_EQ(receivers_->counts().connections, 2U);
}

TEST_F(ReceiversTest, BulkIsAnsweredItemByItemAndOnlyWithTheToken) {
  start({.bulk = {"127.0.0.1:0"}, .token = "secret"});
  EXPECT_EQ(http("GET", "/", "").first, 401);
  EXPECT_EQ(http("GET", "/", "", "Authorization: Bearer wrong\r\n").first, 401);
  const std::string token = "Authorization: ApiKey secret\r\n";
  EXPECT_NE(http("GET", "/", "", token).second.find("\"number\":\"8."), std::string::npos);
  EXPECT_NE(http("GET", "/_license", "", "Authorization: Basic dTpzZWNyZXQ=\r\n").second.find("\"active\""), std::string::npos);
  EXPECT_EQ(http("PUT", "/_index_template/filebeat", "{}", token).second, "{\"acknowledged\":true}");
  EXPECT_EQ(http("POST", "/other", "{}\n", token).first, 404);
  EXPECT_EQ(http("POST", "/_bulk", "hello", token).first, 400);
  const auto [status, body] = http("POST", "/eve/_bulk", "{\"create\":{}}\n{\"a\":1}\n{\"delete\":{\"_id\":\"1\"}}\n", token);
  EXPECT_EQ(status, 200);
  EXPECT_NE(body.find("\"errors\":true"), std::string::npos) << body;
  EXPECT_EQ(spooled("eve"), "{\"a\":1}\n") << "on disk before the answer";
  EXPECT_EQ(http("POST", "/_bulk", gzip("{\"index\":{\"_index\":\"z\"}}\n{\"b\":2}\n", 6), token + "Content-Encoding: gzip\r\n").first, 200);
  EXPECT_EQ(spooled("z"), "{\"b\":2}\n");
  EXPECT_EQ(http("POST", "/_bulk", "no gzip", token + "Content-Encoding: gzip\r\n").first, 400);
  EXPECT_EQ(http("POST", "/_bulk", "x", token + "Content-Encoding: br\r\n").first, 415);
  receivers_->stop();
  EXPECT_EQ(receivers_->counts().messages, 2U);
}

TEST_F(ReceiversTest, AFullSpoolHoldsSendersBackAndLosesNothing) {
  start({.syslog_tcp = {"127.0.0.1:0"}, .bulk = {"127.0.0.1:0"}}, {.segment_bytes = 20'000, .total_bytes = 200'000});
  const int tcp = connect_to(port("syslog+tcp"), SOCK_STREAM);
  std::string sent;
  for (int i = 0; i < 4000; ++i) sent += "<13>" + std::to_string(1000 + i) + std::string(90, 'x') + "\n";
  std::thread sender([&] {
    send(tcp, sent);
    ::close(tcp);
  });
  for (int i = 0; i < 500 && receivers_->counts().waits == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_GT(receivers_->counts().waits, 0U);
  const std::string large = "{\"create\":{}}\n{\"a\":\"" + std::string(190'000, 'x') + "\"}\n";
  EXPECT_EQ(http("POST", "/_bulk", large).first, 429);
  // A reader that removes what it has read makes room.
  std::string got;
  for (int i = 0; i < 200 && got.size() < sent.size(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(dir_.path() / "spool" / "syslog")) files.push_back(entry.path());
    std::ranges::sort(files);
    const bool all = receivers_->counts().messages == 4000;
    for (std::size_t f = 0; f + (all ? 0 : 1) < files.size(); ++f) {
      got += *io::read_file(files[f], 1 << 20);
      fs::remove(files[f]);
    }
  }
  sender.join();
  EXPECT_EQ(got.size(), sent.size());
  EXPECT_TRUE(got == sent);
}

TEST_F(ReceiversTest, SaysWhatItCannotListenOn) {
  spool_ = *io::LineSpool::open(dir_.path() / "spool", {});
  for (const char* place : {"", "nonsense", "127.0.0.1:", "127.0.0.1:99999", "example.com:514"}) {
    const auto started = Receivers::start({.syslog_tcp = {place}}, *spool_);
    ASSERT_FALSE(started) << place;
    EXPECT_EQ(started.error().code, Errc::invalid) << place;
  }
  const auto no_certificate = Receivers::start({.syslog_tls = {"127.0.0.1:0"}}, *spool_);
  ASSERT_FALSE(no_certificate);
  const auto first = Receivers::start({.syslog_tcp = {"127.0.0.1:0"}}, *spool_);
  ASSERT_TRUE(first);
  const std::string place = (*first)->places().at(0).substr(std::string("syslog+tcp ").size());
  const auto second = Receivers::start({.syslog_udp = {place}, .syslog_tcp = {}}, *spool_);
  EXPECT_TRUE(second) << "UDP has ports of its own";
}

}  // namespace
}  // namespace lp::server
