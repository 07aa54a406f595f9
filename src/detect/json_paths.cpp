#include "detect/json_paths.h"

namespace lp::detect {

JsonPaths::JsonPaths(const WantedFields& wanted) : wanted_(wanted), levels_(wanted.size()), edges_(1) { edges_[0].key = ""; }

JsonPaths::Edge JsonPaths::make_edge(WantedFields::Place from, std::string_view key) const {
  Edge edge;
  edge.key = key;
  edge.place = wanted_.walk(from, key);
  if (edge.place == WantedFields::nowhere) return edge;
  if (wanted_.at(edge.place).any()) edge.wanted = &wanted_.at(edge.place);
  edge.below = wanted_.has_children(edge.place);
  return edge;
}

const JsonPaths::Edge& JsonPaths::Object::look_up(std::uint32_t& guess, std::string_view key) {
  Level& level = paths_.levels_[place_];
  if (const auto known = level.edges.find(key); known != level.edges.end()) {
    guess = last_ = known->second;
    return paths_.edges_[last_];
  }
  if (key.size() > key_limit || paths_.edges_.size() > edge_limit) return paths_.passing_ = paths_.make_edge(place_, key);
  const auto added = static_cast<std::uint32_t>(paths_.edges_.size());
  paths_.edges_.push_back(paths_.make_edge(place_, paths_.keys_.emplace_back(key)));
  level.edges.emplace(paths_.edges_.back().key, added);
  guess = last_ = added;
  return paths_.edges_.back();
}

}  // namespace lp::detect
