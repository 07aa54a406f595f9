#pragma once
// Which rules an event matches. One matcher a thread; the program is shared.

#include <cstdint>
#include <memory>
#include <vector>

#include "detect/event.h"
#include "detect/routes.h"
#include "detect/sigma/rule_program.h"

namespace lp::detect::sigma {

struct FieldPlan;

class RuleMatcher {
 public:
  struct Statistics {
    std::uint64_t events = 0, candidates = 0, matches = 0;
    std::uint64_t regex_gave_up = 0;  // expressions that took too many steps: counted as no match
  };

  // With `routes` a rule sees only events of its log source; without, every event. `routes` must outlive the matcher.
  RuleMatcher(std::shared_ptr<const RuleProgram> program, const RouteTable* routes);
  // `out` is cleared, then holds the rules that match in ascending order.
  void match(const Event& event, std::vector<RuleIndex>& out);
  Statistics statistics() const;

 private:
  enum State : std::uint32_t { unset, no, maybe, yes };

  const Plan& plan_for(RouteId route);
  void begin_event();
  void look_at(const Event& event, const Plan& plan);
  void look_at_keywords(const Event& event, const Plan& plan);
  void look_at_text(std::string_view text, const FieldPlan& field, const Plan& plan);
  void look_at_number(const Value& value, const FieldPlan& field, const Plan& plan);
  void signal(std::uint32_t code, const Plan& plan);
  bool test_holds(TestIndex test, const Event& event);
  bool node_holds(std::uint32_t node, const Event& event);

  std::shared_ptr<const RuleProgram> program_;
  const RouteTable* routes_;
  std::vector<const Plan*> plans_;           // by RouteId
  std::vector<std::uint32_t> states_;        // per test: round * 4 + State
  std::vector<std::uint32_t> woken_;         // per rule: the round it was woken in
  std::uint32_t round_ = 0;
  std::vector<RuleIndex> candidates_;
  std::string room_;
  TestScratch scratch_;
  Statistics statistics_;
};

}  // namespace lp::detect::sigma
