#include <fmt/format.h>

#include "detect/report/attack_titles.h"
#include "detect/report/html_report.h"

namespace lp::detect {

void HtmlReport::rules() {
  page_.begin_section("rules", {"规则和处置建议", "Rules, and what to do"});
  page_.begin_table({"级别高、告警多的在前", "Gravest and most alerts first"},
                    {{{"规则", "Rule"}}, {{"级别", "Severity"}}, {{"怎么办", "What to do"}}, {{"告警", "Alerts"}, true}, {{"事件", "Events"}, true}, {{"对象", "Entities"}, true}, {{"最近", "Last"}}});
  for (const RuleTotals& row : s_.rules.rows) {
    const LocalText advice = titles_.advice_for(row.type);
    // Rules give advice in Chinese alone.
    const std::string advice_html = advice.zh == advice.en ? "<span lang=\"zh-CN\">" + escape_html(advice.zh) + "</span>" : both_html(advice);
    page_.row({{both_html(row.type.title), ""}, {severity_tag(row.severity), std::to_string(static_cast<int>(row.severity))}, {advice_html, ""},
               {grouped(row.alerts), std::to_string(row.alerts)}, {grouped(row.events), std::to_string(row.events)}, {grouped(row.entities), std::to_string(row.entities)},
               {escape_html(china_time_text(row.last)), ""}});
  }
  page_.end_table();
  cut_note(s_.rules.rows.size(), s_.rules.all, {"，见 CSV", "; see the CSV"});
  page_.end_section();
}

void HtmlReport::entities() {
  page_.begin_section("entities", {"对象", "Entities"});
  page_.begin_table({"告警涉及的地址、主机和账号，级别高、告警多的在前", "Addresses, hosts and accounts, gravest and most alerts first"},
                    {{{"对象", "Entity"}}, {{"级别", "Severity"}}, {{"归属单位", "Organisation"}}, {{"告警", "Alerts"}, true}, {{"事件", "Events"}, true}, {{"规则", "Rules"}, true}});
  for (const EntityTotals& row : s_.entities.rows) {
    std::string owners;
    for (const std::string& organisation : row.organisations) owners += (owners.empty() ? "" : "<br>") + organisation_html(organisation);
    if (owners.empty()) owners = organisation_html("");
    page_.row({{entity_html(row.entity), ""}, {severity_tag(row.severity), std::to_string(static_cast<int>(row.severity))}, {owners, ""},
               {grouped(row.alerts), std::to_string(row.alerts)}, {grouped(row.events), std::to_string(row.events)}, {grouped(row.rules), std::to_string(row.rules)}});
  }
  page_.end_table();
  cut_note(s_.entities.rows.size(), s_.entities.all, {"，见 CSV", "; see the CSV"});
  page_.end_section();
}

void HtmlReport::organisations() {
  page_.begin_section("organisations", {"归属单位", "Organisations"});
  std::uint64_t most = 0;
  for (const OrganisationTotals& row : s_.organisations.rows) most = std::max(most, row.alerts);
  std::vector<io::HtmlPage::Bar> bars;
  for (const OrganisationTotals& row : s_.organisations.rows) bars.push_back({organisation_html(row.organisation), share_of(row.alerts, most), both_html(counts_text(row)), severity_class(row.severity)});
  page_.bars({"各单位的告警和事件数；颜色为最高级别", "Alerts and events of each; the colour is the highest severity"}, bars);
  cut_note(s_.organisations.rows.size(), s_.organisations.all, {"，见 CSV", "; see the CSV"});
  if (s_.without_owner > 0) page_.paragraph({"未知归属的告警，用 --owners 归属表或 --owner 单位 补上。", "Owners come from --owners FILE, or --owner NAME for whose logs they are."}, "soft");
  page_.end_section();
}

std::string HtmlReport::class_label(const ClassTotals& row) const {
  const LocalText title = titles_.class_title(row.taxonomy, row.code);
  const std::string code = escape_html(row.code);
  return title.zh == row.code ? "<code>" + code + "</code>" : both_html(title) + " <code class=\"soft small\">" + code + "</code>";
}

void HtmlReport::classes() {
  if (s_.classes.empty()) return;
  page_ << "<div class=\"pair\">\n";
  for (const std::string_view taxonomy : {"threat_classes_202", "event_classes", "rsit"}) {
    std::uint64_t most = 0;
    std::vector<io::HtmlPage::Bar> bars;
    for (const ClassTotals& row : s_.classes)
      if (row.taxonomy == taxonomy) most = std::max(most, row.alerts);
    for (const ClassTotals& row : s_.classes)
      if (row.taxonomy == taxonomy) bars.push_back({class_label(row), share_of(row.alerts, most), both_html(counts_text(row)), severity_class(row.severity)});
    if (bars.empty()) continue;
    page_.begin_section(fmt::format("classes-{}", taxonomy), titles_.taxonomy_title(taxonomy));
    page_.bars({"各类的告警和事件数", "Alerts and events of each class"}, bars);
    if (!titles_.verified(taxonomy)) page_.paragraph({"分类名称待与标准原文核实。", "The names are not yet verified against the standard itself."}, "soft");
    page_.end_section();
  }
  page_ << "</div>\n";
}

void HtmlReport::tag_bars(const LocalText& caption, const std::vector<TagTotals>& rows) {
  std::uint64_t most = 0;
  for (const TagTotals& row : rows) most = std::max(most, row.alerts);
  std::vector<io::HtmlPage::Bar> bars;
  for (const TagTotals& row : rows) {
    const auto named = attack_title(row.tag);
    const std::string code = escape_html(attack_code(row.tag));
    const std::string label = is_technique(row.tag) ? "<code>" + code + "</code>" + (named ? " " + both_html(*named) : "") : named ? both_html(*named) : code;
    bars.push_back({label, share_of(row.alerts, most), both_html(counts_text(row)), severity_class(row.severity)});
  }
  if (!bars.empty()) page_.bars(caption, bars);
}

void HtmlReport::attack() {
  if (s_.techniques.rows.empty() && s_.tactics.empty()) return;
  page_.begin_section("attack", {"ATT&CK 战术和技术", "ATT&CK tactics and techniques"});
  page_ << "<div class=\"pair\"><div>\n";
  tag_bars({"技术：告警和事件数，一条告警可属多项", "Techniques: alerts and events; an alert may have several"}, s_.techniques.rows);
  cut_note(s_.techniques.rows.size(), s_.techniques.all, {});
  page_ << "</div><div>\n";
  tag_bars({"战术：告警和事件数", "Tactics: alerts and events"}, s_.tactics);
  page_ << "</div></div>\n";
  page_.end_section();
}

}  // namespace lp::detect
