#include "model/viewer.h"
#include "spec/checks.h"

namespace lp::spec {

void check_roles(const Lint& lint) {
  std::vector<std::string> known;
  for (const auto role : {model::Role::enterprise_officer, model::Role::enterprise_leader, model::Role::assessor, model::Role::regulator_officer,
                          model::Role::regulator_leader, model::Role::auditor, model::Role::administrator}) {
    known.emplace_back(model::to_string(role));
  }
  for (const auto& [name, role] : lint.catalogue.roles) {
    if (!model::parse_role(name)) lint.unknown(role.where, "role", "roles", name, known);
  }
  if (lint.catalogue.roles.empty()) return;  // a partial set of specs: nothing to compare with
  for (const std::string& name : known) {
    if (lint.catalogue.roles.contains(name)) continue;
    lint.out.warning({"roles/" + name + ".yaml"}, "missing_role", "role \"" + name + "\" has no title", "it would be shown by its identifier", "add roles/" + name + ".yaml");
  }
}

}  // namespace lp::spec
