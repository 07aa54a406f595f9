#include "base/text.h"
#include "io/csv_writer.h"
#include "match/output/finding_list.h"

namespace lp::match {
namespace {

std::string reasons(const Priority& priority, io::Language language) {
  std::string out;
  for (const PriorityStep& step : priority.steps) out += (out.empty() ? "" : "; ") + io::say(step.why, language);
  return out;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 19> titles{
    {{"优先级", "priority"}, {"漏洞编号", "flaw"}, {"其他编号", "other ids"}, {"资产", "asset"}, {"组件", "component"}, {"当前版本", "version"},
     {"修复版本", "fixed versions"}, {"位置", "location"}, {"漏洞名称", "title"}, {"严重程度", "severity"}, {"状态", "state"}, {"整改期限", "due"},
     {"期限已核实", "due date verified"}, {"来源", "source"}, {"匹配依据等级", "tier"}, {"可直接通报", "notifiable"}, {"命中理由", "reason"}, {"优先级理由", "why this priority"}, {"编号", "id"}}};

}  // namespace

Status write_csv(const FindingList& list, io::Language language, io::ByteSink out) {
  const bool zh = language == io::Language::zh;
  std::vector<io::Column> columns;
  for (const auto& [chinese, english] : titles) columns.push_back({.name = std::string(english), .title = std::string(zh ? chinese : english)});
  io::CsvSink sink(std::move(out));
  LP_CHECK_OK(sink.begin("findings", columns));
  const auto yes = [&](bool value) { return std::string(zh ? value ? "是" : "否" : value ? "yes" : "no"); };
  for (const RankedFinding& row : list.rows) {
    const ReportedFinding& r = row.finding.reported;
    std::vector<std::string> others;
    for (const std::string& id : r.ids) {
      if (id != quoted_id(r)) others.push_back(id);
    }
    const std::array<std::string, titles.size()> texts{
        io::say(words_of(row.priority.level), language), quoted_id(r), join(others, "; "), r.asset, r.component, r.component_version, join(r.fixed_versions, "; "), r.location,
        r.title, r.severity, io::say(words_of(row.finding.state), language), row.due ? to_string(date_in_china(row.due->at)) : "", row.due ? yes(row.due->verified) : "",
        r.source, r.origin == FindingOrigin::match ? std::string(to_string(r.tier)) : "", yes(row.notifiable), r.reason, reasons(row.priority, language), row.finding.id};
    std::vector<io::Cell> cells;
    for (const std::string& text : texts) cells.push_back(io::Cell::of(io::printable_utf8(text)));
    LP_CHECK_OK(sink.write(cells));
  }
  return sink.finish();
}

}  // namespace lp::match
