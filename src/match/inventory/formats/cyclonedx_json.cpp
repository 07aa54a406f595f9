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

  void read(const object& root) {
    note_cyclonedx_version(text_at(root, "specVersion"), sink_);
    if (const auto metadata = object_at(root, "metadata"))
      if (const auto subject = object_at(*metadata, "component")) read_subject(*subject);
    if (const auto components = root["components"]; !components.error()) read_components(components.value_unsafe());
    if (const auto services = root["services"]; !services.error()) read_services(services.value_unsafe());
    packages_.finish();
  }

 private:
  void read_subject(const object& subject) {
    const std::string_view name = text_at(subject, "name"), version = text_at(subject, "version");
    sink_.statistics().subject = std::string(name) + (version.empty() ? "" : ' ' + std::string(version));
    const Pointer::Step metadata(pointer_, "metadata"), component(pointer_, "component");
    if (const auto nested = subject["components"]; !nested.error()) read_components(nested.value_unsafe());
  }

  // The array "components" of the object at the pointer.
  void read_components(const element& list) {
    array items;
    const Pointer::Step step(pointer_, "components");
    if (list.get(items) != simdjson::SUCCESS) return sink_.refuse(pointer_.text(), "no_list", "the components are no list");
    std::size_t index = 0;
    for (const element& item : items) {
      const Pointer::Step at(pointer_, index++);
      object component;
      if (item.get(component) == simdjson::SUCCESS) read_component(component);
      else sink_.refuse(pointer_.text(), "no_object", "a component that is no object");
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
    if (nested) read_components(*nested);
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

  void read_services(const element& list) {
    array items;
    const Pointer::Step step(pointer_, "services");
    if (list.get(items) != simdjson::SUCCESS) return sink_.refuse(pointer_.text(), "no_list", "the services are no list");
    std::size_t index = 0;
    for (const element& item : items) {
      const Pointer::Step at(pointer_, index++);
      object service;
      if (item.get(service) == simdjson::SUCCESS) read_service(service);
      else sink_.refuse(pointer_.text(), "no_object", "a service that is no object");
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
    if (const auto nested = source["services"]; !nested.error()) read_services(nested.value_unsafe());
  }

  InventorySink& sink_;
  SystemPackages packages_;
  Pointer pointer_;
};

void read(std::string_view bytes, InventorySink& sink) {
  JsonDocument document;
  const auto root = document.parse(bytes, sink);
  if (!root) return;
  object bom;
  if (root->get(bom) != simdjson::SUCCESS) return sink.fail("it is no JSON object");
  if (text_at(bom, "bomFormat") != "CycloneDX") return sink.fail("\"bomFormat\" is not \"CycloneDX\" (at /bomFormat)");
  Reader(sink).read(bom);
}

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
