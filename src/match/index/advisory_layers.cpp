#include "match/index/advisory_layers.h"

#include <algorithm>

#include "base/check.h"
#include "match/index/index_tables.h"

namespace lp::match {
namespace {

constexpr std::size_t most_layers = 12;

AdvisoryRef ref_of(std::size_t layer, std::uint32_t number) {
  AdvisoryRef ref;
  ref.layer = static_cast<std::uint32_t>(layer) & 15;
  ref.number = number & 0xFFFFFFF;
  return ref;
}

std::size_t live(const AdvisoryLayers::Layer& layer) { return layer.index->size() - layer.hidden_count; }

void hide(std::vector<AdvisoryLayers::Layer>& layers, std::span<const AdvisoryName> names) {
  for (AdvisoryLayers::Layer& layer : layers) {
    std::shared_ptr<std::vector<bool>> hidden;
    for (const AdvisoryName& name : names) {
      const auto number = layer.index->find(name);
      if (!number || layer.is_hidden(*number)) continue;
      if (hidden == nullptr) {
        hidden = layer.hidden == nullptr ? std::make_shared<std::vector<bool>>() : std::make_shared<std::vector<bool>>(*layer.hidden);
        hidden->resize(layer.index->size());
      }
      if ((*hidden)[*number]) continue;
      (*hidden)[*number] = true;
      ++layer.hidden_count;
    }
    if (hidden != nullptr) layer.hidden = std::move(hidden);
  }
}

// One layer of all from `first` on.
AdvisoryLayers::Layer merged(std::span<const AdvisoryLayers::Layer> layers) {
  AdvisoryIndexBuilder builder;
  for (const AdvisoryLayers::Layer& layer : layers)
    for (std::uint32_t i = 0; i < layer.index->size(); ++i)
      if (!layer.is_hidden(i)) builder.add(layer.index->advisory(i));
  return {builder.build(), nullptr, 0};
}

void merge_top(std::vector<AdvisoryLayers::Layer>& layers, std::size_t first) {
  AdvisoryLayers::Layer one = merged(std::span(layers).subspan(first));
  layers.resize(first);
  if (one.index->size() > 0 || layers.empty()) layers.push_back(std::move(one));
}

}  // namespace

AdvisoryLayers::AdvisoryLayers(std::shared_ptr<const AdvisoryIndex> base) {
  LP_CHECK(base != nullptr);
  layers_.push_back({std::move(base), nullptr, 0});
}

AdvisoryLayers AdvisoryLayers::with(std::span<const Advisory> changed, std::span<const AdvisoryName> withdrawn) const {
  AdvisoryLayers out = *this;
  std::vector<AdvisoryName> names(withdrawn.begin(), withdrawn.end());
  for (const Advisory& a : changed) names.push_back({a.source, a.id});
  hide(out.layers_, names);
  if (!changed.empty()) {
    AdvisoryIndexBuilder builder;
    for (const Advisory& a : changed) builder.add(a);
    out.layers_.push_back({builder.build(), nullptr, 0});
  }
  // Layers of like size become one, the lowest excepted.
  while (out.layers_.size() > 2 && (live(out.layers_.back()) * 2 >= live(out.layers_[out.layers_.size() - 2]) || out.layers_.size() > most_layers))
    merge_top(out.layers_, out.layers_.size() - 2);
  if (out.layers_.size() > 1) {
    std::size_t above = out.layers_.front().index->size() - live(out.layers_.front());
    for (std::size_t l = 1; l < out.layers_.size(); ++l) above += out.layers_[l].index->size();
    if (above * 4 > out.layers_.front().index->size()) merge_top(out.layers_, 0);
  }
  return out;
}

std::shared_ptr<const AdvisoryIndex> AdvisoryLayers::flattened() const {
  if (layers_.size() == 1 && layers_.front().hidden == nullptr) return layers_.front().index;
  return merged(layers_).index;
}

std::size_t AdvisoryLayers::size() const {
  std::size_t n = 0;
  for (const Layer& layer : layers_) n += live(layer);
  return n;
}

std::vector<AdvisoryRef> AdvisoryLayers::find(std::string_view id) const {
  std::vector<AdvisoryRef> out;
  for (std::size_t l = 0; l < layers_.size(); ++l)
    for (const std::uint32_t n : layers_[l].index->find(id))
      if (!layers_[l].is_hidden(n)) out.push_back(ref_of(l, n));
  return out;
}

std::vector<AdvisoryRef> AdvisoryLayers::find_with_aliases(std::string_view id) const {
  std::vector<AdvisoryRef> out;
  for (std::size_t l = 0; l < layers_.size(); ++l)
    for (const std::uint32_t n : layers_[l].index->find_with_aliases(id))
      if (!layers_[l].is_hidden(n)) out.push_back(ref_of(l, n));
  return out;
}

std::vector<AdvisoryRef> AdvisoryLayers::find_related(std::string_view id) const {
  std::vector<AdvisoryRef> out;
  for (std::size_t l = 0; l < layers_.size(); ++l)
    for (const IndexName& n : std::ranges::equal_range(layers_[l].index->tables().names, name_hash(id), {}, &IndexName::hash))
      if (n.kind == name_related && !layers_[l].is_hidden(n.advisory)) out.push_back(ref_of(l, n.advisory));
  return out;
}

std::optional<AdvisoryRef> AdvisoryLayers::find(const AdvisoryName& name) const {
  for (std::size_t l = layers_.size(); l > 0; --l)
    if (const auto n = layers_[l - 1].index->find(name); n && !layers_[l - 1].is_hidden(*n)) return ref_of(l - 1, *n);
  return std::nullopt;
}

bool AdvisoryLayers::has_realm(std::string_view distribution) const {
  return std::ranges::any_of(layers_, [&](const Layer& l) { return l.index->has_realm(distribution); });
}

}  // namespace lp::match
