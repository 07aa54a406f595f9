#include "probe/engine.h"

#include <algorithm>

namespace lp::probe {

const Engine* find_engine(std::string_view id) {
  const auto& all = builtin_engines();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Engine& e) { return e.id == id; });
  return found == all.end() ? nullptr : &*found;
}

std::string to_string(const Endpoint& endpoint) {
  const bool v6 = endpoint.address.find(':') != std::string::npos;
  return (v6 ? "[" + endpoint.address + "]" : endpoint.address) + ":" + std::to_string(endpoint.port) +
         (endpoint.transport == Transport::tcp ? "/tcp" : "/udp");
}

}  // namespace lp::probe
