// Answers of protocols that are no text. Each reader takes the little it needs and checks every length.
#include <optional>

#include "base/text.h"
#include "probe/answers/service_answer.h"
#include "probe/exchange.h"

namespace lp::probe {
namespace {

using namespace std::string_view_literals;

std::uint8_t at(std::string_view bytes, std::size_t i) { return i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : 0; }
std::size_t big16(std::string_view bytes, std::size_t i) { return static_cast<std::size_t>(at(bytes, i)) << 8 | at(bytes, i + 1); }

// Bytes [from, from + size), or less where they end before.
std::string_view part(std::string_view bytes, std::size_t from, std::size_t size) {
  return from < bytes.size() ? bytes.substr(from, size) : std::string_view();
}

// The text with a length before it that follows `name`: `width` bytes of length, the last is the lowest (or the first is).
std::string text_after(std::string_view bytes, std::string_view name, std::size_t width, bool big_endian) {
  const std::size_t found = bytes.find(name);
  if (found == std::string_view::npos) return {};
  const std::size_t start = found + name.size();
  std::size_t size = 0;
  for (std::size_t i = 0; i < width; ++i) size = size << 8 | at(bytes, big_endian ? start + i : start + width - 1 - i);
  if (size > 256) return {};
  const std::string_view text = part(bytes, start + width, size);
  return printable(text.substr(0, text.find('\0')), 256);
}

}  // namespace

bool add_mysql(std::string_view bytes, Facts& facts) {
  const std::size_t size = at(bytes, 0) | static_cast<std::size_t>(at(bytes, 1)) << 8;
  if (bytes.size() < 7 || at(bytes, 2) != 0 || size + 4 > bytes.size() || size < 3) return false;
  std::string_view packet = bytes.substr(4, size);
  if (at(packet, 0) == 0xff && at(bytes, 3) <= 1) {  // "Host … is not allowed to connect"
    const std::string text = printable(packet.substr(3), 256);
    if (!contains(text, "MySQL") && !contains(text, "MariaDB") && !contains(text, "Host") && !contains(text, "connections")) return false;
    facts["service"] = "mysql";
    facts["mysql.error"] = std::string(trim(text));
    return true;
  }
  const std::size_t end = packet.find('\0', 1);
  if ((at(packet, 0) != 10 && at(packet, 0) != 9) || end == std::string_view::npos || end < 2 || end > 80) return false;
  facts["service"] = "mysql";
  facts["mysql.version"] = printable(packet.substr(1, end - 1), 80);
  facts["mysql.protocol"] = std::to_string(at(packet, 0));
  // After the version: thread 4, salt 8, a zero, then the lower half of the capabilities.
  if (at(packet, 0) == 10 && end + 15 < packet.size()) facts["mysql.tls"] = (at(packet, end + 15) & 0x08) != 0 ? "yes" : "no";
  return true;
}

bool add_postgresql(std::string_view bytes, Facts& facts) {
  if (bytes == "S" || bytes == "N") {
    facts["postgresql.tls"] = bytes == "S" ? "yes" : "no";
  } else if (bytes.starts_with("E\0\0"sv)) {
    facts["postgresql.error"] = printable(part(bytes, 5, 256), 256);
  } else {
    return false;
  }
  facts["service"] = "postgresql";
  return true;
}

bool add_mssql(std::string_view bytes, Facts& facts) {
  if (at(bytes, 0) != 4 || bytes.size() < 8 + 11) return false;
  const std::string_view options = bytes.substr(8);
  if (at(options, 0) != 0) return false;
  const std::string_view version = part(options, big16(options, 1), 6);
  if (version.size() < 4) return false;
  facts["service"] = "mssql";
  facts["mssql.version"] = std::to_string(at(version, 0)) + "." + std::to_string(at(version, 1)) + "." + std::to_string(big16(version, 2));
  return true;
}

bool add_dns_version(std::string_view bytes, Facts& facts) {
  // Length 2, header 12, our question 18; then an answer whose name is a pointer or the same name again.
  if (bytes.size() < 14 || bytes.substr(2, 2) != "\x4c\x50" || (at(bytes, 4) & 0x80) == 0) return false;
  facts["service"] = "dns";
  facts["dns.code"] = std::to_string(at(bytes, 5) & 0x0f);
  if (big16(bytes, 8) == 0) return true;
  std::size_t i = 2 + 12 + 18;
  if ((at(bytes, i) & 0xc0) == 0xc0) {
    i += 2;
  } else {
    while (at(bytes, i) != 0) i += at(bytes, i) + 1u;
    i += 1;
  }
  if (big16(bytes, i) != 16) return true;
  const std::string_view text = part(bytes, i + 11, at(bytes, i + 10));
  if (!text.empty()) facts["dns.version"] = printable(text, 255);
  return true;
}

bool add_mqtt(std::string_view bytes, Facts& facts) {
  if (at(bytes, 0) != 0x20 || at(bytes, 1) != 2 || bytes.size() < 4) return false;
  facts["service"] = "mqtt";
  facts["mqtt.code"] = std::to_string(at(bytes, 3));
  facts["mqtt.anonymous"] = at(bytes, 3) == 0 ? "yes" : "no";
  for (std::size_t i = 4; i + 4 < bytes.size();) {
    const std::size_t size = at(bytes, i + 1);
    if (size > 127) break;
    if ((at(bytes, i) & 0xf0) == 0x30) {
      const std::string_view packet = part(bytes, i + 2, size);
      const std::string_view payload = part(packet, 2 + big16(packet, 0), size);
      if (!payload.empty()) facts["mqtt.version"] = printable(payload, 128);
    }
    i += 2 + size;
  }
  return true;
}

bool add_mongodb(std::string_view bytes, Facts& facts) {
  if (bytes.size() < 21 || (bytes.substr(12, 4) != "\xdd\x07\0\0"sv && bytes.substr(12, 4) != "\x01\0\0\0"sv)) return false;
  facts["service"] = "mongodb";
  if (std::string version = text_after(bytes, "\x02version\0"sv, 4, false); !version.empty()) facts["mongodb.version"] = std::move(version);
  if (std::string error = text_after(bytes, "\x02" "errmsg\0"sv, 4, false); !error.empty()) facts["mongodb.error"] = std::move(error);
  return true;
}

bool add_ldap(std::string_view bytes, Facts& facts) {
  if (at(bytes, 0) != 0x30 || bytes.size() < 8) return false;
  const std::size_t id = bytes.find("\x02\x01\x01"sv);
  if (id == std::string_view::npos || id > 8 || (at(bytes, id + 3) != 0x64 && at(bytes, id + 3) != 0x65)) return false;
  facts["service"] = "ldap";
  for (const auto& [attribute, fact] : {std::pair("vendorName", "ldap.vendor"), std::pair("vendorVersion", "ldap.version")}) {
    const std::size_t name = bytes.find(attribute);
    if (name == std::string_view::npos) continue;
    // SET with short lengths, then an octet string.
    std::size_t i = name + std::string_view(attribute).size();
    if (at(bytes, i) != 0x31) continue;
    i += (at(bytes, i + 1) & 0x80) != 0 ? 2u + (at(bytes, i + 1) & 0x7fu) : 2u;
    if (at(bytes, i) != 4 || at(bytes, i + 1) > 127) continue;
    if (const std::string_view text = part(bytes, i + 2, at(bytes, i + 1)); !text.empty()) facts[fact] = printable(text, 127);
  }
  return true;
}

bool add_amqp(std::string_view bytes, Facts& facts) {
  if (bytes.starts_with("AMQP")) {
    facts["service"] = "amqp";
    return true;
  }
  if (at(bytes, 0) != 1 || part(bytes, 7, 4) != "\0\x0a\0\x0a"sv) return false;  // Connection.Start
  facts["service"] = "amqp";
  if (std::string product = text_after(bytes, "\x07productS"sv, 4, true); !product.empty()) facts["amqp.product"] = std::move(product);
  if (std::string version = text_after(bytes, "\x07versionS"sv, 4, true); !version.empty()) facts["amqp.version"] = std::move(version);
  return true;
}

}  // namespace lp::probe
