#include "detect/alert.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

#include "base/text.h"

namespace lp::detect {
namespace {

json::array to_array(const std::vector<std::string>& texts) {
  json::array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

// RFC 4180, and no cell that a spreadsheet would run as a formula.
std::string csv_cell(std::string_view text) {
  std::string out;
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) out += '\'';
  out += text;
  if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
  return '"' + replace_all(out, "\"", "\"\"") + '"';
}

}  // namespace

std::string_view to_string(Severity s) {
  static constexpr std::array<std::string_view, 5> names{"informational", "low", "medium", "high", "critical"};
  return names[static_cast<std::size_t>(s)];
}

LocalText title(Severity s) {
  static const std::array<LocalText, 5> titles{{{"提示", "informational"}, {"低", "low"}, {"中", "medium"}, {"高", "high"}, {"严重", "critical"}}};
  return titles[static_cast<std::size_t>(s)];
}

Severity parse_severity(std::string_view text) {
  for (const Severity s : {Severity::informational, Severity::low, Severity::medium, Severity::high, Severity::critical})
    if (text == to_string(s)) return s;
  return Severity::medium;
}

std::string_view to_string(AlertKind k) {
  static constexpr std::array<std::string_view, 4> names{"rule", "correlation", "indicator", "sensor"};
  return names[static_cast<std::size_t>(k)];
}

std::string_view to_string(AlertState s) {
  static constexpr std::array<std::string_view, 3> names{"open", "updated", "closed"};
  return names[static_cast<std::size_t>(s)];
}

std::string time_text(std::int64_t time) {
  if (time == no_time) return {};
  using namespace std::chrono;
  const sys_time<microseconds> at{microseconds(time)};
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss clock{at - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

json::object to_json(const Alert& alert, const AlertType& type) {
  json::object out;
  out["format"] = "longpan-alert/1";
  out["id"] = alert.id;
  out["state"] = to_string(alert.state);
  out["kind"] = to_string(type.kind);
  out["rule"] = type.id;
  out["title"] = json::object{{"zh", type.title.zh}, {"en", type.title.en}};
  out["severity"] = to_string(alert.severity);
  out["entity"] = alert.entity;
  out["organisation"] = alert.owner.organisation;
  out["object"] = alert.owner.object;
  out["attribution"] = alert.owner.reason;
  out["count"] = alert.count;
  out["first"] = time_text(alert.first);
  out["last"] = time_text(alert.last);
  out["tags"] = to_array(type.tags);
  out["classes"] = to_array(type.classes);
  out["notes"] = to_array(alert.notes);
  out["evidence"] = to_array(alert.evidence);
  if (alert.cut_short) out["cut_short"] = true;
  return out;
}

std::string csv_header() {
  return "id,state,kind,rule,title_zh,title_en,severity,entity,organisation,object,attribution,count,first,last,tags,classes,notes\r\n";
}

std::string csv_row(const Alert& alert, const AlertType& type) {
  const std::array<std::string, 17> cells{alert.id, std::string(to_string(alert.state)), std::string(to_string(type.kind)), type.id, type.title.zh,
                                          type.title.en, std::string(to_string(alert.severity)), alert.entity, alert.owner.organisation,
                                          alert.owner.object, alert.owner.reason, std::to_string(alert.count), time_text(alert.first),
                                          time_text(alert.last), join(type.tags, " "), join(type.classes, " "), join(alert.notes, "; ")};
  std::string out;
  for (const std::string& cell : cells) {
    if (!out.empty()) out += ',';
    out += csv_cell(cell);
  }
  return out + "\r\n";
}

}  // namespace lp::detect
