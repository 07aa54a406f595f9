#pragma once
// A range of IPv4 or IPv6 addresses, "10.0.0.0/8", "fe80::/10" (`|cidr`). Addresses of the other family are outside.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lp::detect::sigma {

struct Address {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};  // IPv4: the first four
};
std::optional<Address> parse_address(std::string_view text);

class AddressRange {
 public:
  // A bare address is the range of that address alone. nullopt: no address, or a length beyond the family's.
  static std::optional<AddressRange> parse(std::string_view text);
  bool contains(const Address& address) const;

 private:
  Address base_{};
  int length_ = 0;
};

}  // namespace lp::detect::sigma
