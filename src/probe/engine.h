#pragma once
// A light engine asks one question of one port and says what was answered. It sends nothing but what its probe states, at most three
// packets of application data a port, and only through the gate it is given: the gate knows the authorisation.
// One engine is one file under probe/engines/, collected by lp_builtins (`Engine engine_<name>()`).

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/ip_range.h"
#include "probe/gate.h"

namespace lp::probe {

// What is asked: stored with a finding, and replayed as it is for a re-test.
struct ProbeRequest {
  std::string engine;                               // Engine::id
  Endpoint endpoint;
  std::string host_name{};                          // for SNI and the Host header; "" = the address
  std::map<std::string, std::string> parameters{};  // the engine's own: "path", "method", "min_tls" …
  std::string expect{};                             // what makes the finding still there, see retest.h
};

// What was answered.
struct Observation {
  Endpoint endpoint;
  Timestamp at{};
  enum class Outcome : std::uint8_t { answered, closed_port, no_answer, refused_by_gate, stopped, failed };
  Outcome outcome = Outcome::failed;
  std::string request{};                            // the bytes sent, as evidence (no credentials: engines send none)
  std::string response_sha256{};                    // of all bytes received, hexadecimal
  std::uint64_t response_bytes = 0;
  std::string excerpt{};                            // the first 1 KiB of the answer, printable
  std::map<std::string, std::string> facts{};       // "banner", "http.status", "http.server", "tls.version", "tls.not_after" …
  std::string vendor{}, product{}, version{}, cpe{};// by fingerprint; "" = not known
  std::string fingerprint{};                        // id of the fingerprint that said so
  std::string detail{};                             // why it failed, for people
  std::chrono::microseconds took{0};
};

struct EngineContext {
  Gate& gate;
  const Clock& clock;
  std::chrono::milliseconds timeout{3000};          // of the whole exchange
  const std::atomic<bool>* stop = nullptr;          // set: give up within a tenth of a second
};

struct Engine {
  std::string_view id;
  int version = 1;                                  // of its behaviour; part of the evidence
  std::string_view zh, en;
  bool ot_safe = false;                             // may be used on industrial equipment
  Observation (*run)(const ProbeRequest& request, EngineContext& context);
};

const std::vector<Engine>& builtin_engines();       // generated
const Engine* find_engine(std::string_view id);

}  // namespace lp::probe
