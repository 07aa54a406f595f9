#include <charconv>

#include "base/text.h"
#include "match/distribution.h"
#include "match/inventory/inventory_format.h"

namespace lp::match {
namespace {

int line_of(std::string_view place) {
  constexpr std::string_view word = "line ";
  int line = 0;
  if (place.starts_with(word)) std::from_chars(place.data() + word.size(), place.data() + place.size(), line);
  return line;
}

bool is_system_type(std::string_view type) { return type == "deb" || type == "rpm" || type == "apk" || type == "alpm"; }

}  // namespace

InventorySink::InventorySink(const InventoryOptions& options, Take take, Diagnostics& out) : options_(options), take_(std::move(take)), out_(out) {
  options_.distribution = fold_distribution(options_.distribution);
}

void InventorySink::take(Component&& component) {
  if (component.asset.empty()) component.asset = options_.asset;
  if (component.purl && component.version.empty()) component.version = component.purl->version;
  if (is_system_type(component.scheme) || (component.purl && is_system_type(component.purl->type))) {
    if (component.distribution.empty() && component.purl) component.distribution = distribution_of(*component.purl);
    if (!has_release(component.distribution) && !options_.distribution.empty()) component.distribution = options_.distribution;
    if (component.source_name.empty() && component.purl) {
      SourcePackage source = source_package_of(*component.purl);
      component.source_name = std::move(source.name);
      component.source_version = std::move(source.version);
    }
    // A purl keeps the epoch of an RPM apart.
    if (component.purl && component.purl->type == "rpm" && !component.version.empty() && component.version.find(':') == std::string::npos) {
      const auto epoch = component.purl->qualifiers.find("epoch");
      if (epoch != component.purl->qualifiers.end() && epoch->second != "0") component.version = epoch->second + ':' + component.version;
    }
  }
  ++statistics_.taken;
  if (take_) take_(std::move(component));
}

void InventorySink::warn(std::string_view place, std::string code, std::string what, std::string why, std::string hint) {
  const int line = line_of(place);
  if (line == 0 && !place.empty()) what += " (at " + std::string(place) + ")";
  out_.warning({options_.file, line, 0}, std::move(code), std::move(what), std::move(why), std::move(hint));
}

void InventorySink::refuse(std::string_view place, std::string code, std::string what, std::string hint) {
  ++statistics_.refused;
  warn(place, std::move(code), std::move(what), "no vulnerability of it can be found", std::move(hint));
}

void InventorySink::remark(std::string_view place, std::string code, std::string what, std::string why) { warn(place, std::move(code), std::move(what), std::move(why), {}); }

void InventorySink::drop_part(std::string_view place, std::string code, std::string what) {
  ++statistics_.parts;
  warn(place, std::move(code), std::move(what), "it is matched by what else it says", {});
}

}  // namespace lp::match
