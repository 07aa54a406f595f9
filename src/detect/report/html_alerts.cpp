#include <fmt/format.h>

#include "detect/report/html_report.h"

namespace lp::detect {
namespace {

void add_fact(std::string& html, const LocalText& name, const std::string& value) {
  if (!value.empty()) html += "<dt>" + both_html(name) + "</dt><dd>" + value + "</dd>";
}

LocalText state_text(const Alert& alert) {
  if (alert.cut_short) return {"因同时打开的告警过多提前结束，后续次数在另一条中", "closed early because too many were open; its count goes on in another"};
  return alert.state == AlertState::closed ? LocalText{} : LocalText{"未关闭", "still open"};
}

}  // namespace

void HtmlReport::alerts() {
  page_.begin_section("alerts", {"告警", "Alerts"});
  page_.begin_table({"级别高、最近的在前", "Gravest and latest first"},
                    {{{"告警", "Alert"}}, {{"级别", "Severity"}}, {{"对象", "Entity"}}, {{"归属单位", "Organisation"}}, {{"事件", "Events"}, true}, {{"开始", "First"}}, {{"最近", "Last"}}});
  for (const AlertRow& row : s_.rows) alert_row(row);
  page_.end_table();
  cut_note(s_.rows.size(), s_.alerts, {"，见告警文件或 --csv", "; they are in the file of alerts, and with --csv"});
  page_.end_section();
}

void HtmlReport::alert_row(const AlertRow& row) {
  const Alert& a = row.alert;
  const auto time = [](std::int64_t at) { return io::HtmlCell{escape_html(china_time_text(at)), time_text(at)}; };
  page_.row({{both_html(row.type.title), ""}, {severity_tag(a.severity), std::to_string(static_cast<int>(a.severity))}, {entity_html(a.entity), ""},
             {organisation_html(a.owner.organisation), ""}, {grouped(a.count), std::to_string(a.count)}, time(a.first), time(a.last)});
  page_.more_of_row(more_of(row));
}

std::string HtmlReport::more_of(const AlertRow& row) const {
  const Alert& a = row.alert;
  if (!row.whole) return "<span class=\"soft small\">" + both_html({"证据见告警文件", "the evidence is in the file of alerts"}) + "</span>";
  const LocalText what{fmt::format("证据（{} 条）和说明", a.evidence.size()), fmt::format("Evidence ({}) and notes", a.evidence.size())};
  std::string html = "<details class=\"evidence\"><summary>" + both_html(what) + "</summary><dl>";
  add_fact(html, {"编号", "Id"}, "<code>" + escape_html(a.id) + "</code>");
  add_fact(html, {"规则", "Rule"}, "<code>" + escape_html(row.type.id) + "</code>");
  add_fact(html, {"归属对象", "Object"}, escape_html(a.owner.object));
  add_fact(html, {"归属依据", "Attribution"}, escape_html(a.owner.reason));
  add_fact(html, {"状态", "State"}, state_text(a).empty() ? "" : both_html(state_text(a)));
  for (const std::string& note : a.notes) add_fact(html, {"说明", "Note"}, escape_html(note));
  html += "</dl>";
  for (const std::string& line : a.evidence) html += "<pre>" + escape_html(line) + "</pre>";
  return html + "</details>";
}

}  // namespace lp::detect
