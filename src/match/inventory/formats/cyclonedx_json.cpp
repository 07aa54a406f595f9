// CycloneDX JSON (ECMA-424), 1.2 to 1.7: components with those nested in them, services, metadata.component as the subject.
#include "base/text.h"
#include "match/inventory/cyclonedx_parts.h"
#include "match/inventory/json_document.h"

namespace lp::match {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

class Reader {
 public:
  explicit Reader(InventorySink& sink) : sink_(sink), packages_(sink) {}

  void read(std::string_view bytes) {
    JsonItems items(bytes, sink_);
    std::string_view key;
    if (items.cursor.peek() != '{') return sink_.fail("it is no JSON object");
    items.cursor.open_object();
    while (items.good() && items.cursor.next_member(key)) {
      if (key == "components") read_list(items, key, &Reader::read_component);
      else if (key == "services") read_list(items, key, &Reader::read_service);
      else if (key == "metadata" || key == "bomFormat" || key == "specVersion") read_member(items, key);
      else items.cursor.value();
    }
    packages_.finish();
    items.finish();
    if (!sink_.failure().empty()) return;
    if (format_ != "CycloneDX") return sink_.fail("\"bomFormat\" is not \"CycloneDX\" (at /bomFormat)");
    note_cyclonedx_version(version_, sink_);
  }

 private:
  using Each = void (Reader::*)(const object&);

  // A list of the outermost object: item by item.
  void read_list(JsonItems& items, std::string_view member, Each each) {
    const Pointer::Step step(pointer_, member);
    if (items.cursor.peek() != '[') {
      items.cursor.value();
      return sink_.refuse(pointer_.text(), "no_list", "the " + std::string(member) + " are no list");
    }
    items.cursor.open_array();
    std::string_view item;
    for (std::size_t index = 0; items.good() && items.cursor.next_item(item); ++index) {
      const Pointer::Step at(pointer_, index);
      if (const auto value = items.parse(item, pointer_.text())) read_item(*value, each);
    }
  }

  void read_item(const element& item, Each each) {
    object source;
    if (item.get(source) == simdjson::SUCCESS) (this->*each)(source);
    else sink_.refuse(pointer_.text(), "no_object", "a member of the list that is no object");
  }

  void read_member(JsonItems& items, std::string_view key) {
    const Pointer::Step step(pointer_, key);
    const auto value = items.parse(items.cursor.value(), pointer_.text());
    object metadata;
    if (!value) return;
    if (key == "bomFormat") format_ = text_of(*value);
    else if (key == "specVersion") version_ = text_of(*value);
    else if (value->get(metadata) == simdjson::SUCCESS)
      if (const auto subject = object_at(metadata, "component")) read_subject(*subject);
  }

  void read_subject(const object& subject) {
    const std::string_view name = text_at(subject, "name"), version = text_at(subject, "version");
    sink_.statistics().subject = std::string(name) + (version.empty() ? "" : ' ' + std::string(version));
    const Pointer::Step component(pointer_, "component");
    if (const auto nested = subject["components"]; !nested.error()) read_nested(nested.value_unsafe(), "components", &Reader::read_component);
  }

  // A list within an item.
  void read_nested(const element& list, std::string_view member, Each each) {
    array items;
    const Pointer::Step step(pointer_, member);
    if (list.get(items) != simdjson::SUCCESS) return sink_.refuse(pointer_.text(), "no_list", "the " + std::string(member) + " are no list");
    std::size_t index = 0;
    for (const element& item : items) {
      const Pointer::Step at(pointer_, index++);
      read_item(item, each);
    }
  }

  void read_component(const object& source) {
    CycloneDxComponent stated;
    std::optional<element> nested;
    std::string_view publisher;
    for (const auto [key, value] : source) {
      if (key == "name") stated.component.name = text_of(value);
      else if (key == "version") stated.component.version = text_of(value);
      else if (key == "type") stated.type = text_of(value);
      else if (key == "purl") stated.purl = text_of(value);
      else if (key == "cpe") stated.cpe = text_of(value);
      else if (key == "bom-ref") stated.bom_ref = text_of(value);
      else if (key == "group") stated.group = text_of(value);
      else if (key == "publisher") publisher = organisation_of(text_of(value));
      else if (key == "supplier" || key == "manufacturer") read_maker(value, stated.component.vendor);
      else if (key == "properties") read_properties(value, stated.properties);
      else if (key == "components") nested = value;
    }
    if (stated.component.vendor.empty()) stated.component.vendor = publisher;
    take_cyclonedx(std::move(stated), pointer_.text(), sink_, packages_);
    if (nested) read_nested(*nested, "components", &Reader::read_component);
  }

  static void read_maker(const element& value, std::string& vendor) {
    object maker;
    if (vendor.empty() && value.get(maker) == simdjson::SUCCESS) vendor = organisation_of(text_at(maker, "name"));
  }

  static void read_properties(const element& value, CycloneDxProperties& into) {
    array properties;
    if (value.get(properties) != simdjson::SUCCESS) return;
    for (const element& item : properties) {
      object property;
      if (item.get(property) == simdjson::SUCCESS) into.take(text_at(property, "name"), text_at(property, "value"));
    }
  }

  void read_service(const object& source) {
    CycloneDxComponent stated;
    stated.type = "service";
    stated.component.name = text_at(source, "name");
    stated.component.version = text_at(source, "version");
    stated.group = text_at(source, "group");
    stated.bom_ref = text_at(source, "bom-ref");
    if (const auto provider = object_at(source, "provider")) stated.component.vendor = organisation_of(text_at(*provider, "name"));
    if (const auto endpoints = array_at(source, "endpoints"); endpoints && endpoints->begin() != endpoints->end()) stated.properties.path = text_of(*endpoints->begin());
    take_cyclonedx(std::move(stated), pointer_.text(), sink_, packages_);
    if (const auto nested = source["services"]; !nested.error()) read_nested(nested.value_unsafe(), "services", &Reader::read_service);
  }

  InventorySink& sink_;
  SystemPackages packages_;
  Pointer pointer_;
  std::string format_, version_;
};

void read(std::string_view bytes, InventorySink& sink) { Reader(sink).read(bytes); }

// The two members that say so may stand anywhere in a document that a program wrote with sorted keys.
int sniff(std::string_view head) {
  if (!trim(head).starts_with('{')) return 0;
  if (head.find("\"CycloneDX\"") != std::string_view::npos && head.find("\"bomFormat\"") != std::string_view::npos) return 95;
  if (head.find("cyclonedx.org/schema/bom-") != std::string_view::npos) return 90;
  return head.find("\"specVersion\"") != std::string_view::npos && head.find("\"components\"") != std::string_view::npos ? 60 : 0;
}

}  // namespace

InventoryFormat inventory_cyclonedx_json() { return {"cyclonedx_json", "CycloneDX 清单（JSON）", "CycloneDX JSON", sniff, read}; }

}  // namespace lp::match
