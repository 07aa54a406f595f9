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
    for (const auto* conditions : {&row.when, &row.unless})
      for (const auto& [field, values] : *conditions) add_new(keys, field);
  return keys;
}

std::vector<bool> EventMapping::only_presence() const {
  const std::vector<std::string> keys = key_fields();
  std::vector<bool> only(keys.size(), true);
  for (const LogsourceRow& row : rows)
    for (const auto* conditions : {&row.when, &row.unless})
      for (const auto& [field, values] : *conditions) {
        const auto place = static_cast<std::size_t>(std::ranges::find(keys, field) - keys.begin());
        if (std::ranges::any_of(values, [](const std::string& v) { return v != "*"; })) only[place] = false;
      }
  return only;
}

void EventMapping::take_over(const EventMapping& other) {
  time.insert(time.end(), other.time.begin(), other.time.end());
  fields.insert(fields.end(), other.fields.begin(), other.fields.end());
  parts.insert(parts.end(), other.parts.begin(), other.parts.end());
  rows.insert(rows.end(), other.rows.begin(), other.rows.end());
}

std::vector<Logsource> EventMapping::sources_for(const std::vector<const std::string*>& values) const {
  const std::vector<std::string> keys = key_fields();
  std::vector<Logsource> found;
  const auto met = [&](const LogsourceRow::Condition& condition) {
    const auto place = static_cast<std::size_t>(std::ranges::find(keys, condition.first) - keys.begin());
    return place < values.size() && holds(condition.second, values[place]);
  };
  for (const LogsourceRow& row : rows)
    if (std::ranges::all_of(row.when, met) && std::ranges::none_of(row.unless, met)) found.insert(found.end(), row.is.begin(), row.is.end());
  return found;
}

}  // namespace lp::detect
