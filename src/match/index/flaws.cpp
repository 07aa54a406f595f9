#include "match/index/flaws.h"

#include <algorithm>

namespace lp::match {
namespace {

constexpr std::size_t most_names = 256;  // one flaw has a handful; a feed that names everything everywhere stops here

bool several_cves(std::span<const std::uint64_t> names) {
  const auto first = std::ranges::find_if(names, is_cve);
  return first != names.end() && std::any_of(first + 1, names.end(), [&](std::uint64_t n) { return is_cve(n) && n != *first; });
}

}  // namespace

bool Flaws::names_several(AdvisoryRef ref) const { return several_cves(names(ref)); }

template <class Take>
void Flaws::each_mentioning(std::uint64_t name, bool with_related, Take&& take) const {
  const auto layers = layers_->layers();
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const IndexTables& t = layers[l].index->tables();
    auto at = std::ranges::lower_bound(t.names, name, {}, &IndexName::hash);
    for (; at != t.names.end() && at->hash == name; ++at) {
      if ((!with_related && at->kind == name_related) || layers[l].is_hidden(at->advisory) || t.advisories[at->advisory].withdrawn != 0) continue;
      AdvisoryRef ref;
      ref.layer = static_cast<std::uint32_t>(l) & 15;
      ref.number = at->advisory & 0xFFFFFFF;
      take(ref);
    }
  }
}

std::vector<std::uint64_t> Flaws::closure(std::span<const std::uint64_t> names, bool several) const {
  std::vector<std::uint64_t> all(names.begin(), names.end());
  for (std::size_t i = 0; !several && i < all.size() && all.size() < most_names; ++i)
    each_mentioning(all[i], false, [&](AdvisoryRef ref) {
      if (names_several(ref)) return;
      for (const std::uint64_t name : this->names(ref))
        if (std::ranges::find(all, name) == all.end()) all.push_back(name);
    });
  std::ranges::sort(all);
  return all;
}

std::vector<AdvisoryRef> Flaws::mentioning(std::span<const std::uint64_t> names, bool with_related) const {
  std::vector<AdvisoryRef> out;
  for (const std::uint64_t name : names)
    each_mentioning(name, with_related, [&](AdvisoryRef ref) { out.push_back(ref); });
  const auto key = [](AdvisoryRef r) { return std::uint32_t{r.layer} << 28 | r.number; };
  std::ranges::sort(out, {}, key);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

bool Flaws::is_covered(AdvisoryRef ref, std::span<const std::uint64_t> stated) const {
  const auto mine = names(ref);
  const auto is_stated = [&](std::uint64_t n) { return std::ranges::binary_search(stated, n); };
  if (!several_cves(mine)) return std::ranges::any_of(mine, is_stated);
  return std::ranges::all_of(mine, [&](std::uint64_t n) { return !is_cve(n) || is_stated(n); });
}

}  // namespace lp::match
