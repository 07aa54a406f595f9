// An explanation for a terminal.
#include <fmt/format.h>

#include "campaign/explain.h"
#include "campaign/titles.h"

namespace lp::campaign {
namespace {

std::string pick(const json::object& o, std::string_view key, bool zh) {
  const json::object* text = find_object(o, key);
  return text == nullptr ? std::string() : get_string(*text, zh ? "zh" : "en");
}

void add_head(std::string& out, const json::object& duty, bool zh) {
  const auto state = model::parse_duty_state(get_string(duty, "state"));
  const LocalText title = title_of(state.value_or(model::DutyState::standing));
  out += fmt::format("{}  {}\n", get_string(duty, "no"), pick(duty, "title", zh));
  out += fmt::format("{}{}\n", zh ? "单位：" : "organisation: ", get_string(duty, "org_name"));
  if (const json::object* object = find_object(duty, "object")) {
    out += fmt::format("{}{}\n", zh ? "对象：" : "object: ", get_string(*object, "label"));
  }
  out += fmt::format("{}{}", zh ? "状态：" : "state: ", zh ? title.zh : title.en);
  if (const std::string due = get_string(duty, "due"); !due.empty()) out += fmt::format("{}{}", zh ? "，期限 " : ", due ", due);
  if (const std::string met = get_string(duty, "met_on"); !met.empty()) out += fmt::format("{}{}", zh ? "，完成于 " : ", met on ", met);
  if (const std::string reason = get_string(duty, "reason"); !reason.empty()) out += fmt::format("{}{}", zh ? "，理由：" : ", reason: ", reason);
  out += "\n";
}

template <class Line>
void add_list(std::string& out, const json::object& e, std::string_view key, std::string_view title, const Line& line) {
  const json::array* list = find_array(e, key);
  if (list == nullptr || list->empty()) return;
  out += fmt::format("\n{}\n", title);
  for (const json::value& item : *list) {
    if (item.is_object()) out += "  " + line(item.get_object()) + "\n";
  }
}

std::string clause_line(const json::object& c, bool zh) {
  if (get_bool(c, "summary")) return get_string(c, zh ? "zh" : "en");
  const bool verified = get_bool(c, "verified", true);
  return fmt::format("{} {}{}", get_string(c, "doc"), get_string(c, "clause"), verified ? "" : zh ? "（未核实）" : " (not verified)");
}

}  // namespace

std::string to_text(const json::object& e, bool zh) {
  std::string out;
  if (const json::object* duty = find_object(e, "duty")) add_head(out, *duty, zh);
  add_list(out, e, "clauses", zh ? "依据" : "Basis", [&](const json::object& c) { return clause_line(c, zh); });
  out += fmt::format("\n{}\n  {}\n", zh ? "规则" : "Rule", pick(e, "rule", zh));
  add_list(out, e, "due_from", zh ? "期限来源" : "Where the date comes from", [&](const json::object& d) {
    return fmt::format("{} {} {}", get_bool(d, "chosen") ? "→" : " ", get_string(d, "date", "----------"), get_string(d, zh ? "zh" : "en"));
  });
  add_list(out, e, "considered", zh ? "查看的记录" : "Records looked at", [&](const json::object& c) {
    const bool meets = get_string(c, "verdict") == "meets";
    return fmt::format("{} {} {}{}{}", meets ? "✓" : "·", get_string(c, "no"), get_string(c, "label"), zh ? "：" : ": ", pick(c, "why", zh));
  });
  add_list(out, e, "missing", zh ? "还缺什么" : "What is missing", [&](const json::object& m) { return get_string(m, zh ? "zh" : "en"); });
  add_list(out, e, "history", zh ? "经过" : "History", [&](const json::object& h) {
    const json::value* at = find(h, "at");
    const std::string when = at == nullptr ? "" : at->is_string() ? std::string(at->get_string()) : at->is_int64() ? to_string(Timestamp(at->get_int64())) : "";
    return fmt::format("{} {} → {} {}", when, get_string(h, "from", "-"), get_string(h, "to"), get_string(h, "reason"));
  });
  return out;
}

}  // namespace lp::campaign
