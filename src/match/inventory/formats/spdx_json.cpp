// SPDX 2.x as JSON: packages with their external references.
#include "base/text.h"
#include "match/inventory/json_document.h"
#include "match/inventory/spdx_parts.h"

namespace lp::match {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

void read_references(const element& value, SpdxPackage& package) {
  array references;
  if (value.get(references) != simdjson::SUCCESS) return;
  for (const element& item : references) {
    object reference;
    if (item.get(reference) == simdjson::SUCCESS) package.reference(text_at(reference, "referenceType"), text_at(reference, "referenceLocator"));
  }
}

void read_package(const object& source, std::string where, SpdxPackages& packages) {
  SpdxPackage package;
  for (const auto [key, value] : source) {
    if (key == "name") package.name = text_of(value);
    else if (key == "versionInfo") package.version = text_of(value);
    else if (key == "SPDXID") package.id = text_of(value);
    else if (key == "supplier") package.supplier = text_of(value);
    else if (key == "originator") package.originator = text_of(value);
    else if (key == "sourceInfo") package.source_info = text_of(value);
    else if (key == "primaryPackagePurpose") package.purpose = text_of(value);
    else if (key == "externalRefs") read_references(value, package);
  }
  packages.take(std::move(package), std::move(where));
}

void read(std::string_view bytes, InventorySink& sink) {
  JsonDocument document;
  const auto root = document.parse(bytes, sink);
  if (!root) return;
  object spdx;
  if (root->get(spdx) != simdjson::SUCCESS) return sink.fail("it is no JSON object");
  // Some programs wrap the document.
  const bool wrapped = text_at(spdx, "spdxVersion").empty() && object_at(spdx, "Document").has_value();
  if (wrapped) spdx = *object_at(spdx, "Document");
  if (!text_at(spdx, "spdxVersion").starts_with("SPDX-2.")) return sink.fail("\"spdxVersion\" is none of SPDX 2 (at /spdxVersion)");
  sink.statistics().subject = text_at(spdx, "name");
  element list;
  if (spdx.at_key("packages").get(list) != simdjson::SUCCESS) return;  // a document of files alone
  array items;
  if (list.get(items) != simdjson::SUCCESS) return sink.refuse("/packages", "no_list", "the packages are no list");
  SpdxPackages packages(sink);
  std::size_t index = 0;
  for (const element& item : items) {
    std::string where = (wrapped ? "/Document/packages/" : "/packages/") + std::to_string(index++);
    object package;
    if (item.get(package) == simdjson::SUCCESS) read_package(package, std::move(where), packages);
    else sink.refuse(where, "no_object", "a package that is no object");
  }
  packages.finish();
}

int sniff(std::string_view head) {
  if (!trim(head).starts_with('{')) return 0;
  if (head.find("\"spdxVersion\"") != std::string_view::npos) return 95;
  // Large lists of files may stand before the version.
  return head.find("\"SPDXRef-") != std::string_view::npos ? 80 : 0;
}

}  // namespace

InventoryFormat inventory_spdx_json() { return {"spdx_json", "SPDX 2 清单（JSON）", "SPDX 2 JSON", sniff, read}; }

}  // namespace lp::match
