#include "detect/report/alert_set.h"

#include <algorithm>

namespace lp::detect {

std::uint32_t AlertSet::Texts::intern(const std::string& text) {
  if (const auto found = index.find(text); found != index.end()) return found->second;
  const auto at = static_cast<std::uint32_t>(texts.size());
  texts.push_back(text);
  index.emplace(texts.back(), at);
  return at;
}

std::uint32_t AlertSet::intern(const AlertType& type) {
  const auto [found, fresh] = type_index_.try_emplace(type.id, static_cast<std::uint32_t>(types_.size()));
  // A sensor's signature may have been renamed; the last line counts here too.
  if (fresh) types_.push_back(type);
  else if (!(types_[found->second] == type)) types_[found->second] = type;
  return found->second;
}

std::size_t AlertSet::add(const Alert& alert, const AlertType& type) {
  ++told_;
  const auto [found, fresh] = by_id_.try_emplace(alert.id, alerts_.size());
  const std::size_t index = found->second;
  if (fresh) alerts_.emplace_back();
  else kept_.erase(rank(alerts_[index], index));
  alerts_[index] = {.type = intern(type), .entity = entities_.intern(alert.entity), .organisation = organisations_.intern(alert.owner.organisation),
                    .severity = alert.severity, .state = alert.state, .cut_short = alert.cut_short, .count = alert.count, .first = alert.first, .last = alert.last};
  keep_whole(alert, index);
  return index;
}

void AlertSet::keep_whole(const Alert& alert, std::size_t index) {
  const Rank mine = rank(alerts_[index], index);
  if (kept_.size() >= detailed_) {
    if (kept_.empty() || mine < *kept_.begin()) {
      whole_.erase(index);
      return;
    }
    whole_.erase(~std::get<2>(*kept_.begin()));
    kept_.erase(kept_.begin());
  }
  kept_.insert(mine);
  whole_.insert_or_assign(index, alert);
}

std::vector<std::size_t> AlertSet::gravest(std::size_t limit) const {
  std::vector<std::size_t> order(alerts_.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const std::size_t shown = std::min(limit, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(), [this](std::size_t a, std::size_t b) { return rank(alerts_[a], a) > rank(alerts_[b], b); });
  order.resize(shown);
  return order;
}

const Alert* AlertSet::whole(std::size_t index) const {
  const auto found = whole_.find(index);
  return found == whole_.end() ? nullptr : &found->second;
}

}  // namespace lp::detect
