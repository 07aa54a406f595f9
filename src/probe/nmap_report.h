#pragma once
// What nmap -oX says of the ports of hosts.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lp::probe {

struct NmapPort {
  std::string address{}, protocol{};
  std::uint16_t port = 0;
  std::string state{}, reason{};   // "open", "syn-ack"
  std::string service{}, product{}, version{}, extra{}, tunnel{}, fingerprint{};
  std::vector<std::string> cpes{};
};

// invalid: not XML, or cut. A host or port without what makes it one is left out.
Result<std::vector<NmapPort>> parse_nmap(std::string_view xml);

}  // namespace lp::probe
