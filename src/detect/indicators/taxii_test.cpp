#include "detect/indicators/taxii.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "base/text.h"

namespace lp::detect {
namespace {

// Answers requests on the loopback address with prepared answers, one connection each.
class Service {
 public:
  explicit Service(std::vector<std::string> answers) : answers_(std::move(answers)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listener_, 8), 0);
    socklen_t length = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Service() { requests(); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/api/collections/c1/"; }
  const std::vector<std::string>& requests() {
    if (thread_.joinable()) {
      thread_.join();
      ::close(listener_);
    }
    return requests_;
  }

 private:
  void serve() {
    for (const std::string& answer : answers_) {
      pollfd waiting{listener_, POLLIN, 0};
      if (::poll(&waiting, 1, 5000) <= 0) return;
      const int fd = ::accept(listener_, nullptr, nullptr);
      std::string request;
      char buffer[4096];
      while (!contains(request, "\r\n\r\n")) {
        const ssize_t n = ::recv(fd, buffer, sizeof buffer, 0);
        if (n <= 0) break;
        request.append(buffer, static_cast<std::size_t>(n));
      }
      requests_.push_back(request);
      ::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL);
      ::close(fd);
    }
  }
  std::vector<std::string> answers_, requests_;
  int listener_ = -1, port_ = 0;
  std::thread thread_;
};

std::string ok(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/taxii+json;version=2.1\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
std::string indicator(const std::string& domain) { return R"({"type":"indicator","id":"indicator--1","pattern":"[domain-name:value = ')" + domain + R"(']"})"; }

TaxiiSource source_of(const Service& service) {
  TaxiiSource source{.collection = service.url()};
  source.http.allow_plain_http = true;
  source.http.timeout = std::chrono::seconds(5);
  return source;
}

TEST(Taxii, PullsPageAfterPage) {
  Service service({ok("{\"more\":true,\"next\":\"p 2\",\"objects\":[" + indicator("a.example") + "]}"), ok("{\"objects\":[" + indicator("b.example") + ",{\"type\":\"malware\"}]}")});
  TaxiiSource source = source_of(service);
  source.added_after = "2024-07-01T00:00:00Z";
  source.http.user = "u";
  source.http.password = "secret";
  IndicatorSet set;
  Diagnostics out;
  const auto statistics = pull_taxii(source, set, out);
  ASSERT_TRUE(statistics) << statistics.error().message;
  EXPECT_EQ(statistics->taken, 2u);
  EXPECT_EQ(statistics->left_out.at("other_object"), 1u);
  const auto& requests = service.requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_TRUE(requests[0].starts_with("GET /api/collections/c1/objects/?limit=1000&match%5Btype%5D=indicator&added_after=2024-07-01T00%3a00%3a00Z HTTP/1.1\r\n")) << requests[0];
  EXPECT_TRUE(contains(requests[0], "Accept: application/taxii+json;version=2.1\r\n"));
  EXPECT_TRUE(contains(requests[0], "Authorization: Basic "));
  EXPECT_TRUE(contains(requests[1], "&next=p%202 "));
}

TEST(Taxii, SaysWhyItStopped) {
  struct Row { std::string answer; Errc code; };
  for (const Row& row : {Row{"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", Errc::denied}, Row{"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Errc::not_found},
                         Row{"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", Errc::unavailable}, Row{"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", Errc::unsupported},
                         Row{ok("[]"), Errc::invalid}, Row{ok("{"), Errc::invalid}, Row{ok("{\"more\":true}"), Errc::invalid}, Row{"", Errc::unavailable}}) {
    Service service({row.answer});
    TaxiiSource source = source_of(service);
    source.http.password = "secret";
    IndicatorSet set;
    Diagnostics out;
    const auto result = pull_taxii(source, set, out);
    ASSERT_FALSE(result) << row.answer;
    EXPECT_EQ(result.error().code, row.code) << result.error().message;
    EXPECT_FALSE(contains(result.error().message, "secret"));
  }
}

TEST(Taxii, KeepsLimits) {
  IndicatorSet set;
  Diagnostics out;
  EXPECT_EQ(pull_taxii({.collection = "http://127.0.0.1:1/"}, set, out).error().code, Errc::invalid);     // plain http
  EXPECT_EQ(pull_taxii({.collection = "https://u:p@127.0.0.1/"}, set, out).error().code, Errc::invalid);  // a password in the address
  EXPECT_EQ(pull_taxii({.collection = "file:///etc/passwd"}, set, out).error().code, Errc::invalid);
  Service large({ok("{\"objects\":[" + std::string(2000, ' ') + "]}")});
  TaxiiSource source = source_of(large);
  source.http.max_bytes = 1000;
  EXPECT_EQ(pull_taxii(source, set, out).error().code, Errc::too_large);
  Service endless({ok("{\"more\":true,\"next\":\"1\"}"), ok("{\"more\":true,\"next\":\"2\"}")});
  source = source_of(endless);
  source.pages = 2;
  EXPECT_EQ(pull_taxii(source, set, out).error().code, Errc::too_large);
}

}  // namespace
}  // namespace lp::detect
