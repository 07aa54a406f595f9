#include "model/viewer.h"

#include "model/names.h"

namespace lp::model {
namespace {

constexpr NameTable<Role, 8> roles{{
    {Role::enterprise_officer, "enterprise_officer"}, {Role::enterprise_leader, "enterprise_leader"},
    {Role::assessor, "assessor"}, {Role::regulator_officer, "regulator_officer"},
    {Role::regulator_leader, "regulator_leader"}, {Role::auditor, "auditor"},
    {Role::administrator, "administrator"}, {Role::system, "system"},
}};

// Fields of kind `organisation` the wall stands on (specs/records/organisation.yaml; the linter requires them).
constexpr std::string_view region_field = "region";
constexpr std::string_view types_field = "types";

Reach reach_of(const Kind& kind, Side side) {
  const auto found = kind.visible.find(side);
  return found == kind.visible.end() ? Reach::none : found->second;
}

json::array to_values(const std::vector<std::string>& codes) { return json::array(codes.begin(), codes.end()); }

Predicate of_organisations(const Kind& kind, const std::vector<OrgId>& orgs) {
  json::array ids;
  for (OrgId org : orgs) {
    if (org) ids.push_back(org.value);
  }
  if (ids.empty()) return Predicate::never_true();
  return Predicate::compare(kind.owned ? "org_id" : "id", Op::in, std::move(ids));
}

Predicate in_regions(const Viewer& viewer, const Kind& kind) {
  const std::string prefix = kind.owned ? "org." : "";
  std::vector<Predicate> limits;
  if (!viewer.regions.empty()) {
    limits.push_back(Predicate::compare(prefix + std::string(region_field), Op::in, to_values(viewer.regions)));
  }
  if (!viewer.sectors.empty()) {
    limits.push_back(Predicate::compare(prefix + std::string(types_field), Op::in, to_values(viewer.sectors)));
  }
  return Predicate::all_of(std::move(limits));
}

// A kind that belongs to nobody and is not the organisation register (standards, notices to all)
// has no organisation to stand on: it is visible to a side or not.
bool stands_alone(const Kind& kind) { return !kind.owned && kind.name != "organisation"; }

Predicate reach_predicate(const Viewer& viewer, const Kind& kind, Reach reach) {
  switch (reach) {
    case Reach::none: return Predicate::never_true();
    case Reach::all: return {};
    case Reach::own: return stands_alone(kind) ? Predicate::never_true() : of_organisations(kind, {viewer.org});
    case Reach::assigned: return stands_alone(kind) ? Predicate::never_true() : of_organisations(kind, viewer.assigned);
    case Reach::region:
      if (viewer.role == Role::regulator_officer && !stands_alone(kind)) return in_regions(viewer, kind);
      return {};
  }
  return Predicate::never_true();
}

}  // namespace

std::string_view to_string(Role r) { return name_in(roles, r); }
std::optional<Role> parse_role(std::string_view name) { return value_in(roles, name); }

Side side_of(Role r) {
  switch (r) {
    case Role::enterprise_officer: case Role::enterprise_leader: return Side::enterprise;
    case Role::assessor: return Side::assessor;
    case Role::system: return Side::system;
    default: return Side::regulator;
  }
}

bool may_write_records(Role r) {
  return r == Role::enterprise_officer || r == Role::assessor || r == Role::regulator_officer ||
         r == Role::regulator_leader || r == Role::system;
}

Viewer Viewer::system(std::string reason) {
  Viewer v;
  v.role = Role::system;
  v.name = "longpan";
  v.reason = std::move(reason);
  return v;
}

Predicate wall(const Viewer& viewer, const Kind& kind) {
  if (viewer.role == Role::system || viewer.role == Role::auditor) return {};
  if (viewer.role == Role::administrator) return Predicate::never_true();
  return reach_predicate(viewer, kind, reach_of(kind, side_of(viewer.role)));
}

}  // namespace lp::model
