#pragma once
// Everything specs/ defines, cross-checked. Built by spec::load; immutable afterwards, so it
// may be shared by threads. Lookups return nullptr when absent.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/identifier.h"
#include "model/kind.h"
#include "model/period.h"
#include "model/plan.h"

namespace lp::model {

struct GradingMethod {        // specs/grading/*.yaml: parameters of a named C++ function
  std::string name;
  LocalText title;
  std::string function;       // telecom_grade …
  json::object parameters;
  bool verified = true;
  std::vector<std::string> sources;
  SourceRef where;
};

struct RoleSpec {             // specs/roles/*.yaml
  std::string name;           // see model/viewer.h Role
  LocalText title, help;
  SourceRef where;
};

struct Catalogue {
  std::map<std::string, Kind, std::less<>> kinds;
  std::map<std::string, Taxonomy, std::less<>> taxonomies;
  std::map<std::string, Obligation, std::less<>> obligations;
  std::map<std::string, Plan, std::less<>> plans;
  std::map<std::string, ClockRule, std::less<>> clocks;
  std::map<std::string, GradingMethod, std::less<>> gradings;
  std::map<std::string, RoleSpec, std::less<>> roles;
  Identifiers identifiers;
  WorkCalendar calendar;

  const Kind* kind(std::string_view name) const;
  const Taxonomy* taxonomy(std::string_view name) const;
  const Obligation* obligation(std::string_view name) const;
  const Plan* plan(std::string_view name) const;
  const ClockRule* clock(std::string_view name) const;
};

}  // namespace lp::model
