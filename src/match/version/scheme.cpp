#include "match/version/scheme.h"

#include <unordered_map>

#include "base/check.h"
#include "base/text.h"

namespace lp::match {
namespace {

using ByName = std::unordered_map<std::string, const Scheme*>;

// Names are found whatever their case: feeds write "crates.io" and "Crates.io".
const Scheme* find(const ByName& table, std::string_view name) {
  const auto found = table.find(to_lower_ascii(name));
  return found == table.end() ? nullptr : found->second;
}

template <class NamesOf>
ByName by_name(NamesOf names_of) {
  ByName table;
  for (const Scheme& scheme : builtin_schemes()) {
    for (const std::string_view name : names_of(scheme)) {
      LP_CHECK(table.emplace(to_lower_ascii(name), &scheme).second);
    }
  }
  return table;
}

}  // namespace

const Scheme* find_scheme(std::string_view id) {
  static const ByName table = by_name([](const Scheme& scheme) { return std::span(&scheme.id, 1); });
  return find(table, id);
}

const Scheme* scheme_of_ecosystem(std::string_view ecosystem) {
  static const ByName table = by_name([](const Scheme& scheme) { return scheme.ecosystems; });
  return find(table, ecosystem.substr(0, ecosystem.find(':')));
}

const Scheme* scheme_of_purl_type(std::string_view type) {
  static const ByName table = by_name([](const Scheme& scheme) { return scheme.purl_types; });
  return find(table, type);
}

const Scheme& generic_scheme() {
  static const Scheme* const generic = find_scheme("generic");
  LP_CHECK(generic != nullptr);
  return *generic;
}

std::optional<std::string> version_key(const Scheme& scheme, std::string_view version) {
  std::optional<std::string> key(std::in_place);
  if (!scheme.encode(version, *key)) key.reset();
  return key;
}

std::optional<std::strong_ordering> compare_versions(const Scheme& scheme, std::string_view a, std::string_view b) {
  std::string left, right;
  if (!scheme.encode(a, left) || !scheme.encode(b, right)) return std::nullopt;
  return left.compare(right) <=> 0;
}

}  // namespace lp::match
