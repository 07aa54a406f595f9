#include "probe/service_question.h"

#include <algorithm>
#include <array>

#include "probe/http_question.h"

namespace lp::probe {
namespace {

using namespace std::string_literals;

struct Port {
  std::uint16_t port;
  ServiceQuestion question;
};

constexpr ServiceQuestion greets(std::string_view service) { return {service, AskWhen::after_greeting}; }
constexpr ServiceQuestion asked(std::string_view service) { return {service, AskWhen::at_once}; }
constexpr ServiceQuestion silent() { return {"industrial", AskWhen::never}; }

constexpr std::array<Port, 88> ports{{
    {21, greets("ftp")}, {22, greets("ssh")}, {23, greets("telnet")}, {25, greets("smtp")}, {53, asked("dns")}, {80, asked("http")},
    {81, asked("http")}, {88, asked("http")}, {110, greets("pop3")}, {143, greets("imap")}, {389, asked("ldap")},
    {443, {"http", AskWhen::at_once, true}}, {465, {"smtp", AskWhen::after_greeting, true}}, {554, asked("rtsp")},
    {587, greets("smtp")}, {591, asked("http")}, {636, {"ldap", AskWhen::at_once, true}}, {873, greets("rsync")},
    {990, {"ftp", AskWhen::after_greeting, true}}, {993, {"imap", AskWhen::after_greeting, true}},
    {995, {"pop3", AskWhen::after_greeting, true}}, {1433, asked("mssql")}, {1883, asked("mqtt")}, {2121, greets("ftp")},
    {2181, asked("zookeeper")}, {2222, silent()}, {3000, asked("http")}, {3306, greets("mysql")}, {4848, asked("http")},
    {5000, asked("http")}, {5432, asked("postgresql")}, {5601, asked("http")}, {5672, asked("amqp")}, {5900, greets("vnc")},
    {5901, greets("vnc")}, {5984, asked("http")}, {6379, asked("redis")}, {7001, asked("http")}, {7180, asked("http")},
    {8000, asked("http")}, {8001, asked("http")}, {8008, asked("http")}, {8080, asked("http")}, {8081, asked("http")},
    {8082, asked("http")}, {8083, asked("http")}, {8086, asked("http")}, {8088, asked("http")}, {8090, asked("http")},
    {8161, asked("http")}, {8443, {"http", AskWhen::at_once, true}}, {8554, asked("rtsp")}, {8848, asked("http")},
    {8883, {"mqtt", AskWhen::at_once, true}}, {8888, asked("http")}, {9000, asked("http")}, {9090, asked("http")},
    {9091, asked("http")}, {9200, asked("http")}, {9443, {"http", AskWhen::at_once, true}}, {10000, asked("http")},
    {11211, asked("memcached")}, {15672, asked("http")}, {27017, asked("mongodb")}, {27018, asked("mongodb")}, {50070, asked("http")},
    // Equipment that may stop on a question it does not know: nothing is said.
    {102, silent()}, {502, silent()}, {789, silent()}, {1089, silent()}, {1090, silent()}, {1091, silent()}, {1911, silent()},
    {1962, silent()}, {2404, silent()}, {4000, silent()}, {4840, silent()}, {4911, silent()}, {5006, silent()}, {5007, silent()},
    {5094, silent()}, {9600, silent()}, {18245, silent()}, {19999, silent()}, {20000, silent()}, {20547, silent()}, {44818, silent()},
    {47808, silent()},
}};

constexpr std::array<std::string_view, 12> questioned{"dns", "http", "ldap", "rtsp", "mssql", "mqtt", "zookeeper", "postgresql",
                                                      "amqp", "redis", "memcached", "mongodb"};
constexpr std::array<std::string_view, 9> greeting{"ftp", "ssh", "telnet", "smtp", "pop3", "imap", "rsync", "mysql", "vnc"};

std::string http_text(const ProbeRequest& request) {
  const auto text = http_question(request, "GET", "/");
  return text ? *text : std::string();
}

std::string rtsp_text(const ProbeRequest& request) {
  const std::string host = request.host_name.empty() ? host_of(request) : request.endpoint.address;
  return "OPTIONS rtsp://" + host + "/ RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: " + std::string(user_agent) + "\r\n\r\n";
}

// version.bind TXT CHAOS, over TCP.
std::string dns_text() {
  return "\x00\x1e\x4c\x50\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07version\x04" "bind\x00\x00\x10\x00\x03"s;
}

// CONNECT of MQTT 3.1.1 without a name, and SUBSCRIBE to the one topic that tells the broker's version, in one packet.
std::string mqtt_text() {
  const std::string connect = "\x10\x13\x00\x04MQTT\x04\x02\x00\x1e\x00\x07longpan"s;
  const std::string topic = "$SYS/broker/version";
  return connect + "\x82"s + static_cast<char>(topic.size() + 5) + "\x00\x01\x00"s + static_cast<char>(topic.size()) + topic + "\x00"s;
}

// PRELOGIN of TDS 7: version, encryption (not supported), end.
std::string mssql_text() {
  return "\x12\x01\x00\x1a\x00\x00\x00\x00\x00\x00\x0b\x00\x06\x01\x00\x11\x00\x01\xff\x0f\x00\x00\x00\x00\x00\x02"s;
}

// OP_MSG {buildInfo: 1, $db: "admin"}
std::string mongodb_text() {
  const std::string body = "\x10" "buildInfo\x00\x01\x00\x00\x00\x02$db\x00\x06\x00\x00\x00" "admin\x00\x00"s;
  const std::string document = std::string(1, static_cast<char>(body.size() + 4)) + "\x00\x00\x00"s + body;
  const std::string tail = "\x01\x00\x00\x00\x00\x00\x00\x00\xdd\x07\x00\x00\x00\x00\x00\x00\x00"s + document;
  return std::string(1, static_cast<char>(tail.size() + 4)) + "\x00\x00\x00"s + tail;
}

// Search of the root entry for vendorName and vendorVersion.
std::string ldap_text() {
  const std::string attributes = "\x30\x1b\x04\x0avendorName\x04\x0dvendorVersion"s;
  const std::string search = "\x04\x00\x0a\x01\x00\x0a\x01\x00\x02\x01\x00\x02\x01\x05\x01\x01\x00\x87\x0bobjectClass"s + attributes;
  const std::string operation = "\x02\x01\x01\x63"s + static_cast<char>(search.size()) + search;
  return "\x30"s + static_cast<char>(operation.size()) + operation;
}

}  // namespace

ServiceQuestion question_for(std::uint16_t port) {
  const auto found = std::find_if(ports.begin(), ports.end(), [&](const Port& p) { return p.port == port; });
  return found == ports.end() ? ServiceQuestion{"", AskWhen::after_silence} : found->question;
}

ServiceQuestion question_named(std::string_view service) {
  // The name of the table is returned, which outlives the caller's text.
  if (const auto found = std::find(questioned.begin(), questioned.end(), service); found != questioned.end()) return asked(*found);
  if (const auto found = std::find(greeting.begin(), greeting.end(), service); found != greeting.end()) return greets(*found);
  return {};
}

std::string question_text(std::string_view service, const ProbeRequest& request) {
  if (service.empty() || service == "http") return http_text(request);
  if (service == "rtsp") return rtsp_text(request);
  if (service == "dns") return dns_text();
  if (service == "mqtt") return mqtt_text();
  if (service == "mssql") return mssql_text();
  if (service == "mongodb") return mongodb_text();
  if (service == "ldap") return ldap_text();
  if (service == "redis") return "INFO server\r\n";
  if (service == "memcached") return "version\r\n";
  if (service == "zookeeper") return "srvr\n";
  if (service == "postgresql") return "\x00\x00\x00\x08\x04\xd2\x16\x2f"s;  // SSLRequest
  if (service == "amqp") return "AMQP\x00\x00\x09\x01"s;
  return {};
}

std::string follow_up(std::string_view service) {
  if (service == "smtp") return "EHLO longpan.invalid\r\n";
  if (service == "pop3") return "CAPA\r\n";
  if (service == "imap") return "a1 ID NIL\r\n";
  return {};
}

}  // namespace lp::probe
