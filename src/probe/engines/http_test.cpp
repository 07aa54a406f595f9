#include <gtest/gtest.h>

#include <openssl/ssl.h>

#include "base/golden.h"
#include "base/hash.h"
#include "probe/engine_testing.h"
#include "probe/fingerprints.h"

namespace lp::probe {
namespace {

using namespace testing_tools;
using namespace std::chrono_literals;
using Outcome = Observation::Outcome;

FakeServer::Script answering(std::string answer) {
  return [answer](Peer& peer) {
    peer.read_until("\r\n\r\n");
    peer.send(answer);
  };
}

Asked get(const FakeServer& server, std::map<std::string, std::string> parameters = {}, std::chrono::milliseconds timeout = 3000ms) {
  CountingGate gate;
  const int before = server.accepted();
  Asked asked = ask("http", request_to("http", server.endpoint(), std::move(parameters)), gate, timeout);
  EXPECT_EQ(gate.passes(), server.accepted() - before);
  return asked;
}

constexpr const char* page =
    "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nContent-Type: text/html; charset=utf-8\r\nSet-Cookie: JSESSIONID=secret; Path=/\r\n"
    "Set-Cookie: b=2\r\nX-Powered-By: PHP/8.1.2\r\nContent-Length: 65\r\n\r\n"
    "<html><head><title>\n 企业 &amp; 后台 </title></head><body>x</body>    ";

TEST(HttpEngine, GoldenOfAPage) {
  FakeServer server(answering(page));
  Asked asked = get(server);
  Diagnostics out;
  const auto prints = Fingerprints::load(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
  ASSERT_TRUE(prints);
  prints->apply(asked.seen);
  golden::expect(to_golden(asked.seen), "probe/http_page.txt");
}

TEST(HttpEngine, EvidenceIsWhatWentOverTheWire) {
  std::string heard;
  Observation seen;
  {
    FakeServer server([&](Peer& peer) {
      heard = peer.read_until("\r\n\r\n");
      peer.send(page);
    });
    ProbeRequest request = request_to("http", server.endpoint(), {{"path", "/a?b=c"}, {"method", "GET"}});
    request.host_name = "app.example.cn";
    CountingGate gate;
    seen = ask("http", request, gate).seen;
  }
  EXPECT_EQ(seen.request, heard);
  EXPECT_TRUE(heard.starts_with("GET /a?b=c HTTP/1.1\r\nHost: app.example.cn:")) << heard;
  EXPECT_EQ(seen.response_sha256, to_hex(sha256(page)));
  EXPECT_EQ(seen.response_bytes, std::string_view(page).size());
  EXPECT_EQ(seen.excerpt.find('\r'), std::string::npos);
  EXPECT_EQ(seen.facts.at("http.cookies"), "JSESSIONID, b");
  for (const auto& [name, value] : seen.facts) EXPECT_EQ(value.find("secret"), std::string::npos) << name;
}

TEST(HttpEngine, RedirectsAreReportedNotFollowed) {
  FakeServer other([](Peer& peer) { peer.wait_for_end(); });
  FakeServer server(answering("HTTP/1.1 302 Found\r\nLocation: http://" + other.endpoint().address + ":" + std::to_string(other.endpoint().port) + "/x\r\nContent-Length: 0\r\n\r\n"));
  const Asked asked = get(server);
  EXPECT_EQ(asked.seen.facts.at("http.status"), "302");
  EXPECT_TRUE(asked.seen.facts.at("http.location").ends_with("/x"));
  EXPECT_EQ(server.accepted(), 1);
  EXPECT_EQ(other.accepted(), 0);
}

struct BadRequest {
  const char *method, *path, *host, *scheme;
};
class HttpRefused : public testing::TestWithParam<BadRequest> {};
TEST_P(HttpRefused, NothingIsSent) {
  FakeServer server(answering(page));
  ProbeRequest request = request_to("http", server.endpoint(), {{"method", GetParam().method}, {"path", GetParam().path}, {"scheme", GetParam().scheme}});
  request.host_name = GetParam().host;
  CountingGate gate;
  const Observation seen = ask("http", request, gate).seen;
  EXPECT_EQ(seen.outcome, Outcome::failed);
  EXPECT_FALSE(seen.detail.empty());
  EXPECT_EQ(gate.passes(), 0);
  EXPECT_EQ(server.accepted(), 0);
}
INSTANTIATE_TEST_SUITE_P(All, HttpRefused, testing::Values(
    BadRequest{"POST", "/", "", "http"}, BadRequest{"DELETE", "/", "", "http"}, BadRequest{"get", "/", "", "http"},
    BadRequest{"GET", "http://192.0.2.1/", "", "http"}, BadRequest{"GET", "", "", "http"}, BadRequest{"GET", "/ HTTP/1.1\r\nX: y", "", "http"},
    BadRequest{"GET", "/a b", "", "http"}, BadRequest{"GET", "/", "a\r\nX: y", "http"}, BadRequest{"GET", "/", "a b", "http"},
    BadRequest{"GET", "/", "", "ftp"}, BadRequest{"GET", "/\x80", "", "http"}));

TEST(HttpEngine, HeadWaitsForNoBody) {
  FakeServer server([](Peer& peer) {
    peer.read_until("\r\n\r\n");
    peer.send("HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 100000\r\n\r\n");
    peer.wait_for_end();
  });
  const Asked asked = get(server, {{"method", "HEAD"}});
  EXPECT_EQ(asked.seen.outcome, Outcome::answered);
  EXPECT_FALSE(asked.seen.facts.contains("http.truncated"));
  EXPECT_LT(asked.took, 2900ms);
}

TEST(HttpEngine, HugeBodyIsCutAndSaidSo) {
  FakeServer server([](Peer& peer) {
    peer.read_until("\r\n\r\n");
    peer.send("HTTP/1.0 200 OK\r\n\r\n");
    const std::string block(65536, 'x');
    for (int i = 0; i < 1000 && !peer.over(); ++i) peer.send(block);
  });
  const Asked asked = get(server, {{"find", "yyy"}});
  EXPECT_EQ(asked.seen.facts.at("http.body_bytes"), "262144");
  EXPECT_EQ(asked.seen.facts.at("http.truncated"), "yes");
  EXPECT_FALSE(asked.seen.facts.contains("http.found"));  // the rest may hold it
  EXPECT_LE(asked.seen.response_bytes, 1u << 20);
}

TEST(HttpEngine, LooksForATextInTheBody) {
  FakeServer server(answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nroot:\r\n3\r\nx:0\r\n0\r\n\r\n"));
  EXPECT_EQ(get(server, {{"find", "root:x:0"}}).seen.facts.at("http.found"), "yes");
  EXPECT_EQ(get(server, {{"find", "admin"}}).seen.facts.at("http.found"), "no");
}

TEST(HttpEngine, WhatIsNoHttpFails) {
  FakeServer server([](Peer& peer) { peer.send("220 mail ESMTP\r\n"); });
  const Asked asked = get(server);
  EXPECT_EQ(asked.seen.outcome, Outcome::failed);
  EXPECT_EQ(asked.seen.detail, "the answer is not HTTP");
  EXPECT_GT(asked.seen.response_bytes, 0u);
}

TEST(HttpEngine, SilenceEndsWithTheDeadline) {
  FakeServer server([](Peer& peer) { peer.wait_for_end(); });
  const Asked asked = get(server, {}, 250ms);
  EXPECT_EQ(asked.seen.outcome, Outcome::no_answer);
  EXPECT_LT(asked.took, 2500ms);
}

TEST(HttpEngine, DribblingEndsWithTheDeadline) {
  FakeServer server([](Peer& peer) {
    peer.read_until("\r\n\r\n");
    peer.dribble("HTTP/1.1 200 OK\r\nX: " + std::string(10'000, 'y'), 10ms);
  });
  const Asked asked = get(server, {}, 300ms);
  EXPECT_EQ(asked.seen.outcome, Outcome::failed);  // something came, but no head
  EXPECT_LT(asked.took, 2500ms);
}

TEST(HttpEngine, SlowBodyIsReportedAsFarAsItCame) {
  FakeServer server([](Peer& peer) {
    peer.read_until("\r\n\r\n");
    peer.send("HTTP/1.1 200 OK\r\nServer: slow/1.0\r\nContent-Length: 50\r\n\r\npart");
    peer.wait_for_end();
  });
  const Asked asked = get(server, {}, 300ms);
  EXPECT_EQ(asked.seen.outcome, Outcome::answered);
  EXPECT_EQ(asked.seen.facts.at("http.truncated"), "yes");
  EXPECT_EQ(asked.seen.facts.at("http.server"), "slow/1.0");
}

TEST(HttpEngine, ResetFails) {
  FakeServer server([](Peer& peer) {
    peer.read();
    peer.reset();
  });
  EXPECT_EQ(get(server).seen.outcome, Outcome::failed);
}

TEST(HttpEngine, StopIsSeenWithinATenthOfASecond) {
  FakeServer server([](Peer& peer) { peer.wait_for_end(); });
  std::atomic<bool> stop{false};
  std::chrono::steady_clock::time_point stopped;
  std::thread stopper([&] {
    std::this_thread::sleep_for(150ms);
    stopped = std::chrono::steady_clock::now();
    stop = true;
  });
  CountingGate gate;
  const Asked asked = ask("http", request_to("http", server.endpoint()), gate, 10s, &stop);
  const auto ended = std::chrono::steady_clock::now();
  stopper.join();
  EXPECT_EQ(asked.seen.outcome, Outcome::stopped);
  EXPECT_LT(ended - stopped, 900ms);
}

TEST(HttpEngine, OverTls) {
  FakeServer server(tls_script({}, TLS1_2_VERSION, TLS1_3_VERSION, "HTTP/1.1 200 OK\r\nServer: lighttpd/1.4.69\r\nContent-Length: 2\r\n\r\nhi"));
  const Asked asked = get(server, {{"scheme", "https"}});
  EXPECT_EQ(asked.seen.outcome, Outcome::answered) << asked.seen.detail;
  EXPECT_EQ(asked.seen.facts.at("http.server"), "lighttpd/1.4.69");
  EXPECT_EQ(asked.seen.facts.at("tls.version"), "TLSv1.3");
  EXPECT_TRUE(asked.seen.request.starts_with("GET / HTTP/1.1\r\n"));  // in the clear: evidence can be read
  EXPECT_EQ(asked.seen.response_sha256, to_hex(sha256("HTTP/1.1 200 OK\r\nServer: lighttpd/1.4.69\r\nContent-Length: 2\r\n\r\nhi")));
}

}  // namespace
}  // namespace lp::probe
