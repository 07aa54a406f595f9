#include "detect/json_paths.h"

#include <algorithm>

namespace lp::detect {

JsonPaths::Edge::Edge(std::string_view key, const WantedFields& wanted_fields, WantedFields::Place from) : length_(key.size()), key_(key.data()) {
  const std::size_t known = std::min(key.size(), sizeof head_);
  std::memcpy(head_.data(), key.data(), known);
  const std::string ones(known, '\xff');
  std::memcpy(mask_.data(), ones.data(), known);
  place = wanted_fields.walk(from, key);
  if (place == WantedFields::nowhere) return;
  if (wanted_fields.at(place).any()) wanted = &wanted_fields.at(place);
  below = wanted_fields.has_children(place);
}

JsonPaths::JsonPaths(const WantedFields& wanted) : wanted_(wanted), levels_(wanted.size()), edges_(1) {}

const JsonPaths::Edge& JsonPaths::Object::settle(std::uint32_t found) {
  (last_ == 0 ? paths_.levels_[place_].first : paths_.edges_[last_].next) = found;
  last_ = found;
  return paths_.edges_[found];
}

const JsonPaths::Edge& JsonPaths::Object::look_up(std::string_view key) {
  Level& level = paths_.levels_[place_];
  if (const auto known = level.edges.find(key); known != level.edges.end()) return settle(known->second);
  if (key.size() > key_limit || paths_.edges_.size() > edge_limit) return paths_.passing_ = Edge(key, paths_.wanted_, place_);
  const std::string_view kept = paths_.keys_.emplace_back(key);
  const auto added = static_cast<std::uint32_t>(paths_.edges_.size());
  paths_.edges_.emplace_back(kept, paths_.wanted_, place_);
  level.edges.emplace(kept, added);
  return settle(added);
}

}  // namespace lp::detect
