#pragma once
// Ranges of IP addresses as people write them. One range is one address family, first ≤ last.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lp::model {

struct IpAddress {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};  // network order; v4 in the last four
  auto operator<=>(const IpAddress&) const = default;
};
Result<IpAddress> parse_ip(std::string_view text);
std::string to_string(const IpAddress& address);

struct IpRange {
  IpAddress first, last;  // inclusive
  bool operator==(const IpRange&) const = default;
};

// a.b.c.d · a.b.c.d/24 (the whole block, host bits ignored) · a.b.c.1-20 · a.b.c.d-e.f.g.h ·
// 2001:db8::1 · 2001:db8::/32 · x-y; `~`, full-width forms and white space around the dash are accepted.
// Error code: ip_range.
Result<IpRange> parse_ip_range(std::string_view text);
// Several, separated by , ; 、 white space or line ends. The first bad one is the error.
Result<std::vector<IpRange>> parse_ip_ranges(std::string_view text);

std::string to_string(const IpRange& range);  // one address, CIDR where it is a block, else first-last
bool contains(const IpRange& outer, const IpAddress& address);
bool contains(const IpRange& outer, const IpRange& inner);
bool overlaps(const IpRange& a, const IpRange& b);
// Number of addresses, saturating at 2^63-1.
std::int64_t size_of(const IpRange& range);
// Every address; Errc::too_large over `limit`.
Result<std::vector<IpAddress>> expand(const IpRange& range, std::int64_t limit = 65'536);
// Wholly inside one block not routed on the internet: RFC 1918, 6598, 3927, loopback, fc00::/7, fe80::/10.
bool is_private(const IpRange& range);

}  // namespace lp::model
