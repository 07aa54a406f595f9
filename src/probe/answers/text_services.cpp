#include <algorithm>
#include <array>

#include "base/text.h"
#include "probe/answers/service_answer.h"
#include "probe/answers/ssh_answer.h"
#include "probe/exchange.h"

namespace lp::probe {
namespace {

constexpr std::size_t banner_limit = 1024;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_reply(std::string_view line) {
  return line.size() >= 3 && is_digit(line[0]) && is_digit(line[1]) && is_digit(line[2]) && (line.size() == 3 || line[3] == ' ' || line[3] == '-');
}

// "220 …": which of the protocols with reply codes?
std::string reply_service(std::string_view text, std::uint16_t port) {
  const std::string lower = to_lower_ascii(text);
  if (contains(lower, "smtp") || contains(lower, "esmtp") || contains(lower, "postfix") || contains(lower, "exim")) return "smtp";
  if (contains(lower, "ftp")) return "ftp";
  if (port == 25 || port == 587 || port == 465) return "smtp";
  if (contains(lower, "nntp") || contains(lower, "news server") || port == 119) return "nntp";
  if (contains(lower, "mail")) return "smtp";
  return text.starts_with("220") || text.starts_with("421") || text.starts_with("530") ? "ftp" : "text";
}

// The value after "name:" at the start of a line.
std::string line_value(std::string_view text, std::string_view name) {
  std::size_t at = text.find(name);
  while (at != std::string_view::npos && at != 0 && text[at - 1] != '\n') at = text.find(name, at + 1);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = text.substr(at + name.size());
  return printable(trim(rest.substr(0, rest.find('\n'))), 128);
}

// Telnet options (RFC 854) stand before and between the words.
std::string without_telnet_options(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] != '\xff') {
      if (bytes[i] != '\0') out += bytes[i];
      continue;
    }
    const auto command = i + 1 < bytes.size() ? static_cast<std::uint8_t>(bytes[i + 1]) : 0;
    if (command == 250) {  // a sub-option, to its end
      const std::size_t end = bytes.find("\xff\xf0", i);
      if (end == std::string_view::npos) break;
      i = end + 1;
    } else {
      i += command >= 251 && command <= 254 ? 2 : 1;
    }
  }
  return out;
}

bool add_rtsp(std::string_view bytes, Facts& facts) {
  if (!bytes.starts_with("RTSP/")) return false;
  facts["service"] = "rtsp";
  if (std::string server = line_value(bytes, "Server:"); !server.empty()) facts["rtsp.server"] = std::move(server);
  facts["rtsp.status"] = printable(bytes.substr(std::min<std::size_t>(9, bytes.size()), 3));
  return true;
}

}  // namespace

Whole is_whole(std::string_view bytes) {
  if (bytes.empty()) return Whole::no;
  const std::size_t last_end = bytes.rfind('\n');
  if (bytes.starts_with("SSH-")) return last_end == std::string_view::npos ? Whole::no : Whole::yes;
  if (bytes.size() > 4 && bytes[3] == '\0' && (bytes[4] == '\x0a' || bytes[4] == '\xff')) {  // MySQL
    const std::size_t size = static_cast<std::uint8_t>(bytes[0]) | static_cast<std::size_t>(static_cast<std::uint8_t>(bytes[1])) << 8;
    return bytes.size() >= size + 4 ? Whole::yes : Whole::no;
  }
  if (last_end != bytes.size() - 1) return Whole::perhaps;
  std::string_view line = bytes.substr(0, bytes.size() - 1);
  line = line.substr(line.rfind('\n') + 1);
  if (is_reply(bytes)) return is_reply(line) && (trim(line).size() == 3 || line[3] == ' ') ? Whole::yes : Whole::no;
  for (const std::string_view start : {"+OK", "-ERR", "* OK", "* PREAUTH", "@RSYNCD:", "RFB ", "VERSION ", "-NOAUTH", "-DENIED", "* BYE"}) {
    if (bytes.starts_with(start)) return Whole::yes;
  }
  return Whole::perhaps;
}

bool add_text_service(std::string_view bytes, std::uint16_t port, Facts& facts) {
  const auto named = [&](const char* service) {
    facts["service"] = service;
    facts["banner"] = printable(trim(bytes), banner_limit);
    return true;
  };
  if (add_ssh_identification(bytes, facts)) return named("ssh");
  if (bytes.starts_with("+OK")) return named("pop3");
  if (bytes.starts_with("* OK") || bytes.starts_with("* PREAUTH") || bytes.starts_with("* BYE")) return named("imap");
  if (bytes.starts_with("@RSYNCD:")) return named("rsync");
  if (bytes.starts_with("RFB 0")) return named("vnc");
  if (is_reply(bytes)) return named(reply_service(bytes, port).c_str());
  if (bytes.starts_with('\xff') && bytes.size() > 1 && static_cast<std::uint8_t>(bytes[1]) >= 250) {
    facts["service"] = "telnet";
    const std::string text = without_telnet_options(bytes);
    if (!trim(text).empty()) facts["banner"] = printable(trim(text), banner_limit);
    return true;
  }
  return false;
}

bool add_asked_text_service(std::string_view bytes, std::string_view asked, Facts& facts) {
  const auto told = [&](const char* service, const char* fact, std::string value) {
    facts["service"] = service;
    if (!value.empty()) facts[fact] = std::move(value);
    return true;
  };
  if (add_rtsp(bytes, facts)) return true;
  if (contains(bytes, "redis_version:")) {
    if (std::string os = line_value(bytes, "os:"); !os.empty()) facts["redis.os"] = std::move(os);
    return told("redis", "redis.version", line_value(bytes, "redis_version:"));
  }
  if (bytes.starts_with("-NOAUTH") || (asked == "redis" && (bytes.starts_with("-DENIED") || bytes.starts_with("-ERR")))) {
    return told("redis", "redis.error", printable(trim(bytes), 256));
  }
  if (bytes.starts_with("VERSION ") && asked == "memcached") return told("memcached", "memcached.version", printable(trim(bytes.substr(8)), 64));
  if (bytes.starts_with("Zookeeper version:")) return told("zookeeper", "zookeeper.version", line_value(bytes, "Zookeeper version:"));
  if (contains(bytes, "not in the whitelist") && asked == "zookeeper") return told("zookeeper", "zookeeper.error", printable(trim(bytes), 256));
  return false;
}

void add_service_facts(std::string_view bytes, std::string_view asked, std::uint16_t port, Facts& facts) {
  if (bytes.empty()) return;
  if (add_asked_text_service(bytes, asked, facts) || add_text_service(bytes, port, facts) || add_mysql(bytes, facts)) return;
  if (asked == "postgresql" && add_postgresql(bytes, facts)) return;
  if (asked == "mssql" && add_mssql(bytes, facts)) return;
  if (asked == "dns" && add_dns_version(bytes, facts)) return;
  if (asked == "mqtt" && add_mqtt(bytes, facts)) return;
  if (asked == "mongodb" && add_mongodb(bytes, facts)) return;
  if (asked == "ldap" && add_ldap(bytes, facts)) return;
  if (asked == "amqp" && add_amqp(bytes, facts)) return;
  facts["banner"] = printable(trim(bytes), banner_limit);
}

bool is_follow_up_whole(std::string_view service, std::string_view bytes) {
  if (service == "pop3") return bytes.ends_with("\n.\r\n") || (bytes.starts_with("-ERR") && bytes.ends_with('\n'));
  if (service == "imap") return bytes.ends_with('\n') && (bytes.starts_with("a1 ") || contains(bytes, "\na1 "));
  return is_whole(bytes) == Whole::yes;
}

void add_follow_up_facts(std::string_view service, std::string_view bytes, Facts& facts) {
  if (!is_follow_up_whole(service, bytes)) return;  // what is missing may be what is looked for
  if (service == "smtp" && bytes.starts_with("250")) {
    facts["smtp.starttls"] = contains(to_lower_ascii(bytes), "starttls") ? "yes" : "no";
    facts["smtp.extensions"] = printable(trim(bytes), 512);
  }
  if (service == "pop3") {
    if (std::string told = line_value(bytes, "IMPLEMENTATION"); !told.empty()) facts["pop3.implementation"] = std::move(told);
    if (bytes.starts_with("+OK")) facts["pop3.starttls"] = contains(to_lower_ascii(bytes), "\nstls") ? "yes" : "no";
  }
  if (service == "imap" && bytes.starts_with("* ID ")) facts["imap.id"] = printable(trim(bytes.substr(5, bytes.find('\n') - 5)), 512);
}

}  // namespace lp::probe
