#include <map>

#include "base/text.h"
#include "spec/checks.h"

namespace lp::spec {
namespace {

// Headers are matched without case, width and punctuation, so aliases are compared so too.
void check_list(const Lint& lint, const std::string& owner, const std::vector<model::Field>& fields) {
  std::map<std::string, std::string> owners;
  for (const model::Field& field : fields) {
    for (const std::string& alias : field.aliases) {
      const auto [first, is_new] = owners.emplace(normalise_for_match(alias), field.name);
      if (is_new) continue;
      const bool same = first->second == field.name;
      lint.out.error(field.where, "duplicate_alias",
                     "alias \"" + alias + "\" of " + owner + (same ? " stands twice at \"" + field.name + "\"" : " belongs to \"" + first->second + "\" and \"" + field.name + "\""),
                     "a sheet's column could not be assigned", "keep it at one field");
    }
    if (!field.columns.empty()) check_list(lint, "\"" + field.name + "\"", field.columns);
  }
}

}  // namespace

void check_aliases(const Lint& lint) {
  for (const auto& [name, kind] : lint.catalogue.kinds) check_list(lint, "kind \"" + name + "\"", kind.fields);
}

}  // namespace lp::spec
