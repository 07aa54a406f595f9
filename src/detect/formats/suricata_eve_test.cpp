#include <gtest/gtest.h>

#include "detect/decoder_testing.h"

namespace lp::detect {
namespace {

const std::vector<std::string> asked{"event_type",        "src_ip",       "source.ip",    "c-ip",       "destination.ip",   "dns.question.name", "query",
                                     "answer",            "url.original", "cs-uri-query", "cs-method",  "sc-status",        "url.domain",        "cs-uri-stem",
                                     "tls.client.server_name", "rule.name", "action",     "file.hash.sha256", "c-uri-extension", "record_type"};

struct EveCase {
  const char* line;
  const char* route;
  std::vector<std::pair<const char*, const char*>> fields;
};

TEST(SuricataEve, EventsOfEachTypeAreReadAndRouted) {
  const EveCase cases[] = {
      {R"({"timestamp":"2024-06-27T22:53:20.000045+0800","flow_id":1,"event_type":"dns","src_ip":"10.1.1.9","src_port":5353,"dest_ip":"223.5.5.5","dest_port":53,"proto":"UDP","dns":{"type":"answer","rrname":"www.example.com","rrtype":"A","answers":[{"rrname":"www.example.com","rdata":"192.0.2.7"},{"rrname":"www.example.com","rdata":"192.0.2.8"}]}})",
       "suricata//;suricata/dns/dns",
       {{"query", "www.example.com"}, {"dns.question.name", "www.example.com"}, {"answer", "192.0.2.7|192.0.2.8"}, {"c-ip", "10.1.1.9"}, {"record_type", "A"}}},
      {R"({"timestamp":"2024-06-27T14:53:20.000045Z","event_type":"dns","dns":{"version":3,"type":"request","queries":[{"rrname":"a.example","rrtype":"TXT"}],"grouped":{"A":["192.0.2.1"],"CNAME":["b.example"]}}})",
       "suricata//;suricata/dns/dns",
       {{"query", "a.example"}, {"answer", "192.0.2.1|b.example"}, {"record_type", "TXT"}}},
      {R"({"timestamp":"2024-06-27T14:53:20.000045Z","event_type":"http","http":{"hostname":"shop.example","url":"/a/b.php?id=1%27","http_method":"POST","status":302}})",
       "suricata//;suricata/proxy/http;suricata/webserver/http",
       {{"url.domain", "shop.example"}, {"url.original", "/a/b.php?id=1%27"}, {"cs-uri-query", "id=1%27"}, {"cs-uri-stem", "/a/b.php"}, {"c-uri-extension", "php"},
        {"cs-method", "POST"}, {"sc-status", "302"}}},
      {R"({"timestamp":"2024-06-27T14:53:20.000045Z","event_type":"tls","tls":{"sni":"mail.example","version":"TLS 1.3"}})",
       "suricata//;suricata//tls", {{"tls.client.server_name", "mail.example"}}},
      {R"({"timestamp":"2024-06-27T14:53:20.000045Z","event_type":"alert","src_ip":"2001:db8::1","alert":{"action":"blocked","signature":"ET TEST","severity":1}})",
       "suricata//;suricata//alert", {{"rule.name", "ET TEST"}, {"action", "blocked"}, {"source.ip", "2001:db8::1"}}},
      {R"({"timestamp":"2024-06-27T14:53:20.000045Z","event_type":"fileinfo","fileinfo":{"filename":"/x.exe","sha256":"ab"}})",
       "suricata//;suricata//fileinfo", {{"file.hash.sha256", "ab"}}},
      {R"({"timestamp":"2024-06-27T14:53:20.000045Z","event_type":"stats","stats":{"uptime":8}})", "suricata//", {{"query", "–"}}},
  };
  DecoderUnderTest eve("suricata_eve", asked);
  for (const EveCase& c : cases) {
    ASSERT_EQ(eve.decode(c.line), Decoded::event) << c.line;
    EXPECT_EQ(eve.event().time, 1719500000LL * 1'000'000 + 45) << c.line;
    EXPECT_EQ(eve.route(), c.route);
    for (const auto& [name, value] : c.fields) EXPECT_EQ(eve.all(name), value) << name << " of " << c.line;
    EXPECT_EQ(sniff_format(std::string(c.line) + "\n")->id, "suricata_eve");
  }
}

}  // namespace
}  // namespace lp::detect
