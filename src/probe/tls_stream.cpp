#include "probe/tls_stream.h"

#include <openssl/err.h>

#include <algorithm>

#include "base/check.h"
#include "model/ip_range.h"

namespace lp::probe {
namespace {

constexpr int most_flights = 5;             // of a handshake; more is no TLS we know
constexpr std::size_t most_handshake_bytes = 256u << 10;

struct ContextFree {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

}  // namespace

SslPtr make_tls_client(const TlsOptions& options) {
  ERR_clear_error();
  const std::unique_ptr<SSL_CTX, ContextFree> context(SSL_CTX_new(TLS_client_method()));
  LP_CHECK(context != nullptr);
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_LEGACY_SERVER_CONNECT | SSL_OP_NO_TICKET);
  if (SSL_CTX_set_min_proto_version(context.get(), options.min_version) != 1) return nullptr;
  if (SSL_CTX_set_max_proto_version(context.get(), options.max_version) != 1) return nullptr;
  if (SSL_CTX_set_cipher_list(context.get(), "ALL:!aNULL:!eNULL:@SECLEVEL=0") != 1) return nullptr;
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  SslPtr ssl(SSL_new(context.get()));
  LP_CHECK(ssl != nullptr);
  SSL_set_bio(ssl.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  BIO_set_mem_eof_return(SSL_get_rbio(ssl.get()), -1);
  SSL_set_connect_state(ssl.get());
  const bool named = !options.server_name.empty() && !model::parse_ip(options.server_name);
  if (named && options.server_name.size() < 256) SSL_set_tlsext_host_name(ssl.get(), options.server_name.c_str());
  return ssl;
}

std::string take_outgoing(SSL* ssl) {
  BIO* bio = SSL_get_wbio(ssl);
  std::string out(BIO_ctrl_pending(bio), '\0');
  const int n = out.empty() ? 0 : BIO_read(bio, out.data(), static_cast<int>(out.size()));
  out.resize(static_cast<std::size_t>(std::max(n, 0)));
  return out;
}

TlsStream::TlsStream(Exchange& exchange, Connection& connection, const TlsOptions& options, Connection::Evidence evidence)
    : exchange_(exchange), connection_(connection), ssl_(make_tls_client(options)), record_(evidence == Connection::Evidence::above) {}

Net TlsStream::fail(const char* what) {
  const unsigned long error = ERR_get_error();
  const char* reason = error == 0 ? nullptr : ERR_reason_error_string(error);
  exchange_.detail(std::string(what) + (reason == nullptr ? "" : std::string(": ") + reason));
  ERR_clear_error();
  return Net::failed;
}

Net TlsStream::flush() {
  const std::string out = take_outgoing(ssl_.get());
  return out.empty() ? Net::ok : connection_.send(out);
}

Net TlsStream::fill(Exchange::SteadyTime until) {
  std::string in;
  const Net got = connection_.read(in, 16384, until);
  if (!in.empty()) BIO_write(SSL_get_rbio(ssl_.get()), in.data(), static_cast<int>(in.size()));
  return got;
}

Net TlsStream::handshake() {
  if (ssl_ == nullptr) return fail("this version of TLS cannot be offered");
  int flights = 0;
  const std::uint64_t before = exchange_.received();
  for (;;) {
    ERR_clear_error();
    const int done = SSL_do_handshake(ssl_.get());
    const int error = done == 1 ? SSL_ERROR_NONE : SSL_get_error(ssl_.get(), done);
    if (done != 1 && error != SSL_ERROR_WANT_READ) return fail("no TLS agreed");
    if (BIO_ctrl_pending(SSL_get_wbio(ssl_.get())) > 0 && ++flights > most_flights) return fail("a handshake without end");
    if (const Net sent = flush(); sent != Net::ok) return sent;
    if (done == 1) return Net::ok;
    if (exchange_.received() - before > most_handshake_bytes) return fail("a handshake without end");
    if (const Net got = fill(exchange_.deadline()); got != Net::ok) return got;
  }
}

Net TlsStream::send(std::string_view bytes) {
  LP_CHECK(++packets_ <= most_packets, "at most three packets of application data a port");
  if (record_) exchange_.record_sent(bytes);
  ERR_clear_error();
  const int n = SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
  if (n != static_cast<int>(bytes.size())) return fail("TLS cannot send");
  return flush();
}

Net TlsStream::read(std::string& into, std::size_t limit, Exchange::SteadyTime until) {
  if (limit == 0) return Net::end;
  char block[16384];
  for (;;) {
    ERR_clear_error();
    const int n = SSL_read(ssl_.get(), block, static_cast<int>(std::min(limit, sizeof block)));
    if (n > 0) {
      const std::string_view got(block, static_cast<std::size_t>(n));
      if (record_) exchange_.record_received(got);
      into += got;
      return Net::ok;
    }
    const int error = SSL_get_error(ssl_.get(), n);
    if (error == SSL_ERROR_ZERO_RETURN) return Net::end;
    if (error != SSL_ERROR_WANT_READ) return fail("TLS cannot read");
    if (const Net got = fill(until); got != Net::ok) return got;
  }
}

}  // namespace lp::probe
