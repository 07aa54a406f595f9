#pragma once
// IP addresses and prefixes as numbers. An IPv4 address mapped into IPv6 (::ffff:192.0.2.1) is the IPv4 address.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lp::detect {

struct Ip {
  std::uint64_t high = 0, low = 0;  // IPv4: high = 0, low = the 32 bits
  bool v6 = false;
  auto operator<=>(const Ip&) const = default;
};

// The whole text must be one address in its usual form: no leading zeros ("010.0.0.1" is octal to some and decimal to
// others, so it is none), no zone ("fe80::1%eth0"), no port, no brackets.
std::optional<Ip> parse_ip(std::string_view text);
std::string to_string(const Ip& ip);  // IPv6 as RFC 5952 writes it

struct Prefix {
  Ip base;                  // the bits behind the prefix are 0
  std::uint8_t bits = 0;    // 0…32 or 0…128
  bool operator==(const Prefix&) const = default;
};

// "192.0.2.0/24"; bits set behind the prefix are cleared. An address alone is a prefix of all its bits.
std::optional<Prefix> parse_prefix(std::string_view text);
std::string to_string(const Prefix& prefix);
Ip last_of(const Prefix& prefix);
bool holds(const Prefix& prefix, const Ip& ip);
bool holds(const Prefix& outer, const Prefix& inner);

// Addresses no one reaches from outside: private, loopback, link-local, shared (100.64/10), unique local.
bool is_internal(const Ip& ip);

// The bytes of an address in network order: 4 or 16; returns how many.
std::size_t to_bytes(const Ip& ip, char* out);

}  // namespace lp::detect
