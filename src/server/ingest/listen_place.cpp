#include "server/ingest/listen_place.h"

#include <arpa/inet.h>

#include <charconv>

namespace lp::server {

Result<ListenPlace> parse_listen_place(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  std::string_view host = text.substr(0, colon == text.npos ? 0 : colon);
  const std::string_view digits = colon == text.npos ? text : text.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  ListenPlace place{host.empty() || host == "localhost" ? "127.0.0.1" : std::string(host), 0};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place.port);
  in6_addr any;
  const bool numeric = ::inet_pton(AF_INET, place.address.c_str(), &any) == 1 || ::inet_pton(AF_INET6, place.address.c_str(), &any) == 1;
  if (!numeric || error != std::errc{} || end != digits.data() + digits.size() || digits.empty())
    return make_error(Errc::invalid, "not an address and port: " + std::string(text), "for example 127.0.0.1:5514 or [::1]:5514");
  return place;
}

}  // namespace lp::server
