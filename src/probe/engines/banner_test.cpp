#include <gtest/gtest.h>

#include <openssl/ssl.h>

#include "base/golden.h"
#include "base/hash.h"
#include "base/text.h"
#include "probe/engine_testing.h"
#include "probe/exchange.h"

namespace lp::probe {
namespace {

using namespace testing_tools;
using namespace std::chrono_literals;
using namespace std::string_literals;
using Outcome = Observation::Outcome;

struct Heard {
  Observation seen;
  std::string heard;
  std::chrono::milliseconds took{0};
};

// One exchange with a server that greets, and answers every question with the next of `answers`.
Heard talk(const std::string& greeting, std::vector<std::string> answers, std::map<std::string, std::string> parameters,
           std::string_view engine = "banner", std::chrono::milliseconds timeout = 1500ms) {
  Heard result;
  CountingGate gate;
  {
    FakeServer server([&](Peer& peer) {
      peer.send(greeting);
      for (const std::string& answer : answers) {
        const std::string question = peer.read();
        if (question.empty()) return;
        result.heard += question;
        peer.send(answer);
      }
      for (std::string more = peer.read(); !more.empty(); more = peer.read()) result.heard += more;
    });
    const Asked asked = ask(engine, request_to(engine, server.endpoint(), std::move(parameters)), gate, timeout);
    result.seen = asked.seen;
    result.took = asked.took;
    EXPECT_EQ(gate.passes(), server.accepted());
  }
  EXPECT_EQ(result.seen.request, result.heard);
  return result;
}

struct Service {
  const char* name;
  std::string greeting;
  std::vector<std::string> answers;
  std::string ask;  // parameter; "" = by the port, which nobody knows
};
class BannerService : public testing::TestWithParam<Service> {};

TEST_P(BannerService, Golden) {
  std::map<std::string, std::string> parameters;
  if (!GetParam().ask.empty()) parameters["ask"] = GetParam().ask;
  const Heard heard = talk(GetParam().greeting, GetParam().answers, parameters);
  std::string all = GetParam().greeting;
  for (const std::string& answer : GetParam().answers) all += answer;
  EXPECT_EQ(heard.seen.response_sha256, to_hex(sha256(all)));
  const std::string port = ":" + std::to_string(heard.seen.endpoint.port);
  EXPECT_LT(heard.took, 2900ms);  // no waiting for what will not come
  golden::expect("sent: " + replace_all(replace_all(printable(heard.heard), port, ":PORT"), "\n", "\n  | ") + "\n" + to_golden(heard.seen), "probe/banner_" + std::string(GetParam().name) + ".txt");
}

const std::string mysql_packet = "\x4a\x00\x00\x00\x0a" "8.0.35\x00"s + std::string(4, '\x01') + std::string(8, 's') + "\x00\xff\xff\xff\x02\x00\xff\xdf\x15"s +
                                 std::string(10, '\0') + std::string(26, 'x') + std::string(10, 'z');

INSTANTIATE_TEST_SUITE_P(All, BannerService, testing::Values(
    Service{"ssh", "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n", {}, ""},
    Service{"ftp", "220-Welcome\r\n220-FileZilla Server 1.7.0\r\n220 Please visit\r\n", {}, ""},
    Service{"smtp", "220 host.example ESMTP Exim 4.96 Sat, 28 Nov 2026 04:00:00 +0000\r\n", {"250-host.example Hello\r\n250-SIZE 52428800\r\n250-STARTTLS\r\n250 HELP\r\n"}, ""},
    Service{"smtp_no_starttls", "220 host.example ESMTP Postfix\r\n", {"250-host.example\r\n250 8BITMIME\r\n"}, ""},
    Service{"pop3", "+OK Dovecot (Debian) ready.\r\n", {"+OK\r\nCAPA\r\nSTLS\r\nIMPLEMENTATION Dovecot 2.3\r\n.\r\n"}, ""},
    Service{"imap", "* OK [CAPABILITY IMAP4rev1 ID STARTTLS] Dovecot ready.\r\n", {"* ID (\"name\" \"Dovecot\" \"version\" \"2.3.19\")\r\na1 OK ID completed.\r\n"}, ""},
    Service{"rsync", "@RSYNCD: 31.0 sha512 sha256 sha1 md5 md4\n", {}, ""},
    Service{"vnc", "RFB 003.008\n", {}, ""},
    Service{"telnet", "\xff\xfd\x18\xff\xfa\x18\x01\xff\xf0\xff\xfb\x01\r\nUser Access Verification\r\n\r\nUsername: ", {}, ""},
    Service{"mysql", mysql_packet, {}, ""},
    Service{"mysql_denied", "\x47\x00\x00\x00\xff\x6a\x04"s + "Host '127.0.0.1' is not allowed to connect to this MySQL server" + std::string(5, ' '), {}, ""},
    Service{"http_unknown_port", "", {"HTTP/1.1 401 Unauthorized\r\nServer: GoAhead-Webs\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"}, ""},
    Service{"redis", "", {"$60\r\n# Server\r\nredis_version:7.0.15\r\nos:Linux 6.1.0-18-amd64 x86_64\r\n\r\n"}, "redis"},
    Service{"redis_locked", "", {"-NOAUTH Authentication required.\r\n"}, "redis"},
    Service{"memcached", "", {"VERSION 1.6.18\r\n"}, "memcached"},
    Service{"postgresql", "", {"N"}, "postgresql"},
    Service{"dns", "", {"\x00\x3c\x4c\x50\x84\x00\x00\x01\x00\x01\x00\x00\x00\x00\x07version\x04" "bind\x00\x00\x10\x00\x03\xc0\x0c\x00\x10\x00\x03\x00\x00\x00\x00\x00\x12\x11" "9.18.49-1~deb12u3"s}, "dns"},
    Service{"mqtt", "", {"\x20\x02\x00\x00\x90\x03\x00\x01\x00\x30\x2d\x00\x13$SYS/broker/versionmosquitto version 2.0.11"s}, "mqtt"},
    Service{"mqtt_locked", "", {"\x20\x02\x00\x05"s}, "mqtt"},
    Service{"mssql", "", {"\x04\x01\x00\x2b\x00\x00\x01\x00\x00\x00\x1a\x00\x06\x01\x00\x20\x00\x01\x02\x00\x21\x00\x01\x03\x00\x22\x00\x00\x04\x00\x22\x00\x01\xff\x0f\x00\x07\xd0\x00\x00\x02\x00"s}, "mssql"},
    Service{"zookeeper", "", {"Zookeeper version: 3.4.14-4c25d480, built on 03/06/2019 16:18 GMT\nLatency min/avg/max: 0/0/0\nMode: standalone\n"}, "zookeeper"},
    Service{"rtsp", "", {"RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: HiIpcam/V100R003 VodServer/1.0.0\r\nPublic: OPTIONS\r\n\r\n"}, "rtsp"},
    Service{"amqp", "", {"\x01\x00\x00\x00\x00\x00\x3f\x00\x0a\x00\x0a\x00\x09\x00\x00\x00\x28\x07productS\x00\x00\x00\x08RabbitMQ\x07versionS\x00\x00\x00\x06" "3.10.8\xce"s}, "amqp"},
    Service{"mongodb", "", {"\x40\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\xdd\x07\x00\x00\x00\x00\x00\x00\x00\x2b\x00\x00\x00\x02version\x00\x07\x00\x00\x00" "4.4.18\x00\x01ok\x00\x00\x00\x00\x00\x00\x00\xf0\x3f\x00"s}, "mongodb"},
    Service{"ldap", "", {"\x30\x3a\x02\x01\x01\x64\x35\x04\x00\x30\x31\x30\x15\x04\x0avendorName\x31\x07\x04\x05" "389DS\x30\x18\x04\x0dvendorVersion\x31\x07\x04\x05" "2.3.1\x30\x0c\x02\x01\x01\x65\x07\x0a\x01\x00\x04\x00\x04\x00"s}, "ldap"},
    Service{"unknown", "\x01\x02hello \xe9\xbe\x99\x80\x1b[31m", {}, ""}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(BannerEngine, SilenceAsksOnceThenGivesUp) {
  const Heard heard = talk("", {}, {{"greeting_ms", "100"}}, "banner", 500ms);
  EXPECT_EQ(heard.seen.outcome, Outcome::no_answer);
  EXPECT_EQ(heard.seen.facts.at("port"), "open");
  EXPECT_TRUE(heard.heard.starts_with("GET / HTTP/1.1\r\n"));
  EXPECT_LT(heard.took, 2500ms);
}

TEST(BannerEngine, ALateGreetingIsReadAfterTheQuestion) {
  std::string heard;
  CountingGate gate;
  Observation seen;
  {
    FakeServer server([&](Peer& peer) {
      heard = peer.read();
      peer.send("220 slow.example ESMTP Sendmail 8.15.2/8.15.2\r\n");
      peer.wait_for_end();
    });
    seen = ask("banner", request_to("banner", server.endpoint(), {{"greeting_ms", "60"}}), gate).seen;
  }
  EXPECT_EQ(seen.outcome, Outcome::answered);
  EXPECT_EQ(seen.facts.at("service"), "smtp");
  EXPECT_FALSE(heard.empty());
}

TEST(BannerEngine, NoneAsksNothing) {
  const Heard silent = talk("", {}, {{"ask", "none"}}, "banner", 300ms);
  EXPECT_EQ(silent.heard, "");
  const Heard mail = talk("220 host ESMTP Postfix\r\n", {}, {{"ask", "none"}});
  EXPECT_EQ(mail.heard, "");
  EXPECT_EQ(mail.seen.facts.at("service"), "smtp");
}

TEST(GreetingEngine, NeverSaysAnything) {
  for (const std::map<std::string, std::string>& parameters : {std::map<std::string, std::string>{}, {{"ask", "redis"}}, {{"tls", "yes"}}}) {
    const Heard silent = talk("", {}, parameters, "greeting", 250ms);
    EXPECT_EQ(silent.heard, "");
    EXPECT_EQ(silent.seen.outcome, Outcome::no_answer);
    const Heard mail = talk("220 host ESMTP Postfix\r\n", {}, parameters, "greeting", 400ms);
    EXPECT_EQ(mail.heard, "");
    EXPECT_EQ(mail.seen.outcome, Outcome::answered);
  }
}

TEST(BannerEngine, UnknownQuestionsSendNothing) {
  CountingGate gate;
  EXPECT_EQ(ask("banner", request_to("banner", closed_endpoint(), {{"ask", "finger"}}), gate).seen.outcome, Outcome::failed);
  EXPECT_EQ(ask("banner", request_to("banner", closed_endpoint(), {{"tls", "perhaps"}}), gate).seen.outcome, Outcome::failed);
  EXPECT_EQ(gate.passes(), 0);
}

TEST(BannerEngine, HugeGreetingIsCut) {
  CountingGate gate;
  FakeServer server([](Peer& peer) {
    while (!peer.over()) peer.send(std::string(65536, 'x'));
  });
  const Asked asked = ask("banner", request_to("banner", server.endpoint()), gate);
  EXPECT_EQ(asked.seen.outcome, Outcome::answered);
  EXPECT_LE(asked.seen.response_bytes, 256u << 10);
  EXPECT_LE(asked.seen.excerpt.size(), 1024u);
  EXPECT_LE(asked.seen.facts.at("banner").size(), 1024u);
}

TEST(BannerEngine, ResetsAndEndsAreNoAnswer) {
  CountingGate gate;
  FakeServer reset([](Peer& peer) { peer.reset(); });
  EXPECT_EQ(ask("banner", request_to("banner", reset.endpoint()), gate).seen.outcome, Outcome::failed);
  FakeServer ends([](Peer&) {});
  EXPECT_EQ(ask("banner", request_to("banner", ends.endpoint()), gate).seen.outcome, Outcome::failed);
  EXPECT_EQ(ask("banner", request_to("banner", closed_endpoint()), gate).seen.outcome, Outcome::closed_port);
}

TEST(BannerEngine, MailOverTls) {
  FakeServer server(tls_script({}, TLS1_2_VERSION, TLS1_3_VERSION, "* OK Courier-IMAP ready.\r\n"));
  CountingGate gate;
  const Observation seen = ask("banner", request_to("banner", server.endpoint(), {{"tls", "yes"}}), gate).seen;
  EXPECT_EQ(seen.outcome, Outcome::answered) << seen.detail;
  EXPECT_EQ(seen.facts.at("banner"), "* OK Courier-IMAP ready.");
  EXPECT_EQ(seen.facts.at("tls.version"), "TLSv1.3");
}

}  // namespace
}  // namespace lp::probe
