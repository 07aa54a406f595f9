#pragma once
// TLS on a connection of ours. Nothing is verified here: what a certificate says is a fact to report. Old versions and weak
// ciphers are offered on purpose, so that a server that takes only those can be seen.

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "probe/connection.h"

namespace lp::probe {

struct TlsOptions {
  int min_version = TLS1_VERSION, max_version = TLS1_3_VERSION;
  std::string server_name{};  // for SNI; "" or an address: none is sent
};

struct SslFree {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
using SslPtr = std::unique_ptr<SSL, SslFree>;

// A client that reads and writes memory; null when the versions cannot be offered.
SslPtr make_tls_client(const TlsOptions& options);
// Takes the bytes it wants sent.
std::string take_outgoing(SSL* ssl);

class TlsStream final : public Stream {
 public:
  // `connection` is open and stays so. Its own evidence is raw (the handshake is recorded, application data here is not) or above
  // (application data is recorded here in the clear, and counted).
  TlsStream(Exchange& exchange, Connection& connection, const TlsOptions& options, Connection::Evidence evidence);

  // ok, or as read(); failed says why in the exchange's detail.
  Net handshake();
  Net send(std::string_view bytes) override;
  Net read(std::string& into, std::size_t limit, Exchange::SteadyTime until) override;
  SSL* ssl() const { return ssl_.get(); }

 private:
  Net flush();
  Net fill(Exchange::SteadyTime until);
  Net fail(const char* what);

  Exchange& exchange_;
  Connection& connection_;
  SslPtr ssl_;
  bool record_;
  int packets_ = 0;
};

}  // namespace lp::probe
