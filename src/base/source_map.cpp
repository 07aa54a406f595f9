#include "base/source_map.h"

#include "base/text.h"

namespace lp {

const std::pair<int, int>* SourceMap::find(std::string_view path) const {
  if (const auto exact = places_.find(path); exact != places_.end()) return &exact->second;
  const auto bare = places_.find(replace_all(path, "[0]", ""));
  return bare == places_.end() ? nullptr : &bare->second;
}

SourceRef SourceMap::at(std::string_view path) const {
  for (;;) {
    if (const auto* place = find(path)) return {root_.file, place->first, place->second};
    const std::size_t end = path.find_last_of(".[");
    if (end == std::string_view::npos) return root_;
    path = path.substr(0, end);
  }
}

SourceRef SourceMap::inside(std::string_view path, std::string_view key) const {
  for (auto place = places_.lower_bound(path); place != places_.end() && place->first.starts_with(path); ++place) {
    const std::string_view rest = std::string_view(place->first).substr(path.size());
    const bool below = !rest.empty() && (rest.front() == '.' || rest.front() == '[');
    if (below && rest.ends_with(key) && rest[rest.size() - key.size() - 1] == '.') return {root_.file, place->second.first, place->second.second};
  }
  return at(path);
}

}  // namespace lp
