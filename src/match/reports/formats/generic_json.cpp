// Any JSON with a list of flat objects that say where, what and how severe, or as a mapping file says.
#include "base/text.h"
#include "match/reports/generic_item.h"
#include "match/reports/report_json.h"

namespace lp::match {
namespace {

// Members within members are named "asset.ip".
void put_all(GenericItem& item, const std::string& prefix, JsonElement object, int depth) {
  each_member(object, [&](std::string_view key, JsonElement value) {
    const std::string name = prefix + std::string(key);
    if (value.is_object() && depth < 4) return put_all(item, name + ".", value, depth + 1);
    for (const std::string& text : texts_at(object, key)) item.put(name, text);
  });
}

void take_list(JsonElement list, const std::string& place, const GenericMapping& mapping, ReportSink& sink) {
  each_of(list, [&](JsonElement entry, std::size_t i) {
    const std::string where = place + "/" + std::to_string(i);
    if (!entry.is_object()) return sink.refuse(where, "no_object", "an item is no object");
    GenericItem item(mapping);
    put_all(item, "", entry, 0);
    item.take(where, sink);
  });
}

JsonElement follow(JsonElement root, std::string_view pointer) {
  for (const std::string_view step : split(pointer, '/'))
    if (!step.empty()) root = at(root, step);
  return root;
}

// The names of the first object of the first list.
int sniff(std::string_view head) {
  if (!looks_like_json(head)) return 0;
  const std::size_t list = head.find('[');
  if (list == std::string_view::npos || list > 4096) return 0;
  const std::string_view before = head.substr(0, list);
  head = head.substr(list, std::min(head.find('}', list), head.size()) - list);
  std::vector<std::string> names;
  for (std::size_t at = head.find('"'); at != std::string_view::npos && names.size() < 200; at = head.find('"', at + 1)) {
    const std::size_t end = head.find('"', at + 1);
    if (end == std::string_view::npos) break;
    if (trim(head.substr(end + 1, 8)).starts_with(':')) names.push_back(normalise_for_match(head.substr(at + 1, end - at - 1)));
    at = end;
  }
  if (!are_findings(names)) return 0;
  return trim(before).empty() || trim(before).ends_with(':') ? 15 : 0;
}

void read(std::string_view bytes, ReportSink& sink) {
  const GenericMapping mapping = load_mapping(sink);
  if (!sink.failure().empty()) return;
  ReportJson json;
  if (!json.parse(bytes, sink)) return;
  if (!mapping.items.empty() || json.root().is_array()) {
    const JsonElement list = follow(json.root(), mapping.items);
    if (!list.is_array()) return sink.fail("no list at " + mapping.items);
    return take_list(list, mapping.items, mapping, sink);
  }
  bool any = false;
  each_member(json.root(), [&](std::string_view key, JsonElement value) {
    if (!value.is_array() || any) return;
    any = true;
    take_list(value, "/" + std::string(key), mapping, sink);
  });
  if (!any) sink.fail("no list of findings");
}

}  // namespace

ReportFormat report_generic_json() { return {"generic_json", "通用JSON", "generic JSON", sniff, read}; }

}  // namespace lp::match
