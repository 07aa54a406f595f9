// Readers of answers, fed with what no server should send.
#include <gtest/gtest.h>

#include "base/text.h"
#include "probe/answers/html_text.h"
#include "probe/answers/http_answer.h"
#include "probe/answers/service_answer.h"
#include "probe/answers/ssh_answer.h"
#include "probe/answers/tls_hello.h"
#include "probe/exchange.h"
#include "probe/service_question.h"

namespace lp::probe {
namespace {

using namespace std::string_literals;

HttpAnswer read(std::string_view text, std::size_t step, bool bodiless = false) {
  HttpAnswerReader reader(bodiless);
  for (std::size_t i = 0; i < text.size(); i += step) reader.feed(text.substr(i, step));
  reader.end();
  return reader.has_head() ? reader.answer() : HttpAnswer{};
}

struct HttpCase {
  const char* text;
  int status;
  const char* body;
  bool whole;
};
class HttpAnswers : public testing::TestWithParam<HttpCase> {};

// However the bytes are cut, the answer is the same.
TEST_P(HttpAnswers, AreReadInAnyPieces) {
  for (const std::size_t step : {1u, 2u, 3u, 7u, 1000u}) {
    const HttpAnswer answer = read(GetParam().text, step);
    EXPECT_EQ(answer.status, GetParam().status) << step;
    EXPECT_EQ(answer.body, GetParam().body) << step;
    EXPECT_EQ(answer.whole, GetParam().whole) << step;
  }
}

INSTANTIATE_TEST_SUITE_P(All, HttpAnswers, testing::Values(
    HttpCase{"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef", 200, "abc", true},
    HttpCase{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", 200, "abc", false},
    HttpCase{"HTTP/1.0 200 OK\r\n\r\nabc", 200, "abc", true}, HttpCase{"HTTP/1.0 200\n\nabc", 200, "abc", true},
    HttpCase{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", 200, "abcde", true},
    HttpCase{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n", 200, "abc", false},
    HttpCase{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc", 200, "", false},
    HttpCase{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404, "", true},
    HttpCase{"HTTP/1.1 204 No Content\r\n\r\n", 204, "", true}, HttpCase{"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc", 200, "abc", true},
    HttpCase{"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nabc", 200, "abc", true},
    HttpCase{"HTTP/1.1 100 Continue\r\n\r\nrubbish", 0, "", false}, HttpCase{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\naxyz\n0\r\n\r\n", 200, "a", false},
    HttpCase{"HTTP/1.1 abc\r\n\r\n", 0, "", false}, HttpCase{"HTTP/1.1 99 x\r\n\r\n", 0, "", false}, HttpCase{"ICY 200 OK\r\n\r\n", 0, "", false},
    HttpCase{"HTTP/1.1 200 OK\r\nX: y", 0, "", false}, HttpCase{"", 0, "", false}));

TEST(HttpAnswers, HeadWithoutEndIsGivenUp) {
  HttpAnswerReader reader(false);
  for (int i = 0; i < 100 && !reader.done(); ++i) reader.feed("HTTP/1.1 200 OK\r\nX: " + std::string(4096, 'y'));
  EXPECT_TRUE(reader.done());
  EXPECT_FALSE(reader.has_head());
}

struct HtmlCase {
  const char *body, *type, *title, *generator;
};
class Html : public testing::TestWithParam<HtmlCase> {};
TEST_P(Html, TitleAndGenerator) {
  const HtmlText text = read_html(GetParam().body, GetParam().type);
  EXPECT_EQ(text.title, GetParam().title);
  EXPECT_EQ(text.generator, GetParam().generator);
}
INSTANTIATE_TEST_SUITE_P(All, Html, testing::Values(
    HtmlCase{"<TITLE>\n a \t b </TITLE>", "", "a b", ""}, HtmlCase{"<title></title><title lang=x>b</title>", "", "b", ""},
    HtmlCase{"<title>\xb9\xdc\xc0\xed\xba\xf3\xcc\xa8</title>", "text/html; charset=gbk", "管理后台", ""},
    HtmlCase{"<meta charset=gb2312><title>\xb9\xdc\xc0\xed</title>", "text/html", "管理", ""},
    HtmlCase{"<title>\xb9\xdc\xc0\xed</title>", "", "管理", ""}, HtmlCase{"<title>A&#38;B&#x4e2d;&lt;&bogus;&#0;</title>", "", "A&B中<&bogus;&#0;", ""},
    HtmlCase{"<meta content='WordPress 6.4' name='generator'>", "", "", "WordPress 6.4"},
    HtmlCase{"<meta name=\"generator\" content=\"Joomla!\">", "", "", "Joomla!"}, HtmlCase{"<meta name=\"generator\" content=", "", "", ""},
    HtmlCase{"<title>no end", "", "no end", ""}, HtmlCase{"<title", "", "", ""}, HtmlCase{"name=\"generator\"", "", "", ""}, HtmlCase{"", "", "", ""}));

TEST(ServiceAnswers, EveryPrefixAndEveryBrokenByteIsRead) {
  const std::vector<std::pair<const char*, std::string>> answers{
      {"", "SSH-2.0-OpenSSH_9.2p1\r\n"}, {"dns", "\x00\x3c\x4c\x50\x84\x00\x00\x01\x00\x01\x00\x00\x00\x00\x07version\x04" "bind\x00\x00\x10\x00\x03\xc0\x0c\x00\x10\x00\x03\x00\x00\x00\x00\x00\x12\x11" "9.18.49-1~deb12u3"s},
      {"mqtt", "\x20\x02\x00\x00\x90\x03\x00\x01\x00\x30\x2d\x00\x13$SYS/broker/versionmosquitto version 2.0.11"s},
      {"mssql", "\x04\x01\x00\x2b\x00\x00\x01\x00\x00\x00\x1a\x00\x06\x01\x00\x20\x00\x01\xff\x0f\x00\x07\xd0\x00\x00\x02\x00"s},
      {"amqp", "\x01\x00\x00\x00\x00\x00\x3f\x00\x0a\x00\x0a\x00\x09\x00\x00\x00\x28\x07productS\x00\x00\x00\x08RabbitMQ\x07versionS\x00\x00\x00\x06" "3.10.8\xce"s},
      {"ldap", "\x30\x3a\x02\x01\x01\x64\x35\x04\x00\x30\x31\x30\x15\x04\x0avendorName\x31\x07\x04\x05" "389DS"s},
      {"mongodb", "\x40\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\xdd\x07\x00\x00\x00\x00\x00\x00\x00\x2b\x00\x00\x00\x02version\x00\x07\x00\x00\x00" "4.4.18\x00"s},
      {"postgresql", "E\x00\x00\x00\x10SFATAL\x00"s}, {"redis", "$9\r\nredis_version:7.0.15\r\n"}, {"zookeeper", "Zookeeper version: 3.4\n"},
      {"", "RTSP/1.0 200 OK\r\nServer: x\r\n"}, {"", "\x4a\x00\x00\x00\x0a" "8.0.35\x00\x01\x01\x01\x01ssssssss\x00\xff\xff"s}, {"", "\xff\xfd\x18\xff\xfa\x18\x01\xff\xf0login: "}};
  for (const auto& [asked, whole] : answers) {
    for (std::size_t n = 0; n <= whole.size(); ++n) {
      Facts facts;
      add_service_facts(whole.substr(0, n), asked, 1, facts);
      for (const auto& [name, value] : facts) EXPECT_TRUE(is_valid_utf8(value)) << name;
      for (const char broken : {'\0', '\xff', '\x7f'}) {
        std::string other = whole;
        if (n < other.size()) other[n] = broken;
        Facts more;
        add_service_facts(other, asked, 1, more);
        is_whole(other);
      }
    }
  }
}

TEST(SshAnswers, EveryPrefixIsIncomplete) {
  std::string packet = "\x00\x00\x00\x5c\x04\x14"s + std::string(16, 'c');
  for (int i = 0; i < 8; ++i) packet += "\x00\x00\x00\x04none"s;
  packet += std::string(8, '\0') + std::string(5, '\0') + std::string(4, 'p');
  packet[3] = static_cast<char>(packet.size() - 4);
  for (std::size_t n = 0; n < packet.size(); ++n) {
    Facts facts;
    EXPECT_EQ(add_ssh_algorithms(packet.substr(0, n), facts), SshPacket::incomplete) << n;
  }
  Facts facts;
  EXPECT_EQ(add_ssh_algorithms(packet, facts), SshPacket::read);
  EXPECT_EQ(facts.at("ssh.weak"), "none");
  packet[25] = '\x7f';  // a list longer than the packet
  EXPECT_EQ(add_ssh_algorithms(packet, facts), SshPacket::broken);
}

std::string server_hello(std::string_view extensions, std::string_view version = "\x03\x03") {
  const std::string body = std::string(version) + std::string(32, 'r') + "\x00\x13\x01\x00"s + std::string(1, '\0') + static_cast<char>(extensions.size()) + std::string(extensions);
  const std::string message = "\x02\x00\x00"s + static_cast<char>(body.size()) + body;
  return "\x16\x03\x03\x00"s + static_cast<char>(message.size()) + message;
}

TEST(TlsHellos, VersionAlertAndRubbish) {
  const std::string modern = server_hello("\x00\x2b\x00\x02\x03\x04"s);
  EXPECT_EQ(read_tls_hello(modern).version, 0x0304);
  EXPECT_EQ(read_tls_hello(server_hello("")).version, 0x0303);
  EXPECT_EQ(read_tls_hello(server_hello("", "\x03\x01")).version, 0x0301);
  for (std::size_t n = 0; n < modern.size(); ++n) EXPECT_EQ(read_tls_hello(modern.substr(0, n)).kind, TlsHello::Kind::incomplete) << n;
  const TlsHello alert = read_tls_hello("\x15\x03\x01\x00\x02\x02\x46"s);
  EXPECT_EQ(alert.kind, TlsHello::Kind::alert);
  EXPECT_EQ(alert.alert, 70);
  EXPECT_EQ(read_tls_hello("\x15\x03\x01\x00\x02\x01\x70"s + modern).version, 0x0304);  // a warning first
  EXPECT_EQ(read_tls_hello("HTTP/1.1 400").kind, TlsHello::Kind::not_tls);
  EXPECT_EQ(read_tls_hello("\x16\x03\x03\xff\xff"s).kind, TlsHello::Kind::not_tls);
  EXPECT_EQ(read_tls_hello("\x16\x03\x03\x00\x04\x02\x00\x00\x00"s).kind, TlsHello::Kind::not_tls);
}

TEST(Printable, NothingEscapes) {
  EXPECT_EQ(printable("a\r\nb\rc\t\x1b[0m"), "a\nb\\x0dc\t\\x1b[0m");
  EXPECT_EQ(printable("中文\xff\xe4\xb8"), "中文\\xff\\xe4\\xb8");
  EXPECT_EQ(printable("\xc2\x85x\xc2\xa0"), "\\xc2\\x85x\xc2\xa0");
  EXPECT_EQ(printable("abcdef", 3), "abc");
  EXPECT_EQ(printable(""), "");
}

TEST(ServiceQuestions, IndustrialPortsAreNeverAsked) {
  const ProbeRequest request;
  for (const int port : {102, 502, 1911, 2404, 4840, 20000, 44818, 47808}) {
    const ServiceQuestion question = question_for(static_cast<std::uint16_t>(port));
    EXPECT_EQ(question.when, AskWhen::never) << port;
    EXPECT_EQ(question_text(question.service, request), "") << port;
  }
  EXPECT_EQ(question_for(6379).service, "redis");
  EXPECT_EQ(question_for(443).tls, true);
  EXPECT_EQ(question_for(31337).when, AskWhen::after_silence);
  EXPECT_EQ(question_named("nothing").when, AskWhen::never);
}

}  // namespace
}  // namespace lp::probe
