#pragma once
// Enumerators whose names are their wire form: one small table each, both directions.

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "base/check.h"

namespace lp::model {

template <class E, std::size_t N>
using NameTable = std::array<std::pair<E, std::string_view>, N>;

template <class E, std::size_t N>
std::string_view name_in(const NameTable<E, N>& table, E value) {
  for (const auto& [known, name] : table) {
    if (known == value) return name;
  }
  raise_bug("name_in(table, value)", "enumerator without a name");
}

template <class E, std::size_t N>
std::optional<E> value_in(const NameTable<E, N>& table, std::string_view name) {
  for (const auto& [value, known] : table) {
    if (known == name) return value;
  }
  return std::nullopt;
}

}  // namespace lp::model
