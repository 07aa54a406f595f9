#include "detect/report/report_titles.h"


namespace lp::detect {
namespace {

LocalText general_advice(AlertKind kind) {
  switch (kind) {
    case AlertKind::indicator:
      return {"核对情报来源和时效；确认后封堵该地址或域名，并检查与它通信的主机", "check the indicator's source and age; when it holds, block it and look at the hosts that spoke to it"};
    case AlertKind::sensor: return {"按传感器签名的说明核实；确认后隔离主机、保全日志", "verify by the sensor's notes on the signature; when it holds, isolate the host and keep its logs"};
    case AlertKind::rule:
    case AlertKind::correlation: break;
  }
  return {"查看证据和规则说明，核实后处置", "look at the evidence and the rule's own notes, verify, then act"};
}

}  // namespace

LocalText ReportTitles::class_title(std::string_view taxonomy, std::string_view code) const {
  if (const auto found = taxonomies.find(taxonomy); found != taxonomies.end())
    if (const auto entry = found->second.codes.find(code); entry != found->second.codes.end()) return entry->second;
  return {std::string(code), std::string(code)};
}

LocalText ReportTitles::taxonomy_title(std::string_view taxonomy) const {
  // As people call them; the taxonomies' own titles do not name the document.
  static const std::map<std::string_view, LocalText> known{{"threat_classes_202", {"网络安全威胁（工信部网安〔2017〕202号）", "Threats (measures 202 of 2017)"}},
                                                           {"event_classes", {"网络安全事件（GB/T 20986）", "Security events (GB/T 20986)"}},
                                                           {"rsit", {"RSIT 事件分类", "RSIT incident classes"}}};
  if (const auto found = known.find(taxonomy); found != known.end()) return found->second;
  if (const auto found = taxonomies.find(taxonomy); found != taxonomies.end()) return found->second.title;
  return {std::string(taxonomy), std::string(taxonomy)};
}

bool ReportTitles::verified(std::string_view taxonomy) const {
  const auto found = taxonomies.find(taxonomy);
  return found == taxonomies.end() || found->second.verified;
}

LocalText ReportTitles::advice_for(const AlertType& type) const {
  // Rules say it in Chinese alone; better that than nothing.
  if (const auto found = advice.find(type.id); found != advice.end()) return {found->second, found->second};
  return general_advice(type.kind);
}

ReportTitles make_report_titles(const model::Catalogue& specs, const RuleNotesById& notes) {
  ReportTitles titles;
  for (const std::string_view name : {"threat_classes_202", "event_classes", "rsit"}) {
    const model::Taxonomy* taxonomy = specs.taxonomy(name);
    if (taxonomy == nullptr) continue;
    TaxonomyTitle& title = titles.taxonomies[std::string(name)];
    title = {.title = taxonomy->title, .verified = taxonomy->verified};
    for (const model::Option& entry : taxonomy->entries) title.codes[entry.code] = entry.title;
  }
  for (const auto& [id, note] : notes)
    if (!note.advice.empty()) titles.advice[id] = note.advice;
  return titles;
}

}  // namespace lp::detect
