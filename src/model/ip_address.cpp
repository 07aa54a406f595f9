#include <arpa/inet.h>

#include <algorithm>

#include "model/ip_range.h"
#include "model/value_error.h"

namespace lp::model {

Result<IpAddress> parse_ip(std::string_view text) {
  const std::string copy(text.substr(0, 64));
  IpAddress address;
  if (copy.size() == text.size() && copy.find('\0') == std::string::npos) {
    if (inet_pton(AF_INET, copy.c_str(), address.bytes.data() + 12) == 1) return address;
    if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) {
      address.v6 = true;
      return address;
    }
  }
  return value_error("ip_range", "IP地址“" + copy + "”不正确", "\"" + copy + "\" is not an IP address");
}

std::string to_string(const IpAddress& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = address.v6 ? AF_INET6 : AF_INET;
  const auto* from = address.bytes.data() + (address.v6 ? 0 : 12);
  return inet_ntop(family, from, text.data(), text.size());
}

}  // namespace lp::model
