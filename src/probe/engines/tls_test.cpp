#include <gtest/gtest.h>

#include <openssl/ssl.h>

#include "base/golden.h"
#include "base/text.h"
#include "probe/engine_testing.h"

namespace lp::probe {
namespace {

using namespace testing_tools;
using namespace std::chrono_literals;
using Outcome = Observation::Outcome;

struct Certificate {
  const char* name;
  CertificateOptions options;
  std::map<std::string, std::string> facts;
};
class TlsCertificate : public testing::TestWithParam<Certificate> {};

TEST_P(TlsCertificate, IsReportedAsFacts) {
  FakeServer server(tls_script(GetParam().options, TLS1_2_VERSION, TLS1_3_VERSION));
  ProbeRequest request = request_to("tls", server.endpoint());
  request.host_name = "fake.example";
  CountingGate gate;
  const Observation seen = ask("tls", request, gate).seen;
  ASSERT_EQ(seen.outcome, Outcome::answered) << seen.detail;
  for (const auto& [name, value] : GetParam().facts) {
    const auto found = seen.facts.find("tls." + name);
    EXPECT_EQ(found == seen.facts.end() ? "(not told)" : found->second, value) << name;
  }
  EXPECT_EQ(seen.facts.at("tls.connections"), "1");
  EXPECT_EQ(seen.facts.at("tls.sha256").size(), 64u);
  EXPECT_EQ(gate.passes(), 1);
  EXPECT_EQ(server.accepted(), 1);
}

INSTANTIATE_TEST_SUITE_P(All, TlsCertificate, testing::Values(
    Certificate{"good", {.issuer = "Some CA", .names = {"DNS:fake.example", "DNS:*.fake.example", "IP:127.0.0.1"}},
                {{"subject", "CN=fake.example"}, {"issuer", "CN=Some CA"}, {"self_signed", "no"}, {"expired", "no"}, {"not_yet_valid", "no"},
                 {"weak_key", "no"}, {"weak_signature", "no"}, {"key", "RSA 2048"}, {"san", "fake.example, *.fake.example, 127.0.0.1"},
                 {"not_before", "2026-11-18T12:00:00+08:00"}, {"not_after", "2027-02-26T12:00:00+08:00"}, {"host_mismatch", "no"},
                 {"version", "TLSv1.3"}, {"chain", "1"}, {"serial", "1267"}}},
    Certificate{"expired", {.from_days = -400, .to_days = -1}, {{"expired", "yes"}, {"not_yet_valid", "no"}, {"self_signed", "yes"}}},
    Certificate{"early", {.from_days = 1}, {{"expired", "no"}, {"not_yet_valid", "yes"}}},
    Certificate{"weak_key", {.rsa_bits = 1024}, {{"weak_key", "yes"}, {"key", "RSA 1024"}, {"weak_signature", "no"}}},
    Certificate{"weak_signature", {.digest = "SHA1"}, {{"weak_signature", "yes"}, {"weak_key", "no"}}},
    Certificate{"curve", {.rsa_bits = 0}, {{"key", "EC prime256v1"}, {"weak_key", "no"}, {"signature", "ecdsa-with-SHA256"}}},
    Certificate{"other_name", {.subject = "other.example"}, {{"host_mismatch", "yes"}}},
    Certificate{"chinese", {.subject = "某某工业互联网平台"}, {{"subject", "CN=某某工业互联网平台"}}}),
    [](const auto& one) { return std::string(one.param.name); });

struct Versions {
  int least, most;
  const char *accepted, *refused;
};
class TlsVersions : public testing::TestWithParam<Versions> {};

TEST_P(TlsVersions, AreAskedOneByOne) {
  FakeServer server(tls_script({}, GetParam().least, GetParam().most));
  CountingGate gate;
  const Observation seen = ask("tls", request_to("tls", server.endpoint(), {{"versions", "all"}}), gate).seen;
  ASSERT_EQ(seen.outcome, Outcome::answered) << seen.detail;
  EXPECT_EQ(seen.facts.at("tls.accepted"), GetParam().accepted);
  EXPECT_EQ(seen.facts.contains("tls.refused") ? seen.facts.at("tls.refused") : "", GetParam().refused);
  EXPECT_EQ(seen.facts.at("tls.connections"), "4");  // the version agreed on first is not asked again
  EXPECT_EQ(gate.passes(), 4);
  EXPECT_EQ(server.accepted(), 4);
}

INSTANTIATE_TEST_SUITE_P(All, TlsVersions, testing::Values(
    Versions{TLS1_VERSION, TLS1_3_VERSION, "TLSv1.3 TLSv1 TLSv1.1 TLSv1.2", ""},
    Versions{TLS1_2_VERSION, TLS1_3_VERSION, "TLSv1.3 TLSv1.2", "TLSv1 TLSv1.1"},
    Versions{TLS1_VERSION, TLS1_1_VERSION, "TLSv1.1 TLSv1", "TLSv1.2 TLSv1.3"},
    Versions{TLS1_2_VERSION, TLS1_2_VERSION, "TLSv1.2", "TLSv1 TLSv1.1 TLSv1.3"}));

TEST(TlsEngine, OneVersionAlone) {
  FakeServer server(tls_script({}, TLS1_2_VERSION, TLS1_3_VERSION));
  CountingGate gate;
  const Observation seen = ask("tls", request_to("tls", server.endpoint(), {{"versions", "TLSv1"}}), gate).seen;
  EXPECT_EQ(seen.facts.at("tls.refused"), "TLSv1");
  EXPECT_EQ(gate.passes(), 2);
}

TEST(TlsEngine, TheGateMayEndItBetweenConnections) {
  FakeServer server(tls_script({}, TLS1_2_VERSION, TLS1_3_VERSION));
  CountingGate gate;
  gate.refuse(Errc::denied, 2);
  const Observation seen = ask("tls", request_to("tls", server.endpoint(), {{"versions", "all"}}), gate).seen;
  EXPECT_EQ(seen.outcome, Outcome::refused_by_gate);
  EXPECT_EQ(server.accepted(), 2);
}

TEST(TlsEngine, UnknownVersionsSendNothing) {
  CountingGate gate;
  const Observation seen = ask("tls", request_to("tls", closed_endpoint(), {{"versions", "SSLv3"}}), gate).seen;
  EXPECT_EQ(seen.outcome, Outcome::failed);
  EXPECT_EQ(gate.passes(), 0);
}

TEST(TlsEngine, WhatIsNoTlsFails) {
  FakeServer server([](Peer& peer) {
    peer.read();
    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  CountingGate gate;
  const Observation seen = ask("tls", request_to("tls", server.endpoint()), gate).seen;
  EXPECT_EQ(seen.outcome, Outcome::failed);
  EXPECT_TRUE(contains(seen.detail, "no TLS agreed")) << seen.detail;
  EXPECT_EQ(seen.response_bytes, 28u);
}

TEST(TlsEngine, SilenceEndsWithTheDeadline) {
  FakeServer server([](Peer& peer) { peer.wait_for_end(); });
  CountingGate gate;
  const Asked asked = ask("tls", request_to("tls", server.endpoint(), {{"versions", "all"}}), gate, 300ms);
  EXPECT_EQ(asked.seen.outcome, Outcome::no_answer);
  EXPECT_LT(asked.took, 2500ms);
  EXPECT_EQ(gate.passes(), 1);  // a silent server is not asked four times more
}

TEST(TlsEngine, AnEndlessHandshakeIsGivenUp) {
  FakeServer server([](Peer& peer) {
    peer.read();
    const std::string record = std::string("\x16\x03\x03\x40\x00", 5) + std::string(16384, '\x0b');
    while (!peer.over()) peer.send(record);
  });
  CountingGate gate;
  EXPECT_EQ(ask("tls", request_to("tls", server.endpoint()), gate).seen.outcome, Outcome::failed);
}

TEST(TlsEngine, ResetAndClosedPort) {
  FakeServer server([](Peer& peer) {
    peer.read();
    peer.reset();
  });
  CountingGate gate;
  EXPECT_EQ(ask("tls", request_to("tls", server.endpoint()), gate).seen.outcome, Outcome::failed);
  EXPECT_EQ(ask("tls", request_to("tls", closed_endpoint()), gate).seen.outcome, Outcome::closed_port);
}

}  // namespace
}  // namespace lp::probe
