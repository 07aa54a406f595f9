#pragma once
// What several formats say in the same words.

#include <string>
#include <string_view>
#include <vector>

#include "match/inventory/inventory_format.h"

namespace lp::match {

// Takes the name, or tells the sink and leaves it out.
void add_purl(Component& component, std::string_view text, std::string_view place, InventorySink& sink);
void add_cpe(Component& component, std::string_view text, std::string_view place, InventorySink& sink);

// A component without a name is called as its purl or CPE calls it; false: it has none of them.
bool complete_name(Component& component);

// Words of CycloneDX and SPDX ("operating-system", "OPERATING-SYSTEM") and of tables ("操作系统", "路由器", "switch"); other = unknown.
ComponentType component_type(std::string_view word);

// "Organization: Debian (mail)" → "Debian"; a person is none of a product's makers and no business of an inventory.
std::string_view organisation_of(std::string_view supplier);
// "", "NOASSERTION", "NONE", "unknown", "n/a", "-", "无" are no version.
std::string_view stated(std::string_view text);
// A value of a CPE as people write it: without backslashes, "" for any and none.
std::string plain_cpe_value(std::string_view value);

// Packages of a distribution often do not say of which release: the operating system among the components does.
class SystemPackages {
 public:
  explicit SystemPackages(InventorySink& sink) : sink_(sink) {}
  void operating_system(std::string_view name, std::string_view version);
  // Passes it on, at once when it says of which release it is or is no system package.
  void take(Component&& component);
  void finish();

 private:
  InventorySink& sink_;
  std::string distribution_;
  std::vector<Component> waiting_;
};

}  // namespace lp::match
