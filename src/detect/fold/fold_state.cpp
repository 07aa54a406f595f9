// What a fold keeps in a state file, and how it comes back.
#include <algorithm>

#include "base/hash.h"
#include "base/json.h"
#include "detect/fold/fold.h"

namespace lp::detect {
namespace {

json::array to_array(const std::vector<std::string>& texts) { return json::array(texts.begin(), texts.end()); }

std::vector<std::string> to_texts(const json::object& o, std::string_view key) {
  std::vector<std::string> out;
  if (const json::array* array = find_array(o, key))
    for (const json::value& item : *array)
      if (item.is_string()) out.emplace_back(item.as_string());
  return out;
}

Error broken() { return make_error(Errc::corrupt, "the state of the alerts cannot be read", "begin anew with another state file"); }

}  // namespace

std::string Fold::state_key(const Key& key) const {
  const auto& [type, entity, organisation] = key;
  return to_hex(sha256(types_[type].id + '\0' + entity + '\0' + organisation));
}

void Fold::each_change(const std::function<void(const std::string& key, const std::string* value)>& take) {
  for (const Key& key : changed_) {
    const auto found = open_.find(key);
    if (found == open_.end()) {
      take(state_key(key), nullptr);
      continue;
    }
    const Open& open = found->second;
    const Alert& a = open.alert;
    const json::object value{{"rule", types_[a.type].id}, {"id", a.id}, {"entity", a.entity}, {"organisation", a.owner.organisation},
                             {"object", a.owner.object}, {"reason", a.owner.reason}, {"severity", to_string(a.severity)}, {"count", a.count},
                             {"first", a.first}, {"last", a.last}, {"evidence", to_array(a.evidence)}, {"notes", to_array(a.notes)},
                             {"next_update", open.next_update}, {"order", open.order}};
    const std::string text = to_text(value);
    take(state_key(key), &text);
  }
  changed_.clear();
}

std::string Fold::clock_state() const {
  json::object by;
  for (const auto& [reason, count] : statistics_.suppressed_by) by[reason] = count;
  return to_text(json::object{{"latest", latest_}, {"began", began_}, {"findings", statistics_.findings}, {"folded", statistics_.folded},
                              {"suppressed", statistics_.suppressed}, {"alerts", statistics_.alerts}, {"cut_short", statistics_.cut_short},
                              {"suppressed_by", by}});
}

Status Fold::restore_clock(std::string_view state) {
  const auto parsed = parse_json(state);
  if (!parsed || !parsed->is_object()) return broken();
  const json::object& o = parsed->as_object();
  latest_ = get_int(o, "latest", no_time);
  began_ = get_count(o, "began");
  statistics_ = FoldStatistics{.findings = get_count(o, "findings"), .folded = get_count(o, "folded"), .suppressed = get_count(o, "suppressed"),
                               .alerts = get_count(o, "alerts"), .cut_short = get_count(o, "cut_short")};
  if (const json::object* by = find_object(o, "suppressed_by"))
    for (const auto& [reason, count] : *by)
      if (count.is_number()) statistics_.suppressed_by[reason] = count.to_number<std::uint64_t>();
  return ok_status();
}

Status Fold::restore_alert(std::string_view value) {
  const auto parsed = parse_json(value);
  if (!parsed || !parsed->is_object()) return broken();
  const json::object& o = parsed->as_object();
  const auto type = std::ranges::find(types_, get_string(o, "rule"), &AlertType::id);
  if (type == types_.end())
    return make_error(Errc::conflict, "the state has an open alert of a rule that is not loaded: " + get_string(o, "rule"),
                      "load the same rules, or let the earlier run finish first");
  Open open;
  open.next_update = get_count(o, "next_update");
  open.order = get_count(o, "order");
  Alert& a = open.alert;
  a.type = static_cast<std::uint32_t>(type - types_.begin());
  a.id = get_string(o, "id");
  a.entity = get_string(o, "entity");
  a.owner = Owner{get_string(o, "organisation"), get_string(o, "object"), get_string(o, "reason")};
  a.severity = parse_severity(get_string(o, "severity"));
  a.count = get_count(o, "count");
  a.first = get_int(o, "first");
  a.last = get_int(o, "last");
  a.evidence = to_texts(o, "evidence");
  a.notes = to_texts(o, "notes");
  const Key key{a.type, a.entity, a.owner.organisation};
  auto [place, added] = open_.emplace(key, std::move(open));
  if (!added) return broken();
  schedule(key, place->second);
  return ok_status();
}

}  // namespace lp::detect
