#pragma once
// What matching reads of a component: the names it answers to, and the version each of them has. Internal to match/index.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "match/component.h"
#include "match/index/index_tables.h"

namespace lp::match {

// What a name says beside package and version; most names say nothing.
struct NameDetail {
  std::array<std::string, IndexConstraint::attributes> attributes{};  // of a CPE, from `update` on; "" = ANY
  std::string stream{};       // of a modular RPM, where stated
  std::string version{};      // of names whose version says more than its order
  bool modular = false;
  int minor = -1;
  bool operator==(const NameDetail&) const = default;
  bool empty() const { return *this == NameDetail{}; }
};

enum NameFlag : std::uint8_t {
  name_upstream = 1,          // of the upstream project of a distribution's package
  name_distribution = 2,
  name_cpe = 4,
  name_guessed = 8,           // what a package of this name might be called as a product
};

struct ComponentName {
  std::string package;        // append_package_text
  std::string version;        // "" = unknown
  std::uint8_t flags = 0;
  NameDetail detail;
  bool operator==(const ComponentName&) const = default;
};

std::vector<ComponentName> names_of(const Component& component, bool guess = false);

}  // namespace lp::match
