#include "detect/field_table.h"

#include <algorithm>

#include "base/check.h"

namespace lp::detect {
namespace {

std::string without_spaces(std::string_view name) {
  std::string out(name);
  std::erase(out, ' ');
  return out;
}

}  // namespace

FieldId FieldTable::intern(std::string_view name) {
  if (const FieldId known = find(name); known != no_field) return known;
  names_.push_back(without_spaces(name));
  LP_CHECK(!names_.back().empty());
  const auto id = static_cast<FieldId>(names_.size());
  ids_.emplace(names_.back(), id);
  return id;
}

FieldId FieldTable::find(std::string_view name) const {
  const auto found = (name.find(' ') != name.npos) ? ids_.find(without_spaces(name)) : ids_.find(name);
  return found == ids_.end() ? no_field : found->second;
}

std::string_view FieldTable::name(FieldId id) const {
  LP_CHECK(id != no_field && id <= names_.size());
  return names_[id - 1];
}

}  // namespace lp::detect
