#include "detect/fold/fold.h"

#include <algorithm>

#include "base/check.h"
#include "base/hash.h"

namespace lp::detect {
namespace {

std::string alert_id(const AlertType& type, const Finding& finding, std::int64_t first) {
  const Digest digest = sha256(type.id + '\0' + finding.entity + '\0' + finding.owner.organisation + '\0' + std::to_string(first));
  return to_hex(digest).substr(0, 24);
}

void add_once(std::vector<std::string>& into, std::vector<std::string> texts, std::size_t limit) {
  for (std::string& text : texts)
    if (into.size() < limit && std::ranges::find(into, text) == into.end()) into.push_back(std::move(text));
}

}  // namespace

Fold::Fold(const std::vector<AlertType>& types, FoldOptions options, Suppressions suppressions, Tell tell)
    : types_(types), options_(options), suppressions_(std::move(suppressions)), tell_(std::move(tell)) {
  LP_CHECK(options_.open_limit > 0 && options_.silence > 0 && options_.length > 0 && options_.lateness >= 0);
}

void Fold::add(Finding finding) {
  LP_CHECK(finding.type < types_.size());
  ++statistics_.findings;
  if (finding.time != no_time) seen(finding.time);
  const std::int64_t time = finding.time != no_time ? finding.time : (latest_ != no_time ? latest_ - options_.lateness : 0);
  if (const Suppression* by = suppressions_.find(types_[finding.type], finding, time)) {
    ++statistics_.suppressed;
    ++statistics_.suppressed_by[by->reason];
    return;
  }
  ++statistics_.folded;
  const Key key{finding.type, finding.entity, finding.owner.organisation};
  begin_or_grow(key, std::move(finding), time);
}

void Fold::seen(std::int64_t time) {
  if (latest_ != no_time && time <= latest_) return;
  latest_ = time;
  close_due();
}

void Fold::begin_or_grow(const Key& key, Finding finding, std::int64_t time) {
  auto found = open_.find(key);
  // An event too far from what is open, to either side, begins another alert.
  if (found != open_.end()) {
    const Alert& alert = found->second.alert;
    const bool late = time < alert.first && alert.last - time > options_.length;
    if (time >= found->second.ends || late) {
      close(key, late);
      found = open_.end();
    }
  }
  if (found == open_.end()) {
    if (open_.size() >= options_.open_limit) {
      const Key quietest = std::get<Key>(*due_.begin());
      close(quietest, true);
    }
    Open open;
    open.order = began_++;
    open.alert = Alert{.id = alert_id(types_[finding.type], finding, time), .type = finding.type, .entity = finding.entity, .owner = finding.owner,
                       .first = time, .last = time};
    ++statistics_.alerts;
    found = open_.emplace(key, std::move(open)).first;
  }
  grow(found->second, std::move(finding), time);
  schedule(key, found->second);
  changed_.insert(key);
}

void Fold::grow(Open& open, Finding finding, std::int64_t time) {
  Alert& alert = open.alert;
  ++alert.count;
  alert.first = std::min(alert.first, time);
  alert.last = std::max(alert.last, time);
  alert.severity = std::max(alert.severity, finding.severity);
  if (alert.owner.object.empty()) alert.owner.object = finding.owner.object;
  if (alert.evidence.size() < options_.evidence && !finding.evidence.empty()) alert.evidence.push_back(std::move(finding.evidence));
  add_once(alert.notes, std::move(finding.notes), options_.notes);
  if (options_.updates && alert.count >= open.next_update) {
    alert.state = alert.count == 1 ? AlertState::open : AlertState::updated;
    tell_(alert);
    open.next_update = alert.count * 2;
  }
}

void Fold::schedule(const Key& key, Open& open) {
  if (open.ends != 0) due_.erase({open.ends, open.order, key});
  open.ends = std::min(open.alert.last + options_.silence, open.alert.first + options_.length);
  due_.insert({open.ends, open.order, key});
}

void Fold::close(const Key& key, bool early) {
  const auto found = open_.find(key);
  LP_CHECK(found != open_.end());
  Open& open = found->second;
  open.alert.state = AlertState::closed;
  open.alert.cut_short = early;
  if (early) ++statistics_.cut_short;
  tell_(open.alert);
  due_.erase({open.ends, open.order, key});
  open_.erase(found);
  changed_.insert(key);
}

void Fold::close_due() {
  while (!due_.empty() && std::get<0>(*due_.begin()) <= latest_ - options_.lateness) {
    const Key key = std::get<Key>(*due_.begin());
    close(key, false);
  }
}

void Fold::finish() {
  std::vector<std::pair<std::uint64_t, Key>> rest;
  for (const auto& [key, open] : open_) rest.emplace_back(open.order, key);
  std::ranges::sort(rest);
  for (const auto& [order, key] : rest) close(key, false);
}

}  // namespace lp::detect
