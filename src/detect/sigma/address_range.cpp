#include "detect/sigma/address_range.h"

#include <arpa/inet.h>

#include <charconv>
#include <cstring>

#include "detect/net/ip_address.h"

namespace lp::detect::sigma {

std::optional<Address> parse_address(std::string_view text) {
  Address out;
  out.v6 = text.find(':') != text.npos;
  if (!out.v6) {
    const auto ip = parse_ip(text);
    if (!ip) return std::nullopt;
    char bytes[16];
    std::memcpy(out.bytes.data(), bytes, to_bytes(*ip, bytes));
    return out;
  }
  // Not parse_ip(): an IPv4 address written within an IPv6 one is in no range of IPv4 addresses.
  char buffer[INET6_ADDRSTRLEN + 1];
  if (text.size() < 2 || text.size() >= sizeof buffer || text.find('\0') != text.npos) return std::nullopt;
  std::memcpy(buffer, text.data(), text.size());
  buffer[text.size()] = '\0';
  if (inet_pton(AF_INET6, buffer, out.bytes.data()) != 1) return std::nullopt;
  return out;
}

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto base = parse_address(text.substr(0, slash));
  if (!base) return std::nullopt;
  AddressRange out;
  out.base_ = *base;
  const int most = base->v6 ? 128 : 32;
  out.length_ = most;
  if (slash != text.npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.length_);
    if (error != std::errc{} || end != digits.data() + digits.size() || out.length_ < 0 || out.length_ > most) return std::nullopt;
  }
  return out;
}

bool AddressRange::contains(const Address& address) const {
  if (address.v6 != base_.v6) return false;
  const std::size_t whole = static_cast<std::size_t>(length_) / 8;
  if (std::memcmp(address.bytes.data(), base_.bytes.data(), whole) != 0) return false;
  const int rest = length_ % 8;
  return rest == 0 || ((address.bytes[whole] ^ base_.bytes[whole]) >> (8 - rest)) == 0;
}

}  // namespace lp::detect::sigma
