#include "match/index/statement_groups.h"

#include <algorithm>
#include <bit>

#include "match/index/index_tables.h"

namespace lp::match {
namespace {

bool same_condition(const Condition& a, const Condition& b) { return a.any_of == b.any_of && a.ranges == b.ranges; }

bool same_attributes(const std::optional<Cpe>& a, const std::optional<Cpe>& b) {
  if (!a || !b) return !a && !b;
  return std::equal(a->values.begin() + Cpe::update, a->values.end(), b->values.begin() + Cpe::update);
}

bool same_group(const Affected& a, const Affected& b) {
  return a.package == b.package && a.status == b.status && a.tier == b.tier && a.scheme == b.scheme && a.module_stream == b.module_stream &&
         same_attributes(a.cpe, b.cpe) && std::equal(a.conditions.begin(), a.conditions.end(), b.conditions.begin(), b.conditions.end(), same_condition);
}

}  // namespace

void StatementGroups::assign(const Advisory& advisory) {
  const auto& entries = advisory.affected;
  group_of_.assign(entries.size(), 0);
  first_.clear();
  slots_.assign(std::bit_ceil(entries.size() * 2 + 1), 0);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Affected& entry = entries[i];
    key_.clear();
    append_package_text(entry.package, key_);
    if (entry.cpe) key_ += (*entry.cpe)[Cpe::update];
    std::size_t at = index_hash(key_) & (slots_.size() - 1);
    while (slots_[at] != 0 && !same_group(entry, entries[first_[slots_[at] - 1]])) at = (at + 1) & (slots_.size() - 1);
    if (slots_[at] == 0) {
      first_.push_back(static_cast<std::uint32_t>(i));
      slots_[at] = static_cast<std::uint32_t>(first_.size());
    }
    group_of_[i] = slots_[at] - 1;
  }
}

std::vector<Interval> intervals_of(const Affected& affected) {
  std::vector<Interval> all = affected.intervals;
  for (const std::string& version : affected.versions) all.push_back(Interval::exactly(version));
  return all;
}

}  // namespace lp::match
