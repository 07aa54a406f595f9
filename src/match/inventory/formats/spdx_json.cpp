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

class Reader {
 public:
  explicit Reader(InventorySink& sink) : sink_(sink), packages_(sink) {}

  void read(std::string_view bytes) {
    JsonItems items(bytes, sink_);
    if (items.cursor.peek() != '{') return sink_.fail("it is no JSON object");
    read_document(items);
    packages_.finish();
    items.finish();
    if (sink_.failure().empty() && !version_.starts_with("SPDX-2.")) sink_.fail("\"spdxVersion\" is none of SPDX 2 (at /spdxVersion)");
  }

 private:
  void read_document(JsonItems& items) {
    std::string_view key;
    items.cursor.open_object();
    while (items.good() && items.cursor.next_member(key)) {
      if (key == "packages") {
        read_packages(items);
      } else if (key == "Document" && items.cursor.peek() == '{' && pointer_.text().empty()) {
        // Some programs wrap the document.
        const Pointer::Step step(pointer_, key);
        read_document(items);
      } else if (key == "spdxVersion" || key == "name") {
        const Pointer::Step step(pointer_, key);
        if (const auto value = items.parse(items.cursor.value(), pointer_.text())) (key == "name" ? sink_.statistics().subject : version_) = text_of(*value);
      } else {
        items.cursor.value();
      }
    }
  }

  void read_packages(JsonItems& items) {
    const Pointer::Step step(pointer_, "packages");
    if (items.cursor.peek() != '[') {
      items.cursor.value();
      return sink_.refuse(pointer_.text(), "no_list", "the packages are no list");
    }
    items.cursor.open_array();
    std::string_view item;
    for (std::size_t index = 0; items.good() && items.cursor.next_item(item); ++index) {
      const Pointer::Step at(pointer_, index);
      const auto value = items.parse(item, pointer_.text());
      object package;
      if (!value) continue;
      if (value->get(package) == simdjson::SUCCESS) read_package(package, pointer_.text(), packages_);
      else sink_.refuse(pointer_.text(), "no_object", "a package that is no object");
    }
  }

  InventorySink& sink_;
  SpdxPackages packages_;
  Pointer pointer_;
  std::string version_;
};

void read(std::string_view bytes, InventorySink& sink) { Reader(sink).read(bytes); }

int sniff(std::string_view head) {
  if (!trim(head).starts_with('{')) return 0;
  if (head.find("\"spdxVersion\"") != std::string_view::npos) return 95;
  // Large lists of files may stand before the version.
  return head.find("\"SPDXRef-") != std::string_view::npos ? 80 : 0;
}

}  // namespace

InventoryFormat inventory_spdx_json() { return {"spdx_json", "SPDX 2 清单（JSON）", "SPDX 2 JSON", sniff, read}; }

}  // namespace lp::match
