// What a TLS server agrees to and the certificate it shows. Parameter "versions": which versions to ask for one by one, each on a
// connection of its own: "all", or some of TLSv1,TLSv1.1,TLSv1.2,TLSv1.3. Facts "tls.accepted", "tls.refused", "tls.connections".
#include <algorithm>
#include <array>

#include "base/text.h"
#include "probe/answers/certificate.h"
#include "probe/answers/tls_hello.h"
#include "probe/tls_stream.h"

namespace lp::probe {
namespace {

struct Version {
  std::string_view name;
  std::uint16_t number;
};
constexpr std::array<Version, 4> versions{
    {{"TLSv1", TLS1_VERSION}, {"TLSv1.1", TLS1_1_VERSION}, {"TLSv1.2", TLS1_2_VERSION}, {"TLSv1.3", TLS1_3_VERSION}}};
constexpr std::size_t most_hello_bytes = 32u << 10;

struct X509Free {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

void append(std::string& list, std::string_view word) { list += (list.empty() ? "" : " ") + std::string(word); }

void add_session_facts(SSL* ssl, Exchange& exchange, bool agreed) {
  if (agreed) {
    exchange.fact("tls.version", SSL_get_version(ssl));
    exchange.fact("tls.cipher", SSL_get_cipher_name(ssl));
  }
  const std::unique_ptr<X509, X509Free> certificate(SSL_get1_peer_certificate(ssl));
  if (certificate == nullptr) return;
  add_certificate_facts(certificate.get(), exchange.at(), exchange.request().host_name, exchange.facts());
  exchange.fact("tls.chain", std::to_string(sk_X509_num(SSL_get_peer_cert_chain(ssl))));
}

// One full handshake; nothing is said after it.
Net shake(Exchange& exchange) {
  Connection connection(exchange, Connection::Evidence::raw);
  if (const Net opened = connection.open("tls"); opened != Net::ok) return opened;
  TlsStream stream(exchange, connection, {.server_name = exchange.request().host_name}, Connection::Evidence::raw);
  const Net agreed = stream.handshake();
  if (stream.ssl() != nullptr) add_session_facts(stream.ssl(), exchange, agreed == Net::ok);
  return agreed;
}

enum class Asked : std::uint8_t { accepted, refused, unknown };

// Offers one version alone and looks at the first answer. Only TLS itself can refuse: an end or a silence says nothing.
Net ask_version(Exchange& exchange, const Version& version, Asked& asked) {
  asked = Asked::unknown;
  const SslPtr client = make_tls_client({version.number, version.number, exchange.request().host_name});
  if (client == nullptr) return Net::ok;
  SSL_do_handshake(client.get());
  const std::string hello = take_outgoing(client.get());
  if (hello.empty()) return Net::ok;  // this program's own library refuses the version
  Connection connection(exchange, Connection::Evidence::raw);
  if (const Net opened = connection.open("tls"); opened != Net::ok) return opened;
  Net last = connection.send(hello);
  std::string answer;
  while (last == Net::ok) {
    const TlsHello read = read_tls_hello(answer);
    if (read.kind == TlsHello::Kind::server_hello) asked = read.version == version.number ? Asked::accepted : Asked::refused;
    if (read.kind == TlsHello::Kind::alert) asked = Asked::refused;
    if (read.kind != TlsHello::Kind::incomplete || answer.size() >= most_hello_bytes) return Net::ok;
    last = connection.read(answer, most_hello_bytes - answer.size(), exchange.deadline());
  }
  return last == Net::end || last == Net::failed ? Net::ok : last;
}

bool parse_versions(const std::string& text, std::vector<Version>& out) {
  if (text.empty()) return true;
  for (const std::string_view word : split(text, ',')) {
    const auto found = std::find_if(versions.begin(), versions.end(), [&](const Version& v) { return v.name == trim(word); });
    if (word == "all") out.assign(versions.begin(), versions.end());
    else if (found == versions.end()) return false;
    else out.push_back(*found);
  }
  return out.size() <= versions.size();
}

Observation run(const ProbeRequest& request, EngineContext& context) {
  Exchange exchange(request, context);
  std::vector<Version> wanted;
  if (!parse_versions(exchange.parameter("versions", ""), wanted)) {
    return exchange.invalid("versions must be \"all\" or some of TLSv1,TLSv1.1,TLSv1.2,TLSv1.3");
  }
  const Net shaken = shake(exchange);
  int connections = 1;
  if (shaken != Net::ok && shaken != Net::failed) return exchange.ended(shaken);
  std::string accepted, refused;
  if (exchange.facts().contains("tls.version")) accepted = exchange.facts()["tls.version"];
  Net last = Net::ok;
  for (const Version& version : wanted) {
    if (version.name == accepted.substr(0, accepted.find(' '))) continue;  // it has just been taken
    Asked asked = Asked::unknown;
    last = ask_version(exchange, version, asked);
    if (last == Net::stopped || last == Net::gate) return exchange.ended(last);
    ++connections;
    if (asked == Asked::accepted) append(accepted, version.name);
    if (asked == Asked::refused) append(refused, version.name);
    if (last != Net::ok) break;
  }
  exchange.fact("tls.accepted", accepted);
  exchange.fact("tls.refused", refused);
  exchange.fact("tls.connections", std::to_string(connections));
  const bool spoke_tls = !accepted.empty() || !refused.empty() || exchange.facts().contains("tls.subject");
  if (!spoke_tls) return exchange.ended(shaken == Net::ok ? last : shaken);
  exchange.fact("service", "tls");
  return exchange.answered();
}

}  // namespace

Engine engine_tls() { return {"tls", 1, "TLS 协议与证书", "TLS and its certificate", false, run}; }

}  // namespace lp::probe
