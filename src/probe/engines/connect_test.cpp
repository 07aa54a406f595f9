#include <gtest/gtest.h>

#include "probe/engine_testing.h"

namespace lp::probe {
namespace {

using namespace testing_tools;
using namespace std::chrono_literals;
using Outcome = Observation::Outcome;

TEST(TcpEngine, OpenPort) {
  std::atomic<std::size_t> heard{0};
  FakeServer server([&](Peer& peer) { heard += peer.read().size(); });
  CountingGate gate;
  const Asked asked = ask("connect", request_to("connect", server.endpoint()), gate);
  EXPECT_EQ(asked.seen.outcome, Outcome::answered);
  EXPECT_EQ(asked.seen.facts.at("port"), "open");
  EXPECT_TRUE(asked.seen.request.empty());
  EXPECT_EQ(asked.seen.response_bytes, 0u);
  EXPECT_EQ(asked.seen.response_sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(gate.asked(), std::vector<std::string>{to_string(server.endpoint()) + " connect"});
  EXPECT_EQ(heard, 0u);
  EXPECT_EQ(to_string(asked.seen.at), "2026-11-28T12:00:00+08:00");
}

TEST(TcpEngine, ClosedPort) {
  CountingGate gate;
  const Asked asked = ask("connect", request_to("connect", closed_endpoint()), gate);
  EXPECT_EQ(asked.seen.outcome, Outcome::closed_port);
  EXPECT_FALSE(asked.seen.facts.contains("port"));
  EXPECT_EQ(gate.passes(), 1);
}

TEST(TcpEngine, NothingIsConnectedAgainstTheGate) {
  FakeServer server([](Peer& peer) { peer.wait_for_end(); });
  CountingGate gate;
  gate.refuse(Errc::denied);
  const Asked asked = ask("connect", request_to("connect", server.endpoint()), gate);
  EXPECT_EQ(asked.seen.outcome, Outcome::refused_by_gate);
  EXPECT_EQ(asked.seen.detail, "not in the authorisation");
  gate.refuse(Errc::cancelled);
  EXPECT_EQ(ask("connect", request_to("connect", server.endpoint()), gate).seen.outcome, Outcome::stopped);
  EXPECT_EQ(server.accepted(), 0);
}

TEST(TcpEngine, StoppedBeforeItBeginsAsksNobody) {
  FakeServer server([](Peer& peer) { peer.wait_for_end(); });
  CountingGate gate;
  const std::atomic<bool> stop{true};
  EXPECT_EQ(ask("connect", request_to("connect", server.endpoint()), gate, 3s, &stop).seen.outcome, Outcome::stopped);
  EXPECT_EQ(gate.passes(), 0);
  EXPECT_EQ(server.accepted(), 0);
}

TEST(TcpEngine, NamesAreNotLookedUp) {
  CountingGate gate;
  const Asked asked = ask("connect", request_to("connect", {"localhost", 80, Transport::tcp}), gate);
  EXPECT_EQ(asked.seen.outcome, Outcome::failed);
  EXPECT_EQ(asked.seen.detail, "not an address in numbers: localhost");
  EXPECT_LT(asked.took, 2000ms);
}

TEST(TcpEngine, DatagramsAreNotItsBusiness) {
  CountingGate gate;
  EXPECT_EQ(ask("connect", request_to("connect", {"127.0.0.1", 53, Transport::udp}), gate).seen.outcome, Outcome::failed);
  EXPECT_EQ(gate.passes(), 0);
}

TEST(TcpEngine, WaitingForTheGateIsNotTheTargetsTime) {
  FakeServer server([](Peer& peer) { peer.wait_for_end(); });
  CountingGate gate;
  gate.hold(300ms);
  const Asked asked = ask("connect", request_to("connect", server.endpoint()), gate, 200ms);
  EXPECT_EQ(asked.seen.outcome, Outcome::answered);
  EXPECT_LT(asked.seen.took, 200ms);
  EXPECT_GE(asked.took, 300ms);
}

TEST(Engines, AllAreNamedAndFound) {
  for (const char* id : {"connect", "greeting", "banner", "http", "tls", "ssh"}) {
    const Engine* engine = find_engine(id);
    ASSERT_NE(engine, nullptr) << id;
    EXPECT_FALSE(engine->zh.empty());
    EXPECT_FALSE(engine->en.empty());
    // Only what sends nothing of its own may be used on industrial equipment.
    EXPECT_EQ(engine->ot_safe, std::string_view(id) == "connect" || std::string_view(id) == "greeting") << id;
  }
  EXPECT_EQ(find_engine("nmap2"), nullptr);
}

}  // namespace
}  // namespace lp::probe
