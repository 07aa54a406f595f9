// What each line format reads out of a line, and which log sources it belongs to.
#include <gtest/gtest.h>

#include "detect/decoder_testing.h"

namespace lp::detect {
namespace {

using Fields = std::vector<std::pair<const char*, const char*>>;
struct LineCase {
  const char* format;
  std::vector<const char*> before;  // header lines
  const char* line;
  const char* route;
  Fields fields;
};

constexpr std::int64_t t = 1719500000LL * 1'000'000;

void check(const LineCase& c) {
  std::vector<std::string> wanted;
  for (const auto& [name, value] : c.fields) wanted.emplace_back(name);
  DecoderUnderTest decoder(c.format, wanted, 0, t);
  for (const char* line : c.before) ASSERT_EQ(decoder.decode(line), Decoded::control) << line;
  ASSERT_EQ(decoder.decode(c.line), Decoded::event) << c.line << decoder.decoder().reason();
  EXPECT_EQ(decoder.route(), c.route) << c.line;
  for (const auto& [name, value] : c.fields) EXPECT_EQ(decoder.all(name), value) << name << " of " << c.line;
  EXPECT_EQ(decoder.texts(), std::vector<std::string>{c.line});
}

TEST(LineFormats, ZeekColumns) {
  const std::vector<const char*> head{"#separator \\x09", "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-", "#path\tdns",
                                      "#fields\tts\tid.orig_h\tid.orig_p\tquery\tanswers\trejected\trtt\tnote", "#types\ttime\taddr\tport\tstring\tset[string]\tbool\tinterval\tstring"};
  const char* route = "zeek//;zeek/dns/dns";
  check({"zeek_tsv", head, "1719500000.000045\t10.0.0.9\t5353\twww.example.com\ta,192.0.2.8\tF\t0.5\t(empty)", route,
         {{"source.ip", "10.0.0.9"}, {"source.port", "5353"}, {"dns.question.name", "www.example.com"}, {"answer", "a|192.0.2.8"}, {"rejected", "false"}, {"rtt", "0.5"}, {"note", ""}}});
  check({"zeek_tsv", head, "1719500000.000045\t-\t-\t-\t(empty)\tT\t-\ta\\x09\\xe4\\xb8\\xad", route,
         {{"source.ip", "–"}, {"source.port", "–"}, {"query", "–"}, {"answer", "–"}, {"rejected", "true"}, {"rtt", "–"}, {"note", "a\t中"}}});
  check({"zeek_tsv", {"#separator |", "#fields|ts|proto", "#types|time|enum"}, "1719500000.5|udp", "zeek//", {{"network.transport", "udp"}, {"ts", "1719500000.5"}}});
}

TEST(LineFormats, ZeekLinesThatDoNotFitTheirHeadAreRejected) {
  DecoderUnderTest zeek("zeek_tsv", {"a"});
  EXPECT_EQ(zeek.decode("1\t2"), Decoded::rejected);
  EXPECT_EQ(zeek.decoder().reason(), "no_header");
  EXPECT_EQ(zeek.decode("#fields\ta\tb"), Decoded::control);
  for (const char* line : {"1", "1\t2\t3"}) {
    EXPECT_EQ(zeek.decode(line), Decoded::rejected);
    EXPECT_EQ(zeek.decoder().reason(), "wrong_columns");
  }
  EXPECT_EQ(zeek.decode("1\t2"), Decoded::event);
  EXPECT_EQ(zeek.all("a"), "1");
  EXPECT_EQ(zeek.decode("#fields\tb\ta"), Decoded::control);
  EXPECT_EQ(zeek.decode("1\t2"), Decoded::event);
  EXPECT_EQ(zeek.all("a"), "2");
}

TEST(LineFormats, Syslog) {
  check({"syslog", {}, "<34>1 2024-06-27T14:53:20.003Z gw1 su 77 ID47 [ex@32473 iut=\"3\" app=\"A\\]\\\"x\"][o@1 k=\"v\"] 'su root' failed", "linux//auth;linux//syslog",
         {{"host.name", "gw1"}, {"program", "su"}, {"pid", "77"}, {"msgid", "ID47"}, {"iut", "3"}, {"ex@32473.app", "A]\"x"}, {"o@1.k", "v"}, {"message", "'su root' failed"}, {"facility", "auth"}, {"severity", "crit"}}});
  check({"syslog", {}, "<38>Jun 27 14:53:20 host1 sshd[123]: Failed password for root", "linux//auth;linux//sshd;linux//syslog",
         {{"host", "host1"}, {"process.name", "sshd"}, {"pid", "123"}, {"message", "Failed password for root"}, {"severity", "info"}}});
  check({"syslog", {}, "2024-06-27T22:53:20+08:00 host1 CRON[9]: (root) CMD (x)", "linux//cron;linux//syslog", {{"program", "CRON"}, {"message", "(root) CMD (x)"}, {"facility", "–"}}});
  check({"syslog", {}, "<189>45: *Jun 27 14:53:20.123: %SEC_LOGIN-4-LOGIN_FAILED: Login failed", "cisco//aaa;cisco//bgp;cisco//ldp;cisco//syslog",
         {{"mnemonic", "SEC_LOGIN-4-LOGIN_FAILED"}, {"vendor", "cisco"}, {"message", "Login failed"}}});
  check({"syslog", {}, "<189>Jun 27 2024 14:53:20 R1 %%01BGP/3/STATE_CHG(l)[12]: The status of the peer changed", "huawei//;huawei//bgp",
         {{"mnemonic", "BGP/3/STATE_CHG"}, {"host", "R1"}, {"vendor", "huawei"}}});
  check({"syslog", {}, "<13>no time at all", "linux//syslog", {{"message", "no time at all"}, {"host", "–"}}});
  check({"syslog", {}, "<30>Jun 27 14:53:20 h audispd: type=EXECVE msg=audit(1719500000.155:1): argc=1 a0=\"id\"", "linux//auditd;linux//syslog", {{"a0", "id"}, {"type", "EXECVE"}}});
  DecoderUnderTest syslog("syslog", {"message"});
  for (const char* line : {"hello world", "<999>x", "<12", "{\"a\":1}", "<x>y"}) EXPECT_EQ(syslog.decode(line), Decoded::rejected) << line;
  EXPECT_EQ(syslog.decoder().reason(), "not_syslog");
}

TEST(LineFormats, SyslogThatCarriesCefOrLeef) {
  check({"syslog", {}, "<134>Jun 27 14:53:20 fw1 CEF:0|Example|Wall|1.0|100|blocked|5|src=10.0.0.9 dst=192.0.2.7 dpt=445 act=deny", "/firewall/",
         {{"host", "fw1"}, {"source.ip", "10.0.0.9"}, {"dst_ip", "192.0.2.7"}, {"dst_port", "445"}, {"action", "deny"}}});
  check({"syslog", {}, "<134>1 2024-06-27T14:53:20Z fw1 app - - - LEEF:1.0|Example|Wall|1.0|deny|src=10.0.0.9\tdstPort=445\taction=deny", "/firewall/",
         {{"source.ip", "10.0.0.9"}, {"dst_port", "445"}, {"action", "deny"}}});
}

TEST(LineFormats, Cef) {
  check({"cef", {}, "CEF:0|Example|Wall\\|x|1.0|100|blocked|5|src=10.0.0.9 request=http://a.example/x.php?y\\=1&z=2 msg=two words, k=v rt=1719500000000 cs1Label=Zone cs1=dmz one",
         "/proxy/;/webserver/",
         {{"deviceProduct", "Wall|x"}, {"c-uri", "http://a.example/x.php?y=1&z=2"}, {"url.domain", "a.example"}, {"url.path", "/x.php"}, {"msg", "two words,"}, {"k", "v"}, {"cs1", "dmz one"}, {"Zone", "dmz one"}, {"severity", "5"}}});
  check({"cef", {}, "CEF:0|Example|Wall|1.0|100|n|5|", "", {{"name", "n"}, {"src", "–"}}});
  DecoderUnderTest cef("cef", {"src"});
  for (const char* line : {"CEF:0|a|b", "CEF", "LEEF:1.0|a|b|c|d|", "x CEF:0|a|b|c|d|e|f|"}) EXPECT_EQ(cef.decode(line), Decoded::rejected) << line;
  EXPECT_EQ(cef.decoder().reason(), "not_cef");
}

TEST(LineFormats, Leef) {
  check({"leef", {}, "LEEF:2.0|Example|Wall|1.0|deny|^|src=10.0.0.9^url=http://a.example/b^usrName=u 1", "/proxy/;/webserver/",
         {{"source.ip", "10.0.0.9"}, {"user.name", "u 1"}, {"url.domain", "a.example"}, {"deviceEventClassId", "deny"}}});
  check({"leef", {}, "LEEF:2.0|Cisco|ASA|1.0|deny|x7C|src=10.0.0.9|dstPort=22|action=deny", "/firewall/;cisco//syslog", {{"dst_port", "22"}, {"source.ip", "10.0.0.9"}}});
  check({"leef", {}, "LEEF:1.0|Example|Wall|1.0|deny|src=10.0.0.9\tmsg=a=b", "", {{"msg", "a=b"}}});
  DecoderUnderTest leef("leef", {"src"});
  EXPECT_EQ(leef.decode("LEEF:1.0|a"), Decoded::rejected);
  EXPECT_EQ(leef.decoder().reason(), "not_leef");
}

TEST(LineFormats, AccessLog) {
  check({"access_log", {}, "192.0.2.7 - - [27/Jun/2024:22:53:20 +0800] \"GET /a/x.php?id=1 HTTP/1.1\" 200 1024", "/webserver/",
         {{"source.ip", "192.0.2.7"}, {"cs-method", "GET"}, {"c-uri", "/a/x.php?id=1"}, {"cs-uri-stem", "/a/x.php"}, {"cs-uri-query", "/a/x.php?id=1|id=1"}, {"c-uri-extension", "php"}, {"sc-status", "200"}, {"sc-bytes", "1024"}, {"cs-version", "HTTP/1.1"}, {"cs-user-agent", "–"}}});
  check({"access_log", {}, "www.example.com:443 2001:db8::7 - u 1 [27/Jun/2024:22:53:20 +0800] \"POST / HTTP/2.0\" 404 - \"-\" \"a \\\"b\\\" \\x41\\xe4\" \"10.0.0.9\"", "/webserver/",
         {{"cs-host", "www.example.com"}, {"c-ip", "2001:db8::7"}, {"cs-username", "u 1"}, {"cs-referer", "–"}, {"c-useragent", "a \"b\" A\\xe4"}, {"x-forwarded-for", "10.0.0.9"}, {"sc-bytes", "–"}}});
  check({"access_log", {}, "192.0.2.7 - - [27/Jun/2024:22:53:20 +0800] \"\\x16\\x03\\x01\" 400 0 \"-\" \"-\"", "/webserver/", {{"cs-method", "–"}, {"c-uri", "\x16\x03\x01"}}});
  check({"access_log", {}, "192.0.2.7 - - [27/Jun/2024:22:53:20 +0800] \"-\" 408 0", "/webserver/", {{"cs-method", "–"}, {"c-uri", "–"}, {"sc-status", "408"}}});
  check({"access_log", {}, "192.0.2.7 - - [27/Jun/2024:22:53:20 +0800] \"GET /a b c\" 400 0", "/webserver/", {{"c-uri", "/a b c"}, {"cs-version", "–"}}});
  DecoderUnderTest log("access_log", {"c-ip"});
  for (const char* line : {"x", "192.0.2.7 - - [27/Jun/2024:22:53:20 +0800] \"GET / HTTP/1.1\" 20 1", "192.0.2.7 - - [27/Jun/2024:22:53:20 +0800] \"GET /",
                           "192.0.2.7 - - [27/Jun/2024:22:53:20 +0800", "192.0.2.7 - - [2024-06-27] \"GET / HTTP/1.1\" 200 1"})
    EXPECT_EQ(log.decode(line), Decoded::rejected) << line;
  EXPECT_EQ(log.decode("192.0.2.7 - - [27/Foo/2024:22:53:20 +0800] \"GET / HTTP/1.1\" 200 1"), Decoded::rejected);
  EXPECT_EQ(log.decoder().reason(), "bad_time");
}

TEST(LineFormats, IisLog) {
  const std::vector<const char*> head{"#Software: Microsoft Internet Information Services 10.0", "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port c-ip cs(User-Agent) sc-status"};
  check({"iis_w3c", head, "2024-06-27 14:53:20 10.0.0.1 GET /owa/auth.aspx cmd=whoami 443 192.0.2.7 Mozilla/5.0+(X11) 200", "/webserver/;windows//iis",
         {{"source.ip", "192.0.2.7"}, {"c-uri", "/owa/auth.aspx?cmd=whoami"}, {"cs-uri-query", "cmd=whoami|/owa/auth.aspx?cmd=whoami"}, {"url.path", "/owa/auth.aspx"}, {"c-uri-extension", "aspx"}, {"cs-user-agent", "Mozilla/5.0 (X11)"}, {"sc-status", "200"}, {"destination.port", "443"}}});
  check({"iis_w3c", head, "2024-06-27 14:53:20 10.0.0.1 GET / - 443 192.0.2.7 - 200", "/webserver/;windows//iis", {{"c-uri", "/"}, {"url.query", "–"}, {"cs-user-agent", "–"}}});
  DecoderUnderTest iis("iis_w3c", {"c-ip"});
  EXPECT_EQ(iis.decode("2024-06-27 14:53:20 x"), Decoded::rejected);
  EXPECT_EQ(iis.decoder().reason(), "no_header");
  EXPECT_EQ(iis.decode("#Fields: date time c-ip"), Decoded::control);
  EXPECT_EQ(iis.decode("2024-06-27 14:53:20 x y"), Decoded::rejected);
  EXPECT_EQ(iis.decoder().reason(), "wrong_columns");
  EXPECT_EQ(iis.decode("2024-06-27 99:53:20 x"), Decoded::rejected);
  EXPECT_EQ(iis.decoder().reason(), "bad_time");
}

TEST(LineFormats, DnsQueries) {
  const char* route = "/dns/;dns//";
  check({"dns_queries", {}, "Jun 27 14:53:20 dnsmasq[123]: query[A] www.example.com from 10.0.0.9", route, {{"query", "www.example.com"}, {"record_type", "A"}, {"source.ip", "10.0.0.9"}}});
  check({"dns_queries", {}, "Jun 27 14:53:20 gw dnsmasq[123]: 7 10.0.0.9/5353 query[AAAA] www.example.com from 10.0.0.9", route, {{"query", "www.example.com"}, {"src_port", "5353"}, {"host", "gw"}}});
  check({"dns_queries", {}, "Jun 27 14:53:20 dnsmasq[123]: reply www.example.com is 192.0.2.7", route, {{"query", "www.example.com"}, {"answer", "192.0.2.7"}, {"src_ip", "–"}}});
  check({"dns_queries", {}, "Jun 27 14:53:20 dnsmasq[123]: reply no.example is NXDOMAIN", route, {{"query", "no.example"}, {"answer", "–"}, {"response", "NXDOMAIN"}}});
  check({"dns_queries", {}, "Jun 27 14:53:20 dnsmasq[123]: started, version 2.89", route, {{"query", "–"}, {"message", "started, version 2.89"}}});
  check({"dns_queries", {}, "27-Jun-2024 14:53:20.123 queries: info: client @0x7f00 10.0.0.9#53211 (www.example.com): view in: query: www.example.com IN A +E(0)K (192.0.2.53)", route,
         {{"query", "www.example.com"}, {"record_type", "A"}, {"src_ip", "10.0.0.9"}, {"src_port", "53211"}, {"destination.ip", "192.0.2.53"}}});
  check({"dns_queries", {}, "<30>Jun 27 14:53:20 ns1 named[88]: client 2001:db8::9#53211: query: www.example.com IN TXT +", route, {{"query", "www.example.com"}, {"record_type", "TXT"}, {"src_ip", "2001:db8::9"}}});
  check({"dns_queries", {}, "[1719500000] unbound[123:0] info: 10.0.0.9 www.example.com. A IN NXDOMAIN 0.01 0 60", route, {{"dns.question.name", "www.example.com"}, {"response", "NXDOMAIN"}, {"src_ip", "10.0.0.9"}}});
  check({"dns_queries", {}, "Jun 27 14:53:20 ns1 unbound: [123:0] info: 10.0.0.9 . NS IN", route, {{"query", "."}, {"record_type", "NS"}}});
  DecoderUnderTest dns("dns_queries", {"query"});
  for (const char* line : {"x", "Jun 27 14:53:20 h sshd[1]: query[A] a from b", "[x", "27-Jun-2024 14:53:20.123 general: info: zone x"}) EXPECT_EQ(dns.decode(line), Decoded::rejected) << line;
}

TEST(LineFormats, NfdumpFlows) {
  check({"nfdump_csv", {"ts,te,td,sa,da,sp,dp,pr,flg,ipkt,ibyt"}, "2024-06-27 14:53:20,2024-06-27 14:53:21,1.000,10.0.0.9,192.0.2.7,1024,445,TCP,...AP.SF,12,3456", "//netflow;/firewall/;/network_connection/",
         {{"source.ip", "10.0.0.9"}, {"destination.ip", "192.0.2.7"}, {"dst_port", "445"}, {"network.transport", "TCP"}, {"source.bytes", "3456"}}});
  DecoderUnderTest flows("nfdump_csv", {"source.ip"});
  for (const char* line : {"firstSeen,duration,proto,srcAddr,srcPort", "Summary", "flows,bytes", "1,2"}) EXPECT_EQ(flows.decode(line), Decoded::control) << line;
}

TEST(LineFormats, AuditRecords) {
  check({"auditd", {}, "type=SYSCALL msg=audit(1719500000.155:92733): arch=c000003e syscall=59 ppid=9 comm=\"arp\" exe=\"/usr/sbin/arp\" key=(null)\x1d" "SYSCALL=execve AUID=\"u 1\"", "linux//auditd",
         {{"type", "SYSCALL"}, {"Image", "/usr/sbin/arp"}, {"SYSCALL", "execve"}, {"AUID", "u 1"}, {"key", "–"}, {"syscall", "59"}, {"sequence", "92733"}}});
  check({"auditd", {}, "node=h1 type=EXECVE msg=audit(1719500000.155:92733): argc=3 a0=\"sh\" a1=\"-c\" a2=6563686F206869", "linux//auditd;linux/process_creation/auditd",
         {{"a0", "sh"}, {"a2", "echo hi"}, {"CommandLine", "sh -c echo hi"}, {"host.name", "h1"}, {"argc", "3"}}});
  check({"auditd", {}, "type=PROCTITLE msg=audit(1719500000.155:92733): proctitle=2F62696E2F7368002D63", "linux//auditd;linux/process_creation/auditd", {{"CommandLine", "/bin/sh -c"}}});
  check({"auditd", {}, "type=USER_LOGIN msg=audit(1719500001.000:9): pid=1 msg='op=login acct=\"root\" exe=\"/usr/sbin/sshd\" addr=192.0.2.7 res=failed'", "linux//auditd",
         {{"op", "login"}, {"acct", "root"}, {"source.ip", "192.0.2.7"}, {"res", "failed"}}});
  DecoderUnderTest audit("auditd", {"type"});
  EXPECT_EQ(audit.decode("----"), Decoded::control);
  for (const char* line : {"x", "type=", "type=A msg=audit(", "type=A msg=audit(x:1): a=b", "type=A a=b"}) EXPECT_EQ(audit.decode(line), Decoded::rejected) << line;
}

TEST(LineFormats, Csv) {
  check({"csv_generic", {"time,srcip,dst_port,note,empty"}, "2024-06-27T14:53:20Z,10.0.0.9,445,\"a, \"\"b\"\"\",", "",
         {{"source.ip", "10.0.0.9"}, {"destination.port", "445"}, {"note", "a, \"b\""}, {"empty", "–"}}});
  check({"csv_generic", {"time;\"Threat Name\""}, "2024-06-27T14:53:20Z;x y", "", {{"ThreatName", "x y"}}});
  DecoderUnderTest csv("csv_generic", {"a"});
  EXPECT_EQ(csv.decode("nothing"), Decoded::rejected);
  EXPECT_EQ(csv.decoder().reason(), "no_header");
  EXPECT_EQ(csv.decode("a,b"), Decoded::control);
  EXPECT_EQ(csv.decode("1,\"x"), Decoded::rejected);
  EXPECT_EQ(csv.decoder().reason(), "open_quote");
  EXPECT_EQ(csv.decode("1,2,3"), Decoded::rejected);
  EXPECT_EQ(csv.decoder().reason(), "wrong_columns");
  EXPECT_EQ(csv.decode("1,"), Decoded::event);
  EXPECT_EQ(csv.all("a"), "1");
}

}  // namespace
}  // namespace lp::detect
