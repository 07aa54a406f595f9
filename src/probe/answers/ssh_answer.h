#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace lp::probe {

// "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3": "ssh.protocol" 2.0 and "ssh.software", all that follows. False when it is no such line.
bool add_ssh_identification(std::string_view line, std::map<std::string, std::string>& facts);

// The server's first packet (RFC 4253 §7.1): "ssh.kex", "ssh.host_key", "ssh.ciphers", "ssh.macs", "ssh.compression", names
// separated by commas, and "ssh.weak": those that are known to be weak.
enum class SshPacket : std::uint8_t { incomplete, read, broken };
SshPacket add_ssh_algorithms(std::string_view bytes, std::map<std::string, std::string>& facts);

}  // namespace lp::probe
