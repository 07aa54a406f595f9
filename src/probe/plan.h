#pragma once
// What will be asked of whom, in which order, before anything is sent. A plan is a pure function of the authorisation, the request,
// the answers of the resolver and the seed; it never names an address outside of the authorisation.
//
// A plan is small however many steps it has: steps are computed from their number. Immutable once made; any thread.

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/local_text.h"
#include "base/result.h"
#include "probe/authorisation.h"
#include "probe/engine.h"

namespace lp::probe {

struct ChildEngine;
const std::vector<ChildEngine>& builtin_child_engines();  // child_engine.h

// Names → addresses. Each name is asked once a plan; what it says later counts for nothing.
class Resolver {
 public:
  virtual ~Resolver() = default;
  virtual Result<std::vector<model::IpAddress>> resolve(const std::string& name) = 0;
};
class SystemResolver final : public Resolver {
 public:
  Result<std::vector<model::IpAddress>> resolve(const std::string& name) override;
};

struct PlanRequest {
  std::vector<std::string> targets{};   // addresses, ranges, names, host:port, URLs (of which host and port count); none = every
                                        // single address of the authorisation
  std::vector<PortRange> tcp_ports{}, udp_ports{};  // none of both = all ports of the authorisation
  std::vector<std::string> methods{};   // none = all of the authorisation for which there is an engine here
  std::map<std::string, std::string> parameters{};  // given to every question, see ProbeRequest
  std::vector<ProbeRequest> replay{};   // re-test: exactly these questions, instead of all above
  std::uint64_t seed = 0;               // 0 = in order (ports outside, targets inside, so that load spreads); else shuffled
  std::uint64_t most_steps = 1'000'000; // too_large above
};

// A target, method or replayed question that is not asked, and why.
struct Dropped {
  std::string what;                     // as it was written
  std::string code;                     // "outside_scope", "name_not_authorised", "odd_address", "no_engine", "not_installed" …
  LocalText reason;
};

// One question. More than one endpoint only for child engines, all of one address.
struct PlanStep {
  std::uint64_t number = 0;             // its place in the order
  std::string id{};                     // 32 hexadecimal digits of what is asked: the same in every plan, for resuming
  std::string method{};
  bool child = false;
  ProbeRequest request{};               // its endpoint is the first one
  std::vector<Endpoint> endpoints{};
};

class Plan {
 public:
  std::uint64_t size() const;                       // steps
  std::uint64_t questions() const;                  // endpoints times methods
  PlanStep step(std::uint64_t number) const;        // number < size()
  const std::vector<Dropped>& dropped() const;
  std::size_t targets() const;                      // addresses
  const std::string& authorisation_id() const;
  const std::string& digest() const;                // SHA-256 of all that decides the steps, hexadecimal
  std::chrono::seconds shortest_duration() const;   // at the rates of the authorisation

  struct Data;
  explicit Plan(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

 private:
  std::shared_ptr<const Data> data_;    // shared by copies, never changed
};

// Errors: too_large; invalid (a port range or a seed); denied (the authorisation allows none of what is asked: every reason is in
// the message). What is dropped is no error as long as something is left.
Result<Plan> make_plan(const Authorisation& authorisation, const Policy& policy, const PlanRequest& request, Resolver& resolver,
                       const std::vector<Engine>& engines = builtin_engines(),
                       const std::vector<ChildEngine>& children = builtin_child_engines());

// For people and programs, before anything is sent: counts, rates, duration, targets, ports, methods, what was dropped, and the
// first `steps` steps.
json::object preview(const Plan& plan, std::size_t steps = 20);
std::string preview_text(const Plan& plan, std::size_t steps = 20);  // in Chinese

}  // namespace lp::probe
