#include "detect/wanted_fields.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace lp::detect {
namespace {

std::string without_spaces(std::string_view name) {
  std::string out(name);
  std::erase(out, ' ');
  return out;
}

ValuePart::Kind part_kind(std::string_view name) {
  static constexpr std::array<std::string_view, 8> names{"host", "path", "query", "extension", "md5", "sha1", "sha256", "imphash"};
  const auto at = std::ranges::find(names, name) - names.begin();
  LP_CHECK(at < std::ssize(names));
  return static_cast<ValuePart::Kind>(at);
}

// The first part of `name`, which is cut off it together with the dot.
std::string_view next_part(std::string_view& name) {
  const std::size_t dot = name.find('.');
  const std::string_view part = name.substr(0, dot);
  name = dot == name.npos ? std::string_view{} : name.substr(dot + 1);
  return part;
}

}  // namespace

WantedFields::WantedFields(const FieldTable& fields, const EventMapping& mapping) : nodes_(1) {
  for (FieldId id = 1; id <= fields.size(); ++id)
    for (const std::string& native : mapping.natives_of(fields.name(id))) make(native).fields.push_back(id);
  for (FieldId id = 1; id <= fields.size(); ++id)
    for (const auto& [native, part] : mapping.parts_of(fields.name(id))) make(native).parts.push_back({part_kind(part), id});
  const std::vector<std::string> keys = mapping.key_fields();
  keys_ = keys.size();
  for (std::size_t i = 0; i < keys.size(); ++i)
    for (const std::string& native : mapping.natives_of(keys[i])) make(native).keys.push_back(static_cast<std::uint16_t>(i));
  for (std::size_t i = 0; i < mapping.time.size(); ++i) {
    Wanted& wanted = make(mapping.time[i]);
    wanted.time_rank = std::min(wanted.time_rank, static_cast<std::uint16_t>(i));
  }
  for (Node& node : nodes_) {
    const Wanted& w = node.wanted;
    node.wanted.special = !w.keys.empty() || !w.parts.empty() || w.time_rank != Wanted::no_rank;
  }
}

Wanted& WantedFields::make(std::string_view spaced) {
  const std::string whole = without_spaces(spaced);
  std::string_view name = whole;
  Place place = root;
  while (!name.empty()) {
    const std::string_view part = next_part(name);
    const auto known = nodes_[place].children.find(part);
    if (known != nodes_[place].children.end()) {
      place = known->second;
      continue;
    }
    const auto added = static_cast<Place>(nodes_.size());
    nodes_[place].children.emplace(part, added);
    nodes_.emplace_back();
    place = added;
  }
  return nodes_[place].wanted;
}

WantedFields::Place WantedFields::walk(Place from, std::string_view name) const {
  if (from == nowhere || name.empty() || name.back() == '.') return nowhere;
  if (name.find(' ') != name.npos) return walk(from, without_spaces(name));
  while (!name.empty()) {
    const auto& children = nodes_[from].children;
    const auto child = children.find(next_part(name));
    if (child == children.end()) return nowhere;
    from = child->second;
  }
  return from;
}

const Wanted* WantedFields::find(std::string_view name) const {
  if (name.empty()) return nullptr;
  const Place place = walk(root, name);
  return place == nowhere || !at(place).any() ? nullptr : &at(place);
}

}  // namespace lp::detect
