#include "probe/answers/ssh_answer.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "probe/exchange.h"

namespace lp::probe {
namespace {

constexpr std::uint8_t kexinit = 20;
constexpr std::size_t packet_limit = 35'000;  // RFC 4253 §6.1
constexpr std::size_t list_limit = 2048;

// RFC 9142, RFC 8758 and RFC 4253 as they stand: SHA-1 key exchange, DSA, RC4, CBC, MD5 and truncated MACs.
constexpr std::array<std::string_view, 25> weak_names{
    "diffie-hellman-group1-sha1", "diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1", "rsa1024-sha1", "ssh-dss",
    "ssh-rsa", "none", "arcfour", "arcfour128", "arcfour256", "3des-cbc", "blowfish-cbc", "cast128-cbc", "des-cbc", "idea-cbc",
    "aes128-cbc", "aes192-cbc", "aes256-cbc", "rijndael-cbc@lysator.liu.se", "hmac-md5", "hmac-md5-96", "hmac-sha1-96",
    "hmac-md5-etm@openssh.com", "hmac-md5-96-etm@openssh.com", "hmac-sha1-96-etm@openssh.com"};

std::uint32_t number(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes.substr(0, 4)) value = value << 8 | static_cast<std::uint8_t>(c);
  return value;
}

// The next name-list; false when it does not fit.
bool take_list(std::string_view& payload, std::string& out) {
  if (payload.size() < 4) return false;
  const std::size_t size = number(payload);
  if (size > payload.size() - 4) return false;
  out = printable(payload.substr(4, size), list_limit);
  payload.remove_prefix(4 + size);
  return true;
}

void add_weak(const std::string& list, bool compression, std::string& weak) {
  for (const std::string_view name : split(list, ',')) {
    if (compression || std::find(weak_names.begin(), weak_names.end(), name) == weak_names.end()) continue;
    if (!contains("," + weak + ",", "," + std::string(name) + ",")) weak += (weak.empty() ? "" : ",") + std::string(name);
  }
}

}  // namespace

bool add_ssh_identification(std::string_view line, std::map<std::string, std::string>& facts) {
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (!line.starts_with("SSH-")) return false;
  const std::size_t dash = line.find('-', 4);
  if (dash == std::string_view::npos) return false;
  facts["ssh.protocol"] = printable(line.substr(4, dash - 4), 16);
  if (dash + 1 < line.size()) facts["ssh.software"] = printable(line.substr(dash + 1), 255);
  return true;
}

SshPacket add_ssh_algorithms(std::string_view bytes, std::map<std::string, std::string>& facts) {
  if (bytes.size() < 6) return SshPacket::incomplete;
  const std::uint32_t size = number(bytes);
  const auto padding = static_cast<std::uint8_t>(bytes[4]);
  if (size > packet_limit || size < 18u + padding || static_cast<std::uint8_t>(bytes[5]) != kexinit) return SshPacket::broken;
  if (bytes.size() < 4u + size) return SshPacket::incomplete;
  std::string_view payload = bytes.substr(5, size - padding - 1);
  payload.remove_prefix(17);  // the type and the cookie
  // Both directions of ciphers, MACs and compression; a server's two lists are nearly always the same.
  constexpr std::array<std::string_view, 8> names{"kex", "host_key", "ciphers", "ciphers", "macs", "macs", "compression", "compression"};
  std::string weak;
  for (const std::string_view name : names) {
    std::string list;
    if (!take_list(payload, list)) return SshPacket::broken;
    add_weak(list, name == "compression", weak);
    if (!list.empty()) facts["ssh." + std::string(name)] = std::move(list);
  }
  if (!weak.empty()) facts["ssh.weak"] = std::move(weak);
  return SshPacket::read;
}

}  // namespace lp::probe
