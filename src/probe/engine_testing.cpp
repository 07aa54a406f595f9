#include "probe/engine_testing.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <memory>

#include "base/check.h"
#include "base/text.h"

namespace lp::probe::testing_tools {
namespace {

constexpr std::int64_t now_micros = 1'795'838'400LL * 1'000'000;  // 2026-11-28T12:00:00+08:00

int listen_on_loopback(std::uint16_t& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  LP_CHECK(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  LP_CHECK(::listen(fd, 256) == 0);
  socklen_t size = sizeof address;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  port = ntohs(address.sin_port);
  return fd;
}

bool readable(int fd, const std::atomic<bool>& over) {
  while (!over) {
    pollfd entry{fd, POLLIN, 0};
    if (::poll(&entry, 1, 20) > 0) return true;
  }
  return false;
}

}  // namespace

Peer::~Peer() {
  if (fd_ >= 0) ::close(fd_);
}

void Peer::send(std::string_view bytes) {
  while (!bytes.empty() && !over_) {
    const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN) {
      wait(std::chrono::milliseconds(5));
    } else {
      return;
    }
  }
}

void Peer::dribble(std::string_view bytes, std::chrono::milliseconds between) {
  for (std::size_t i = 0; i < bytes.size() && !over_; ++i) {
    send(bytes.substr(i, 1));
    wait(between);
  }
}

std::string Peer::read() {
  char block[4096];
  if (!readable(fd_, over_)) return {};
  const ssize_t n = ::recv(fd_, block, sizeof block, 0);
  return n > 0 ? std::string(block, static_cast<std::size_t>(n)) : std::string();
}

std::string Peer::read_until(std::string_view end) {
  std::string all;
  while (!contains(all, end)) {
    const std::string more = read();
    if (more.empty()) break;
    all += more;
  }
  return all;
}

void Peer::wait(std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (!over_ && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::min(time, std::chrono::milliseconds(5)));
}

void Peer::wait_for_end() {
  while (!read().empty()) {
  }
}

void Peer::reset() {
  const linger hard{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  ::close(fd_);
  fd_ = -1;
}

FakeServer::FakeServer(Script script) : script_(std::move(script)), listener_(listen_on_loopback(port_)), acceptor_([this] { accept_all(); }) {}

FakeServer::~FakeServer() {
  over_ = true;
  acceptor_.join();
  for (std::thread& connection : connections_) connection.join();
  ::close(listener_);
}

void FakeServer::accept_all() {
  while (readable(listener_, over_)) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    ++accepted_;
    connections_.emplace_back([this, fd] {
      sigset_t broken_pipe;  // OpenSSL writes without MSG_NOSIGNAL
      sigemptyset(&broken_pipe);
      sigaddset(&broken_pipe, SIGPIPE);
      pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
      Peer peer(fd, over_);
      script_(peer);
    });
  }
}

Endpoint closed_endpoint() {
  std::uint16_t port = 0;
  ::close(listen_on_loopback(port));
  return {"127.0.0.1", port, Transport::tcp};
}

Status CountingGate::pass(const Endpoint& endpoint, std::string_view method) {
  const std::lock_guard lock(mutex_);
  asked_.push_back(to_string(endpoint) + " " + std::string(method));
  if (hold_.count() > 0) std::this_thread::sleep_for(hold_);
  if (refuses_ && static_cast<int>(asked_.size()) > allowed_) return make_error(code_, "not in the authorisation");
  return ok_status();
}

int CountingGate::passes() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(asked_.size());
}

std::vector<std::string> CountingGate::asked() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

void CountingGate::refuse(Errc code, int after) {
  refuses_ = true;
  allowed_ = after;
  code_ = code;
}

Asked ask(std::string_view engine, const ProbeRequest& request, Gate& gate, std::chrono::milliseconds timeout, const std::atomic<bool>* stop) {
  const FakeClock clock{Timestamp(now_micros)};
  EngineContext context{gate, clock, timeout, stop};
  const Engine* found = find_engine(engine);
  LP_CHECK(found != nullptr, std::string(engine));
  const auto from = std::chrono::steady_clock::now();
  Asked asked{found->run(request, context)};
  asked.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - from);
  return asked;
}

ProbeRequest request_to(std::string_view engine, const Endpoint& endpoint, std::map<std::string, std::string> parameters) {
  ProbeRequest request;
  request.engine = engine;
  request.endpoint = endpoint;
  request.parameters = std::move(parameters);
  return request;
}

std::string to_golden(const Observation& seen) {
  constexpr std::string_view outcomes[] = {"answered", "closed_port", "no_answer", "refused_by_gate", "stopped", "failed"};
  const std::string port = ":" + std::to_string(seen.endpoint.port);
  const auto line = [&](const std::string& name, const std::string& value) {
    return value.empty() ? std::string() : name + ": " + replace_all(replace_all(value, port, ":PORT"), "\n", "\n  | ") + "\n";
  };
  std::string out = line("outcome", std::string(outcomes[static_cast<std::size_t>(seen.outcome)])) + line("detail", seen.detail);
  for (const auto& [name, value] : seen.facts) out += line(name, value);
  for (const auto& [name, value] : {std::pair("vendor", seen.vendor), {"product", seen.product}, {"version", seen.version}, {"cpe", seen.cpe}, {"fingerprint", seen.fingerprint}}) {
    out += line(std::string("= ") + name, value);
  }
  return out;
}

namespace {

struct KeyFree {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct X509Free {
  void operator()(X509* x) const { X509_free(x); }
};
struct ContextFree {
  void operator()(SSL_CTX* c) const { SSL_CTX_free(c); }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, KeyFree>;
using X509Ptr = std::unique_ptr<X509, X509Free>;

// One key of a size for all certificates of the tests: making one takes long.
KeyPtr make_key(int rsa_bits) {
  static std::map<int, KeyPtr> made;
  KeyPtr& key = made[rsa_bits];
  if (key == nullptr) key.reset(rsa_bits == 0 ? EVP_EC_gen("P-256") : EVP_RSA_gen(static_cast<unsigned>(rsa_bits)));
  EVP_PKEY_up_ref(key.get());
  return KeyPtr(key.get());
}

void set_name(X509_NAME* name, const std::string& text) {
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1, 0);
}

X509Ptr make_certificate(const CertificateOptions& options, EVP_PKEY* key) {
  X509Ptr certificate(X509_new());
  X509* const x = certificate.get();
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), 4711);
  const std::time_t now = now_micros / 1'000'000;
  ASN1_TIME_set(X509_getm_notBefore(x), now + options.from_days * 86'400L);
  ASN1_TIME_set(X509_getm_notAfter(x), now + options.to_days * 86'400L);
  set_name(X509_get_subject_name(x), options.subject);
  set_name(X509_get_issuer_name(x), options.issuer.empty() ? options.subject : options.issuer);
  X509_set_pubkey(x, key);
  if (!options.names.empty()) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, join(options.names, ",").c_str());
    X509_add_ext(x, extension, -1);
    X509_EXTENSION_free(extension);
  }
  // A foreign issuer signs with a key of its own.
  const KeyPtr other = options.issuer.empty() ? nullptr : make_key(0);
  LP_CHECK(X509_sign(x, other == nullptr ? key : other.get(), EVP_get_digestbyname(options.digest.c_str())) > 0);
  return certificate;
}

}  // namespace

FakeServer::Script tls_script(const CertificateOptions& options, int min_version, int max_version, std::string answer) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), ContextFree());  // shared by the connections' threads
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_min_proto_version(context.get(), min_version);
  SSL_CTX_set_max_proto_version(context.get(), max_version);
  SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
  const KeyPtr key = make_key(options.rsa_bits);
  const X509Ptr certificate = make_certificate(options, key.get());
  LP_CHECK(SSL_CTX_use_certificate(context.get(), certificate.get()) == 1);
  LP_CHECK(SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1);
  return [context, answer = std::move(answer)](Peer& peer) {
    const timeval limit{2, 0};
    ::setsockopt(peer.fd(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    SSL* ssl = SSL_new(context.get());
    SSL_set_fd(ssl, peer.fd());
    if (SSL_accept(ssl) == 1 && !answer.empty()) {
      char block[4096];
      if (answer.starts_with("HTTP/")) SSL_read(ssl, block, sizeof block);
      SSL_write(ssl, answer.data(), static_cast<int>(answer.size()));
      SSL_shutdown(ssl);
    }
    SSL_free(ssl);
  };
}

}  // namespace lp::probe::testing_tools
