#include "match/feeds/alias_sets.h"

#include <algorithm>

#include "base/text.h"

namespace lp::match {
namespace {

int kind_of(std::string_view id) { return id.starts_with("CVE-") ? 0 : id.starts_with("GHSA-") ? 1 : 2; }

// Digits as numbers: "CVE-2021-9999" before "CVE-2021-10000".
bool is_lower(std::string_view a, std::string_view b) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  while (!a.empty() && !b.empty()) {
    if (digit(a[0]) && digit(b[0])) {
      const std::size_t na = std::min(a.find_first_not_of("0123456789"), a.size()), nb = std::min(b.find_first_not_of("0123456789"), b.size());
      if (na != nb) return na < nb;
      if (const int order = a.substr(0, na).compare(b.substr(0, nb)); order != 0) return order < 0;
      a.remove_prefix(na);
      b.remove_prefix(nb);
      continue;
    }
    if (a[0] != b[0]) return a[0] < b[0];
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  return a.size() < b.size();
}

}  // namespace

bool is_better_id(std::string_view a, std::string_view b) {
  const int ka = kind_of(a), kb = kind_of(b);
  return ka != kb ? ka < kb : is_lower(a, b);
}

std::uint32_t AliasSets::index_of(std::string_view id) {
  const auto found = index_.find(id);
  if (found != index_.end()) return found->second;
  const auto index = static_cast<std::uint32_t>(names_.size());
  names_.push_back(index_.emplace(std::string(id), index).first->first);
  parent_.push_back(index);
  next_.push_back(index);
  best_.push_back(index);
  size_.push_back(1);
  reported_.push_back(false);
  ++sets_;
  return index;
}

std::uint32_t AliasSets::root_of(std::uint32_t index) const {
  while (parent_[index] != index) index = parent_[index];  // joined by size: at most log2(most_ids) steps
  return index;
}

bool AliasSets::join(std::string_view a, std::string_view b) {
  if (trim(a).empty() || trim(b).empty()) return true;
  std::uint32_t large = root_of(index_of(a)), small = root_of(index_of(b));
  if (large == small) return true;
  if (size_[large] + size_[small] > most_ids_) return ++refused_, false;
  if (size_[large] < size_[small]) std::swap(large, small);
  parent_[small] = large;
  size_[large] += size_[small];
  if (is_better_id(names_[best_[small]], names_[best_[large]])) best_[large] = best_[small];
  std::swap(next_[large], next_[small]);  // two rings into one
  --sets_;
  return true;
}

void AliasSets::add(const Advisory& advisory, Diagnostics& out) {
  if (advisory.id.empty()) return;
  index_of(advisory.id);
  for (const std::string& alias : advisory.aliases) {
    if (join(advisory.id, alias)) continue;
    const std::uint32_t root = root_of(index_of(advisory.id));
    if (reported_[root]) continue;
    reported_[root] = true;
    out.warning({advisory.source, 0, 0}, "alias_set_too_large", advisory.id + " is said to be the same as " + truncate(alias, 60) + ": together more than " + std::to_string(most_ids_) + " ids would be one flaw",
                "one flaw hardly has that many names: a feed joins what it should not", "the two stay apart");
  }
}

std::string_view AliasSets::canonical(std::string_view id) const {
  const auto found = index_.find(id);
  return found == index_.end() ? id : names_[best_[root_of(found->second)]];
}

std::vector<std::string_view> AliasSets::members(std::string_view id) const {
  const auto found = index_.find(id);
  if (found == index_.end()) return {id};
  std::vector<std::string_view> out;
  std::uint32_t at = found->second;
  do {
    out.push_back(names_[at]);
    at = next_[at];
  } while (at != found->second);
  std::ranges::sort(out, is_better_id);
  return out;
}

}  // namespace lp::match
