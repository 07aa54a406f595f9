#pragma once
#include <cstdint>
#include <string_view>

namespace lp::probe {

// What a server answered to a ClientHello, read from the raw bytes: enough to see which version it takes, without finishing.
struct TlsHello {
  enum class Kind : std::uint8_t { incomplete, server_hello, alert, not_tls };
  Kind kind = Kind::incomplete;
  std::uint16_t version = 0;    // server_hello: the version chosen, 0x0304 for TLS 1.3
  std::uint8_t alert = 0;       // alert: its description
};

TlsHello read_tls_hello(std::string_view bytes);

}  // namespace lp::probe
