#pragma once
// For tests only: servers on loopback that do what a script says, and a gate that counts.

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "probe/engine.h"

namespace lp::probe::testing_tools {

// One accepted connection, the server's side.
class Peer {
 public:
  Peer(int fd, const std::atomic<bool>& over) : fd_(fd), over_(over) {}
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  void send(std::string_view bytes);
  void dribble(std::string_view bytes, std::chrono::milliseconds between);  // a byte at a time
  std::string read();                              // what comes next, "" at the end or when the test is over
  std::string read_until(std::string_view end);
  void wait(std::chrono::milliseconds time);       // less when the test is over
  void wait_for_end();                             // until the client closes
  void reset();                                    // RST instead of FIN
  bool over() const { return over_; }
  int fd() const { return fd_; }

 private:
  int fd_;
  const std::atomic<bool>& over_;
};

class FakeServer {
 public:
  using Script = std::function<void(Peer&)>;
  explicit FakeServer(Script script);              // every connection runs it, in a thread of its own
  ~FakeServer();
  Endpoint endpoint() const { return {"127.0.0.1", port_, Transport::tcp}; }
  int accepted() const { return accepted_; }

 private:
  void accept_all();
  Script script_;
  std::uint16_t port_ = 0;                         // before the listener, which sets it
  int listener_ = -1;
  std::atomic<bool> over_{false};
  std::atomic<int> accepted_{0};
  std::vector<std::thread> connections_;
  std::thread acceptor_;
};

// A port nobody listens on.
Endpoint closed_endpoint();

class CountingGate final : public Gate {
 public:
  Status pass(const Endpoint& endpoint, std::string_view method) override;
  int passes() const;
  std::vector<std::string> asked() const;          // "127.0.0.1:80/tcp http"
  void refuse(Errc code, int after = 0);           // the passes beyond the first `after`
  void hold(std::chrono::milliseconds time) { hold_ = time; }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> asked_;
  std::chrono::milliseconds hold_{0};
  bool refuses_ = false;
  int allowed_ = 0;
  Errc code_ = Errc::denied;
};

struct Asked {
  Observation seen;
  std::chrono::milliseconds took{0};
};
// Runs one engine with a clock that stands at 2026-11-28T12:00:00+08:00.
Asked ask(std::string_view engine, const ProbeRequest& request, Gate& gate, std::chrono::milliseconds timeout = std::chrono::milliseconds(3000),
          const std::atomic<bool>* stop = nullptr);
ProbeRequest request_to(std::string_view engine, const Endpoint& endpoint, std::map<std::string, std::string> parameters = {});

// The observation as text for goldens: without times and the port's number.
std::string to_golden(const Observation& seen);

struct CertificateOptions {
  std::string subject = "fake.example";
  std::string issuer{};                            // "" = the subject itself
  int from_days = -10, to_days = 90;               // from the clock above
  int rsa_bits = 2048;                             // 0 = EC P-256
  std::string digest = "SHA256";
  std::vector<std::string> names{};                // SAN: "DNS:a", "IP:127.0.0.1"
};
// A TLS server that shows such a certificate and speaks `script` (plain text) after the handshake.
FakeServer::Script tls_script(const CertificateOptions& options, int min_version, int max_version, std::string answer = {});

}  // namespace lp::probe::testing_tools
