#include "model/identifier.h"

#include <algorithm>

#include "model/names.h"

namespace lp::model {
namespace {

constexpr NameTable<Group, 9> groups{{{Group::person, "person"}, {Group::organisation, "organisation"}, {Group::device, "device"},
                                      {Group::vehicle, "vehicle"}, {Group::network, "network"}, {Group::location, "location"},
                                      {Group::account, "account"}, {Group::credential, "credential"}, {Group::reference, "reference"}}};
constexpr NameTable<Sensitivity, 3> sensitivities{
    {{Sensitivity::none, "none"}, {Sensitivity::personal, "personal"}, {Sensitivity::sensitive, "sensitive"}}};

template <class E, std::size_t N>
std::vector<std::string> names_of(const NameTable<E, N>& table) {
  std::vector<std::string> names;
  for (const auto& [value, name] : table) names.emplace_back(name);
  return names;
}

}  // namespace

std::string_view to_string(Group g) { return name_in(groups, g); }
std::optional<Group> parse_group(std::string_view name) { return value_in(groups, name); }
const std::vector<std::string>& group_names() {
  static const std::vector<std::string> names = names_of(groups);
  return names;
}

std::string_view to_string(Sensitivity s) { return name_in(sensitivities, s); }
std::optional<Sensitivity> parse_sensitivity(std::string_view name) { return value_in(sensitivities, name); }
const std::vector<std::string>& sensitivity_names() {
  static const std::vector<std::string> names = names_of(sensitivities);
  return names;
}

void make_collisions_mutual(Identifiers& identifiers) {
  for (const auto& [id, identifier] : identifiers) {
    for (const std::string& other : identifier.collisions) {
      const auto found = identifiers.find(other);
      if (found == identifiers.end() || found->first == id) continue;
      std::vector<std::string>& back = found->second.collisions;
      const auto at = std::lower_bound(back.begin(), back.end(), id);
      if (at == back.end() || *at != id) back.insert(at, id);
    }
  }
}

}  // namespace lp::model
