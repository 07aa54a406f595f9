#include "probe/retest.h"

#include <gtest/gtest.h>

#include "probe/engine_testing.h"

namespace lp::probe {
namespace {

using namespace testing_tools;
using namespace std::chrono_literals;
using Outcome = Observation::Outcome;

Observation ended(Outcome outcome, std::map<std::string, std::string> facts = {}) {
  Observation seen;
  seen.outcome = outcome;
  seen.facts = std::move(facts);
  return seen;
}

struct Case {
  const char* name;
  const char* expect;
  Outcome outcome;
  std::map<std::string, std::string> facts;
  RetestVerdict verdict;
};
class Verdict : public testing::TestWithParam<Case> {};

TEST_P(Verdict, AsTheAnswerAllows) {
  const auto expectation = Expectation::parse(GetParam().expect);
  ASSERT_TRUE(expectation);
  const Retest judged = judge_retest(*expectation, ended(GetParam().outcome, GetParam().facts));
  EXPECT_EQ(judged.verdict, GetParam().verdict) << judged.reason.en;
  EXPECT_FALSE(judged.reason.zh.empty());
  EXPECT_FALSE(judged.reason.en.empty());
}

const std::map<std::string, std::string> open_port{{"port", "open"}};
INSTANTIATE_TEST_SUITE_P(All, Verdict, testing::Values(
    Case{"still", "http.status == 200", Outcome::answered, {{"http.status", "200"}}, RetestVerdict::still},
    Case{"closed", "http.status == 200", Outcome::answered, {{"http.status", "404"}}, RetestVerdict::closed},
    Case{"not_told", "http.server contains x", Outcome::answered, {{"http.status", "200"}}, RetestVerdict::inconclusive},
    Case{"server_error", "http.status == 200", Outcome::answered, {{"http.status", "502"}}, RetestVerdict::inconclusive},
    Case{"too_many", "http.title contains x", Outcome::answered, {{"http.status", "429"}, {"http.title", "slow down"}}, RetestVerdict::inconclusive},
    Case{"error_expected", "http.status == 502", Outcome::answered, {{"http.status", "502"}}, RetestVerdict::still},
    Case{"timeout", "http.status == 200", Outcome::no_answer, open_port, RetestVerdict::inconclusive},
    Case{"timeout_of_port", "port open", Outcome::no_answer, {}, RetestVerdict::inconclusive},
    Case{"silent_open_port", "port open", Outcome::no_answer, open_port, RetestVerdict::still},
    Case{"gate", "port open", Outcome::refused_by_gate, {}, RetestVerdict::inconclusive},
    Case{"stopped", "port open", Outcome::stopped, {}, RetestVerdict::inconclusive},
    Case{"failed", "port open", Outcome::failed, {}, RetestVerdict::inconclusive},
    Case{"failed_with_facts", "http.status == 200", Outcome::failed, {{"http.status", "404"}}, RetestVerdict::inconclusive},
    Case{"closed_port", "port open", Outcome::closed_port, {}, RetestVerdict::closed},
    Case{"closed_port_other", "http.status == 200", Outcome::closed_port, {}, RetestVerdict::inconclusive},
    Case{"closed_port_mixed", "port open and http.status == 200", Outcome::closed_port, {}, RetestVerdict::inconclusive},
    Case{"closed_port_negated", "not http.status == 200", Outcome::closed_port, {}, RetestVerdict::inconclusive}),
    [](const auto& entry) { return std::string(entry.param.name); });

// Whatever is expected: what was not answered is never closed.
TEST(Retest, NothingButAnAnswerCloses) {
  for (const char* text : {"port open", "not port open", "port == closed", "a == b", "not a == b", "port open or a == b", "a < 1", "tls.version accepted TLSv1"}) {
    const auto expectation = Expectation::parse(text);
    ASSERT_TRUE(expectation);
    for (const Outcome outcome : {Outcome::refused_by_gate, Outcome::stopped, Outcome::failed}) {
      for (const auto& facts : {std::map<std::string, std::string>{}, {{"port", "open"}, {"a", "c"}, {"tls.refused", "TLSv1"}}}) {
        EXPECT_EQ(judge_retest(*expectation, ended(outcome, facts)).verdict, RetestVerdict::inconclusive) << text;
      }
    }
    EXPECT_EQ(judge_retest(*expectation, ended(Outcome::no_answer)).verdict, RetestVerdict::inconclusive) << text;
  }
}

TEST(Retest, Words) {
  EXPECT_EQ(to_string(RetestVerdict::closed), "closed");
  EXPECT_EQ(to_string(RetestVerdict::still), "still");
  EXPECT_EQ(to_string(RetestVerdict::inconclusive), "inconclusive");
  EXPECT_EQ(words_of(RetestVerdict::still), (LocalText{"仍存在", "still there"}));
  EXPECT_EQ(words_of(RetestVerdict::closed).zh, "已修复");
  EXPECT_EQ(words_of(RetestVerdict::inconclusive).zh, "无法判定");
}

FakeServer::Script says(std::string banner) {
  return [banner](Peer& peer) {
    peer.send(banner);
    peer.wait_for_end();
  };
}

Result<Retest> again(ProbeRequest request, Gate& gate, const Fingerprints* prints = nullptr) {
  const FakeClock clock{Timestamp(0)};
  EngineContext context{gate, clock, 1000ms, nullptr};
  return retest(request, context, prints);
}

TEST(Retest, VersionByFingerprint) {
  Diagnostics out;
  const auto prints = Fingerprints::load(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
  ASSERT_TRUE(prints);
  FakeServer old_one(says("SSH-2.0-OpenSSH_7.4\r\n")), new_one(says("SSH-2.0-OpenSSH_9.9p1\r\n")), other(says("SSH-2.0-odd\r\n"));
  CountingGate gate;
  const auto verdict = [&](const FakeServer& server, const Fingerprints* with) {
    ProbeRequest request = request_to("banner", server.endpoint());
    request.expect = "product == openssh and version < 9.8p1";
    const auto judged = again(request, gate, with);
    EXPECT_TRUE(judged);
    EXPECT_EQ(judged->observation.endpoint, server.endpoint());
    return judged->verdict;
  };
  EXPECT_EQ(verdict(old_one, &*prints), RetestVerdict::still);
  EXPECT_EQ(verdict(new_one, &*prints), RetestVerdict::closed);
  EXPECT_EQ(verdict(other, &*prints), RetestVerdict::inconclusive);   // a hidden banner mends nothing
  EXPECT_EQ(verdict(old_one, nullptr), RetestVerdict::inconclusive);
  EXPECT_EQ(gate.passes(), 4);
  EXPECT_EQ(old_one.accepted() + new_one.accepted() + other.accepted(), 4);  // each question once, alone
}

TEST(Retest, PortItself) {
  CountingGate gate;
  ProbeRequest request = request_to("connect", closed_endpoint());
  request.expect = "port open";
  EXPECT_EQ(again(request, gate)->verdict, RetestVerdict::closed);
  FakeServer server(says(""));
  request.endpoint = server.endpoint();
  EXPECT_EQ(again(request, gate)->verdict, RetestVerdict::still);
}

TEST(Retest, GateDecidesFirst) {
  CountingGate gate;
  gate.refuse(Errc::denied);
  FakeServer server(says("x\r\n"));
  ProbeRequest request = request_to("connect", server.endpoint());
  request.expect = "port open";
  const auto judged = again(request, gate);
  EXPECT_EQ(judged->verdict, RetestVerdict::inconclusive);
  EXPECT_EQ(judged->reason.en, "the authorisation does not allow this question (not in the authorisation)");
  EXPECT_EQ(server.accepted(), 0);
}

TEST(Retest, UnusableRequestsSendNothing) {
  CountingGate gate;
  ProbeRequest request = request_to("connect", closed_endpoint());
  EXPECT_EQ(again(request, gate).error().code, Errc::invalid);
  request.expect = "port opn";
  EXPECT_EQ(again(request, gate).error().code, Errc::invalid);
  request.expect = "port open";
  request.engine = "nothing";
  EXPECT_EQ(again(request, gate).error().code, Errc::not_found);
  EXPECT_EQ(gate.passes(), 0);
}

}  // namespace
}  // namespace lp::probe
