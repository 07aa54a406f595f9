#include "model/catalogue.h"

namespace lp::model {
namespace {

template <class T>
const T* find_in(const std::map<std::string, T, std::less<>>& items, std::string_view name) {
  const auto found = items.find(name);
  return found == items.end() ? nullptr : &found->second;
}

}  // namespace

const Kind* Catalogue::kind(std::string_view name) const { return find_in(kinds, name); }
const Taxonomy* Catalogue::taxonomy(std::string_view name) const { return find_in(taxonomies, name); }
const Obligation* Catalogue::obligation(std::string_view name) const { return find_in(obligations, name); }
const Plan* Catalogue::plan(std::string_view name) const { return find_in(plans, name); }
const ClockRule* Catalogue::clock(std::string_view name) const { return find_in(clocks, name); }

}  // namespace lp::model
