// Filed network units as Longpan's own JSON: the panels of hardware, security systems, base and application software. A record, a page
// of records, or the data of one alone.
#include <array>

#include "base/text.h"
#include "match/inventory/component_parts.h"
#include "match/inventory/json_document.h"

namespace lp::match {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

struct Panel {
  std::string_view member, vendor;
  ComponentType type;  // when the row does not say a better one
};
constexpr auto panels = std::to_array<Panel>({
    {"hardware", "brand", ComponentType::hardware},
    {"security_systems", "vendor", ComponentType::hardware},
    {"base_software", "vendor", ComponentType::application},
    {"application_software", "vendor", ComponentType::application},
});

class Reader {
 public:
  explicit Reader(InventorySink& sink) : sink_(sink) {}

  // False: it is none of the shapes.
  bool read(const element& root) {
    array list;
    object whole;
    if (root.get(list) == simdjson::SUCCESS) return read_list(list);
    if (root.get(whole) != simdjson::SUCCESS) return false;
    if (const auto rows = array_at(whole, "rows")) {
      const Pointer::Step step(pointer_, "rows");
      return read_list(*rows);
    }
    if (const auto record = object_at(whole, "record")) {
      const Pointer::Step step(pointer_, "record");
      return read_record(*record);
    }
    return read_record(whole);
  }

 private:
  bool read_list(const array& list) {
    bool any = false;
    std::size_t index = 0;
    for (const element& item : list) {
      const Pointer::Step at(pointer_, index++);
      object record;
      if (item.get(record) == simdjson::SUCCESS && read_record(record)) any = true;
      else sink_.refuse(pointer_.text(), "no_unit", "no network unit");
    }
    return any || index == 0;
  }

  bool read_record(const object& record) {
    const std::string_view kind = text_at(record, "kind");
    if (!kind.empty() && kind != "network_unit") return false;
    if (const auto data = object_at(record, "data")) {
      const Pointer::Step step(pointer_, "data");
      return read_unit(*data);
    }
    return read_unit(record);
  }

  bool read_unit(const object& unit) {
    const std::string_view name = text_at(unit, "name");
    if (sink_.statistics().subject.empty()) sink_.statistics().subject = name;
    bool any = !name.empty();
    for (const Panel& panel : panels) {
      element rows;
      if (unit.at_key(panel.member).get(rows) != simdjson::SUCCESS || rows.is_null()) continue;
      any = true;
      const Pointer::Step step(pointer_, panel.member);
      read_panel(rows, panel, name);
    }
    return any;
  }

  void read_panel(const element& rows, const Panel& panel, std::string_view unit) {
    array list;
    if (rows.get(list) != simdjson::SUCCESS) return sink_.refuse(pointer_.text(), "no_list", "the panel is no list of rows");
    std::size_t index = 0;
    for (const element& item : list) {
      const Pointer::Step at(pointer_, index++);
      object row;
      if (item.get(row) == simdjson::SUCCESS) read_row(row, panel, unit);
      else sink_.refuse(pointer_.text(), "no_object", "a row that is no object");
    }
  }

  void read_row(const object& row, const Panel& panel, std::string_view unit) {
    Component component;
    const std::string_view kind = text_at(row, "type");
    component.type = component_type(kind);
    if (component.type == ComponentType::other) component.type = panel.type;
    component.vendor = stated(text_at(row, panel.vendor));
    component.name = stated(text_at(row, "name"));
    component.model = stated(text_at(row, "model"));
    component.version = stated(text_at(row, "version"));
    component.location = text_at(row, "device");
    component.asset = unit;
    component.where = pointer_.text();
    // Base software of older filings has no name: its type is one ("Oracle") or a word for many ("数据库").
    if (!complete_name(component) && component_type(kind) == ComponentType::other) component.name = stated(kind);
    if (component.name.empty()) return sink_.refuse(pointer_.text(), "no_name", "a row without name and model");
    sink_.take(std::move(component));
  }

  InventorySink& sink_;
  Pointer pointer_;
};

void read(std::string_view bytes, InventorySink& sink) {
  JsonDocument document;
  const auto root = document.parse(bytes, sink);
  if (root && !Reader(sink).read(*root)) sink.fail("it is no network unit");
}

int sniff(std::string_view head) {
  const std::string_view start = trim(head);
  if (!start.starts_with('{') && !start.starts_with('[')) return 0;
  if (head.find("\"network_unit\"") != std::string_view::npos) return 90;
  int members = 0;
  for (const Panel& panel : panels) members += head.find('"' + std::string(panel.member) + '"') != std::string_view::npos ? 1 : 0;
  return members >= 2 ? 70 : 0;
}

}  // namespace

InventoryFormat inventory_network_unit() { return {"network_unit", "网络单元备案信息", "filed network units", sniff, read}; }

}  // namespace lp::match
