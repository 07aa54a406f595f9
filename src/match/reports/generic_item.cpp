#include "match/reports/generic_item.h"

#include <algorithm>

#include "base/text.h"
#include "io/files.h"
#include "io/yaml.h"
#include "match/reports/report_text.h"
#include "spec/map_reader.h"

namespace lp::match {
namespace {

struct Word { std::string_view name; GenericField field; };
constexpr auto words = std::to_array<Word>({
    {"asset", GenericField::asset}, {"assetname", GenericField::asset}, {"host", GenericField::asset}, {"hostname", GenericField::asset}, {"ip", GenericField::asset}, {"ipaddress", GenericField::asset}, {"ipaddr", GenericField::asset}, {"target", GenericField::asset}, {"fqdn", GenericField::asset},
    {"dnsname", GenericField::asset}, {"domain", GenericField::asset}, {"image", GenericField::asset}, {"资产", GenericField::asset}, {"资产名称", GenericField::asset}, {"资产ip", GenericField::asset}, {"资产地址", GenericField::asset}, {"主机", GenericField::asset}, {"主机ip", GenericField::asset},
    {"主机名", GenericField::asset}, {"主机地址", GenericField::asset}, {"ip地址", GenericField::asset}, {"目标", GenericField::asset}, {"目标ip", GenericField::asset}, {"目标地址", GenericField::asset}, {"域名", GenericField::asset}, {"受影响主机", GenericField::asset}, {"受影响资产", GenericField::asset},
    {"port", GenericField::port}, {"ports", GenericField::port}, {"端口", GenericField::port}, {"端口号", GenericField::port}, {"protocol", GenericField::protocol}, {"proto", GenericField::protocol}, {"协议", GenericField::protocol},
    {"component", GenericField::component}, {"componentname", GenericField::component}, {"package", GenericField::component}, {"packagename", GenericField::component}, {"product", GenericField::component}, {"software", GenericField::component}, {"library", GenericField::component}, {"组件", GenericField::component},
    {"组件名称", GenericField::component}, {"产品", GenericField::component}, {"产品名称", GenericField::component}, {"软件", GenericField::component}, {"软件名称", GenericField::component}, {"受影响组件", GenericField::component}, {"受影响产品", GenericField::component},
    {"version", GenericField::version}, {"installedversion", GenericField::version}, {"componentversion", GenericField::version}, {"版本", GenericField::version}, {"版本号", GenericField::version}, {"当前版本", GenericField::version}, {"组件版本", GenericField::version},
    {"id", GenericField::id}, {"cve", GenericField::id}, {"cves", GenericField::id}, {"cveid", GenericField::id}, {"cveids", GenericField::id}, {"cnvd", GenericField::id}, {"cnvdid", GenericField::id}, {"cnnvd", GenericField::id}, {"cnnvdid", GenericField::id}, {"vulnerabilityid", GenericField::id}, {"vulnid", GenericField::id},
    {"ruleid", GenericField::id}, {"pluginid", GenericField::id}, {"qid", GenericField::id}, {"ids", GenericField::id}, {"cve编号", GenericField::id}, {"cnvd编号", GenericField::id}, {"cnnvd编号", GenericField::id}, {"漏洞编号", GenericField::id}, {"漏洞id", GenericField::id}, {"编号", GenericField::id}, {"规则编号", GenericField::id},
    {"nvdb编号", GenericField::id}, {"title", GenericField::title}, {"name", GenericField::title}, {"vulnerability", GenericField::title}, {"vulnerabilityname", GenericField::title}, {"vulntitle", GenericField::title}, {"vulnname", GenericField::title}, {"summary", GenericField::title}, {"漏洞名称", GenericField::title},
    {"漏洞标题", GenericField::title}, {"名称", GenericField::title}, {"漏洞", GenericField::title}, {"风险名称", GenericField::title}, {"severity", GenericField::severity}, {"risk", GenericField::severity}, {"risklevel", GenericField::severity}, {"level", GenericField::severity}, {"threat", GenericField::severity},
    {"危险等级", GenericField::severity}, {"风险等级", GenericField::severity}, {"漏洞等级", GenericField::severity}, {"危害等级", GenericField::severity}, {"漏洞级别", GenericField::severity}, {"危害级别", GenericField::severity}, {"严重程度", GenericField::severity}, {"等级", GenericField::severity}, {"级别", GenericField::severity},
    {"威胁等级", GenericField::severity}, {"score", GenericField::score}, {"cvss", GenericField::score}, {"cvssscore", GenericField::score}, {"cvssbase", GenericField::score}, {"cvss评分", GenericField::score}, {"cvss分值", GenericField::score}, {"评分", GenericField::score}, {"分值", GenericField::score}, {"vector", GenericField::vector},
    {"cvssvector", GenericField::vector}, {"cvss向量", GenericField::vector}, {"location", GenericField::location}, {"path", GenericField::location}, {"url", GenericField::location}, {"uri", GenericField::location}, {"file", GenericField::location}, {"位置", GenericField::location}, {"路径", GenericField::location},
    {"漏洞地址", GenericField::location}, {"漏洞url", GenericField::location}, {"链接", GenericField::location}, {"fixedversion", GenericField::fixed}, {"fixedversions", GenericField::fixed}, {"fixedin", GenericField::fixed}, {"fix", GenericField::fixed}, {"修复版本", GenericField::fixed}, {"安全版本", GenericField::fixed},
    {"state", GenericField::state}, {"status", GenericField::state}, {"状态", GenericField::state}, {"漏洞状态", GenericField::state},
});

constexpr auto field_names = std::to_array<Word>({{"asset", GenericField::asset}, {"port", GenericField::port}, {"protocol", GenericField::protocol}, {"component", GenericField::component}, {"version", GenericField::version}, {"ids", GenericField::id}, {"title", GenericField::title},
                                                  {"severity", GenericField::severity}, {"score", GenericField::score}, {"vector", GenericField::vector}, {"location", GenericField::location}, {"fixed_versions", GenericField::fixed}, {"state", GenericField::state}});

GenericMapping read_mapping(const io::YamlNode& root, Diagnostics& out) {
  GenericMapping mapping;
  spec::MapReader map(root, "mapping", out);
  mapping.source = map.text("source", "generic");
  mapping.items = map.text("items");
  map.require("columns");
  map.each_entry("columns", [&](const io::YamlEntry& entry) {
    const auto found = std::ranges::find(field_names, std::string_view(entry.key), &Word::name);
    std::vector<std::string> known;
    for (const Word& word : field_names) known.emplace_back(word.name);
    if (found == field_names.end()) return spec::report_unknown_word(entry.where, "columns", entry.key, known, out);
    std::vector<std::string> names;
    if (entry.value.is_scalar()) names.push_back(entry.value.text);
    for (const io::YamlNode& item : entry.value.items) names.push_back(item.text);
    for (const std::string& name : names) mapping.columns[normalise_for_match(name)] = found->field;
  });
  map.each_entry("severities", [&](const io::YamlEntry& entry) {
    const std::string severity = severity_of_word(entry.value.text);
    if (severity.empty()) return spec::report_unknown_word(entry.value.where, "severities", entry.value.text, {"critical", "high", "medium", "low", "none"}, out);
    mapping.severities[to_lower_ascii(trim(entry.key))] = severity;
  });
  map.finish();
  return mapping;
}

}  // namespace

GenericField generic_field(std::string_view name) {
  const auto found = std::ranges::find(words, name, &Word::name);
  return found == words.end() ? GenericField::none : found->field;
}

bool are_findings(const std::vector<std::string>& names) {
  const auto has = [&](GenericField field) { return std::ranges::any_of(names, [&](const std::string& name) { return generic_field(name) == field; }); };
  return has(GenericField::asset) && has(GenericField::severity) && (has(GenericField::id) || has(GenericField::title));
}

GenericMapping load_mapping(ReportSink& sink) {
  if (sink.options().mapping.empty()) return {};
  const auto text = io::read_file(sink.options().mapping, 1u << 20);
  if (!text) {
    sink.fail("the mapping cannot be read: " + text.error().message);
    return {};
  }
  Diagnostics out;
  GenericMapping mapping;
  if (const auto root = io::parse_yaml(*text, sink.options().mapping.filename().string(), out)) mapping = read_mapping(*root, out);
  for (const Diagnostic& d : out.items())
    if (d.severity == Severity::error && sink.failure().empty()) sink.fail("the mapping is wrong: " + to_string(d.where) + ": " + d.what);
  return mapping;
}

void GenericItem::put(std::string_view name, std::string_view value) {
  value = trim(value);
  if (value.empty()) return;
  const std::string folded = normalise_for_match(name);
  GenericField field = GenericField::none;
  if (mapping_.columns.empty()) field = generic_field(folded);
  else if (const auto found = mapping_.columns.find(folded); found != mapping_.columns.end()) field = found->second;
  if (field != GenericField::none) values_[static_cast<std::size_t>(field)].emplace_back(value);
}

std::string_view GenericItem::first(GenericField field) const {
  const auto& values = values_[static_cast<std::size_t>(field)];
  return values.empty() ? std::string_view() : std::string_view(values.front());
}

void GenericItem::take(std::string where, ReportSink& sink) {
  ReportedFinding f;
  const UrlParts host = split_url(first(GenericField::asset));
  f.asset = host.scheme.empty() && host.port == 0 ? std::string(first(GenericField::asset)) : host.host;
  sink.scanned(f.asset);
  const std::string state = to_lower_ascii(first(GenericField::state));
  for (const std::string_view done : {"fixed", "closed", "false positive", "已修复", "已关闭", "误报"})
    if (state == done) return sink.leave_out("closed");
  const std::string word = to_lower_ascii(trim(first(GenericField::severity)));
  const double score = score_of(first(GenericField::score));
  const auto mapped = mapping_.severities.find(word);
  f.severity = mapped != mapping_.severities.end() ? mapped->second : severity_of_word(word);
  if (f.severity.empty()) f.severity = severity_of_score(score);
  if (f.severity == "none") return sink.leave_out("informational");
  for (const std::string& id : values_[static_cast<std::size_t>(GenericField::id)]) add_ids(f.ids, id);
  if (f.ids.empty()) add_ids(f.ids, first(GenericField::title));
  if (f.ids.empty() && !first(GenericField::id).empty()) f.ids = {mapping_.source + ":" + std::string(first(GenericField::id))};
  // A name is no good id, and the only one of many lists.
  if (f.ids.empty() && !first(GenericField::title).empty()) f.ids = {mapping_.source + ":" + clean_text(without_secrets(first(GenericField::title)), 150)};
  const int port = port_of(first(GenericField::port)) != 0 ? port_of(first(GenericField::port)) : host.port;
  f.component = !first(GenericField::component).empty() ? std::string(first(GenericField::component)) : service(first(GenericField::protocol), port);
  f.component_version = first(GenericField::version);
  f.location = first(GenericField::location);
  if (port != 0 && !first(GenericField::component).empty()) f.location = service(first(GenericField::protocol), port) + (f.location.empty() ? "" : " ") + f.location;
  f.title = first(GenericField::title);
  add_score(f.scores, first(GenericField::vector), score);
  for (const std::string& versions : values_[static_cast<std::size_t>(GenericField::fixed)])
    for (const std::string_view version : split(versions, ',')) f.fixed_versions.emplace_back(trim(version));
  f.source = mapping_.source;
  f.where = std::move(where);
  sink.take(std::move(f));
}

}  // namespace lp::match
