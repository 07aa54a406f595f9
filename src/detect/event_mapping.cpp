#include "detect/event_mapping.h"

#include <algorithm>

#include "base/text.h"

namespace lp::detect {
namespace {

void add_new(std::vector<std::string>& names, std::string name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
}

bool holds(const std::vector<std::string>& wanted, const std::string* value) {
  if (value == nullptr) return false;
  const std::string lower = to_lower_ascii(*value);
  return std::ranges::any_of(wanted, [&](const std::string& w) { return w == "*" || to_lower_ascii(w) == lower; });
}

}  // namespace

std::vector<std::string> EventMapping::natives_of(std::string_view name) const {
  std::vector<std::string> natives{std::string(name)};
  for (const auto& [native, others] : fields)
    for (const std::string& other : others) {
      if (other == name) add_new(natives, native);
      if (other == "*") add_new(natives, native.substr(0, native.size() - 1) + std::string(name));
    }
  return natives;
}

std::vector<std::pair<std::string, std::string>> EventMapping::parts_of(std::string_view name) const {
  std::vector<std::pair<std::string, std::string>> found;
  for (const Part& part : parts)
    if (std::ranges::find(part.names, name) != part.names.end()) found.emplace_back(part.native, part.part);
  return found;
}

std::vector<std::string> EventMapping::key_fields() const {
  std::vector<std::string> keys;
  for (const LogsourceRow& row : rows)
    for (const auto& [field, values] : row.when) add_new(keys, field);
  return keys;
}

std::vector<Logsource> EventMapping::sources_for(const std::vector<const std::string*>& values) const {
  const std::vector<std::string> keys = key_fields();
  std::vector<Logsource> found;
  for (const LogsourceRow& row : rows) {
    const bool all = std::ranges::all_of(row.when, [&](const auto& condition) {
      const auto place = static_cast<std::size_t>(std::ranges::find(keys, condition.first) - keys.begin());
      return place < values.size() && holds(condition.second, values[place]);
    });
    if (all) found.insert(found.end(), row.is.begin(), row.is.end());
  }
  return found;
}

}  // namespace lp::detect
