// One CPE name or package URL a line; "#" begins a comment; what stands behind the name is left aside.
#include "base/text.h"
#include "match/inventory/component_parts.h"
#include "match/inventory/text_lines.h"

namespace lp::match {
namespace {

// A CPE may hold blanks only escaped, a purl none.
std::string_view first_word(std::string_view line) {
  line = trim(line);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') ++i;
    else if (line[i] == ' ' || line[i] == '\t' || line[i] == ',' || line[i] == ';') return line.substr(0, i);
  }
  return line;
}

void describe(Component& component) {
  if (component.purl || component.cpes.empty()) return;
  const Cpe& cpe = component.cpes.front();
  component.vendor = plain_cpe_value(cpe[Cpe::vendor]);
  component.name = plain_cpe_value(cpe[Cpe::product]);
  component.version = plain_cpe_value(cpe[Cpe::version]);
  const std::string update = plain_cpe_value(cpe[Cpe::update]);
  if (!update.empty() && !component.version.empty()) component.version += ' ' + update;
  if (cpe[Cpe::part] == "a") component.type = ComponentType::application;
  if (cpe[Cpe::part] == "o") component.type = ComponentType::operating_system;
  if (cpe[Cpe::part] == "h") component.type = ComponentType::hardware;
}

bool is_name(std::string_view line) {
  const std::string start = to_lower_ascii(trim(line).substr(0, 5));
  return start == "cpe:/" || start == "cpe:2" || start.starts_with("pkg:");
}

void read(std::string_view bytes, InventorySink& sink) {
  TextLines lines(bytes);
  for (std::string_view line; lines.next(line);) {
    if (trim(line).empty() || trim(line).starts_with('#')) continue;
    const std::string_view name = first_word(line);
    Component component;
    const bool purl = name.starts_with("pkg:");
    std::string why;
    if (purl) {
      auto parsed = parse_purl(name);
      if (parsed) component.purl = *std::move(parsed);
      else why = parsed.error().message;
    } else {
      auto parsed = parse_cpe(name);
      if (parsed) component.cpes.push_back(*std::move(parsed));
      else why = parsed.error().message;
    }
    describe(component);
    if (!why.empty()) {
      sink.refuse(lines.place(), purl ? "broken_purl" : "broken_cpe", std::move(why));
    } else if (!complete_name(component)) {
      sink.refuse(lines.place(), "no_name", "a CPE without a product");
    } else {
      component.where = lines.place();
      sink.take(std::move(component));
    }
  }
}

int sniff(std::string_view head) { return percent_of_lines(head, 20, is_name) >= 80 ? 90 : 0; }

}  // namespace

InventoryFormat inventory_cpe_list() { return {"cpe_list", "CPE 或 purl 列表", "a list of CPEs or package URLs", sniff, read}; }

}  // namespace lp::match
