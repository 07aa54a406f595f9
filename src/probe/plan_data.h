#pragma once
// The inside of a plan: groups of targets and questions whose products are the steps.

#include "probe/plan.h"
#include "probe/step_order.h"

namespace lp::probe {

struct PlanTarget {
  model::IpAddress address;
  std::string host_name{};
  auto operator<=>(const PlanTarget&) const = default;
};
struct PlanQuestion {
  std::string method;
  Transport transport = Transport::tcp;
  std::vector<std::uint16_t> ports;   // one, but for child engines that ask all at once
  bool child = false;
};
// Every target of a group is asked every question of it.
struct PlanGroup {
  std::vector<PlanTarget> targets;
  std::vector<PlanQuestion> questions;
  std::uint64_t size() const { return targets.size() * questions.size(); }
};

struct Plan::Data {
  std::string authorisation_id{}, authorisation_digest{}, digest{};
  Rates rates{};
  std::vector<PlanGroup> groups{};
  std::vector<ProbeRequest> replay{};
  std::vector<char> replay_child{};            // beside replay: asked by a child engine
  std::map<std::string, std::string> parameters{};
  std::vector<Dropped> dropped{};
  std::uint64_t steps = 0, questions = 0, seed = 0;
  std::size_t addresses = 0;
  std::chrono::seconds shortest{0};
  StepOrder order{0, 0};
};

// 32 hexadecimal digits of what a step asks.
std::string step_id(const ProbeRequest& request, const std::vector<Endpoint>& endpoints);

}  // namespace lp::probe
