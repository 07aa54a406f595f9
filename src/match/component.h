#pragma once
// One installed thing of an inventory: a package of an SBOM, a line of dpkg, a device of a filed network unit, a service a scanner saw.

#include <optional>
#include <string>
#include <vector>

#include "match/cpe.h"
#include "match/purl.h"

namespace lp::match {

enum class ComponentType : unsigned char { library, application, operating_system, firmware, hardware, container, service, other };

struct Component {
  std::string asset{};           // what it is installed on, as the inventory names it: host, image, unit; "" = the inventory's subject
  std::string location{};        // within the asset: bom-ref, path, "tcp/443"; "" = none
  ComponentType type = ComponentType::other;
  std::string vendor{};          // as stated
  std::string name{};            // as stated; a component without any name still counts and is reported
  std::string version{};         // as stated; "" = unknown
  std::string scheme{};          // Scheme::id; "" = from purl, else unknown
  std::string source_name{};     // source package of deb/rpm/apk, when stated
  std::string source_version{};
  std::string distribution{};    // "debian:12", "almalinux:8"; "" = none or unknown
  std::string model{};           // hardware and OT: model number
  std::optional<Purl> purl{};
  std::vector<Cpe> cpes{};
  std::string where{};           // place in the file: JSON pointer, or "line 12"
};

}  // namespace lp::match
