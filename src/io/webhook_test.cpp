#include "io/webhook.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include "base/text.h"

namespace lp::io {
namespace {

// Answers one request with a fixed text and keeps what came.
class OneShotServer {
 public:
  explicit OneShotServer(std::string answer) : answer_(std::move(answer)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listener_, 1), 0);
    socklen_t length = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~OneShotServer() { stop(); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/hook"; }
  const std::string& stop() {
    if (thread_.joinable()) {
      thread_.join();
      ::close(listener_);
    }
    return request_;
  }

 private:
  void serve() {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, 3000) <= 0) return;
    const int fd = ::accept(listener_, nullptr, nullptr);
    char buffer[4096];
    while (!contains(request_, "}")) {
      const ssize_t n = ::recv(fd, buffer, sizeof buffer, 0);
      if (n <= 0) break;
      request_.append(buffer, static_cast<std::size_t>(n));
    }
    if (answer_.empty()) ::usleep(1'500'000);
    ::send(fd, answer_.data(), answer_.size(), MSG_NOSIGNAL);
    ::close(fd);
  }
  std::string answer_, request_;
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
};

const Timestamp now(1'720'000'000'000'000);
WebhookOptions local() {
  return {.secret = "key", .allow_plain_http = true, .allow_private = true, .timeout = std::chrono::seconds(1)};
}

TEST(Webhook, PostsSignedJson) {
  OneShotServer server("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
  const auto sent = post_webhook(server.url(), R"({"topic":"duty.overdue"})", now, local());
  ASSERT_TRUE(sent) << sent.error().message;
  const std::string request = server.stop();
  EXPECT_TRUE(request.starts_with("POST /hook HTTP/1.1\r\n"));
  EXPECT_TRUE(contains(request, "Content-Type: application/json; charset=utf-8\r\n"));
  const std::size_t at = request.find("X-Longpan-Signature: ");
  ASSERT_NE(at, std::string::npos);
  const std::string signature = request.substr(at + 21, request.find("\r\n", at) - at - 21);
  EXPECT_TRUE(verify_webhook_signature("key", signature, R"({"topic":"duty.overdue"})", 1'720'000'000));
  EXPECT_TRUE(request.ends_with(R"({"topic":"duty.overdue"})"));
}

TEST(Webhook, DoesNotFollowRedirects) {
  OneShotServer server("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  const auto sent = post_webhook(server.url(), "{}", now, local());
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Errc::unsupported);
  EXPECT_TRUE(contains(sent.error().hint, "redirect"));
}

TEST(Webhook, TellsPassingFromFinalFailures) {
  for (const auto& [status, code] : {std::pair{"500 x", Errc::unavailable}, std::pair{"429 x", Errc::unavailable}, std::pair{"404 x", Errc::unsupported}, std::pair{"422 x", Errc::too_large}}) {
    OneShotServer server(std::string("HTTP/1.1 ") + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    const auto sent = post_webhook(server.url(), "{}", now, local());
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().code, code) << status;
  }
}

TEST(Webhook, GivesUpInTime) {
  OneShotServer server("");
  const auto sent = post_webhook(server.url(), "{}", now, local());
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Errc::timeout);
}

TEST(Webhook, RefusesPrivateAddressesUnlessAllowed) {
  WebhookOptions options = local();
  options.allow_private = false;
  for (const char* url : {"http://127.0.0.1:9/", "http://10.0.0.1:9/", "http://192.168.1.1:9/", "http://169.254.169.254/", "http://[::1]:9/", "http://localhost:9/"}) {
    const auto sent = post_webhook(url, "{}", now, options);
    ASSERT_FALSE(sent) << url;
    EXPECT_EQ(sent.error().code, Errc::denied) << url << sent.error().message;
  }
}

TEST(Webhook, ChecksUrls) {
  const WebhookOptions strict;
  EXPECT_TRUE(check_webhook_url("https://example.org/x?y=1", strict));
  for (const char* url : {"http://example.org/", "ftp://example.org", "file:///etc/passwd", "https://", "https://user:pw@example.org/", "https://a b", "javascript:alert(1)", "", "https://x\r\nHost: y"}) {
    const auto checked = check_webhook_url(url, strict);
    ASSERT_FALSE(checked) << url;
    EXPECT_FALSE(checked.error().message_zh.empty());
  }
  EXPECT_TRUE(check_webhook_url("http://example.org/", local()));
}

TEST(Webhook, SignatureFailsOnAnyChange) {
  const std::string good = webhook_signature("key", 1000, "body");
  EXPECT_TRUE(good.starts_with("t=1000,v1="));
  EXPECT_TRUE(verify_webhook_signature("key", good, "body", 1000));
  EXPECT_FALSE(verify_webhook_signature("key", good, "bodY", 1000));
  EXPECT_FALSE(verify_webhook_signature("other", good, "body", 1000));
  EXPECT_FALSE(verify_webhook_signature("key", good, "body", 1000 + 301));
  EXPECT_FALSE(verify_webhook_signature("key", "nonsense", "body", 1000));
}

}  // namespace
}  // namespace lp::io
