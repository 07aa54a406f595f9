#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "io/html_page.h"
#include "match/output/finding_list.h"

namespace lp::match {
namespace {

constexpr std::string_view style = R"css(
:root{--l3:#9b1c31;--l2:#c2410c;--l1:#856000;--l0:#5d738a}
@media (prefers-color-scheme:dark){:root{--l3:#ff7385;--l2:#ff9a5c;--l1:#e0b83c;--l0:#91a7bf}}
.l3{color:var(--l3)}.l2{color:var(--l2)}.l1{color:var(--l1)}.l0{color:var(--l0)}
.tag.l3{background:var(--l3);border-color:var(--l3);color:var(--card)}
tr.more td>*{text-align:left}details.why{border:0;padding:0 0 4px}details.why summary{color:var(--accent);font-size:.9rem}details.why ul{margin:6px 0;padding-left:1.3em;font-size:.9rem}
)css";
constexpr std::size_t most_rows = 2000;
constexpr std::array falling{PriorityLevel::urgent, PriorityLevel::high, PriorityLevel::medium, PriorityLevel::low};

std::string level_class(PriorityLevel level) { return "l" + std::to_string(static_cast<int>(level)); }
std::string code(std::string_view text) { return text.empty() ? "" : "<code>" + io::escape_html(text) + "</code>"; }

std::string joined(const std::vector<std::string>& all) { return io::escape_html(join(all, ", ")); }

class Page {
 public:
  Page(const FindingList& list, io::Language first, io::ByteSink out) : list_(list), page_(std::move(out)), first_(first) {}

  Status write() {
    page_.begin({"漏洞排查报告", "Vulnerabilities found"}, first_, style);
    page_ << "<header>\n";
    page_.heading({"漏洞排查报告", "Vulnerabilities found"}, io::escape_html(list_.subject));
    page_.facts({{{"生成", "Made"}, io::escape_html(to_string(list_.made))}, {{"程序", "Program"}, io::escape_html(list_.program)}});
    page_ << "</header>\n<main>\n";
    figures();
    warnings();
    if (list_.rows.empty()) page_.paragraph({"没有发现已知漏洞。情报之外的漏洞不在其中；请定期更新漏洞情报后重新匹配。", "No known vulnerability was found. What no feed tells is not in here: update the feeds and match again."}, "good");
    else lists();
    page_ << "</main>\n";
    return page_.finish();
  }

 private:
  void figures() {
    page_ << "<div class=\"figures\">\n";
    for (const PriorityLevel level : falling) {
      const std::uint64_t n = list_.levels[static_cast<std::size_t>(level)];
      page_.figure(io::grouped(n), {words_of(level).zh + "优先级", words_of(level).en + " priority"}, n > 0 ? level_class(level) : "");
    }
    page_.figure(io::grouped(list_.assets), {"个资产受影响", "assets affected"});
    if (list_.components > 0) page_.figure(io::grouped(list_.components), {"个组件已比对", "components matched"});
    page_ << "</div>\n";
  }

  void warnings() {
    const MatchCounts& c = list_.counts;
    if (c.version_unknown > 0)
      page_.paragraph({fmt::format("{} 处组件没有版本，无法判断是否受影响。", io::grouped(c.version_unknown)), fmt::format("{} components name a product with flaws but no version.", io::grouped(c.version_unknown))}, "warning");
    if (c.suppressed > 0)
      page_.paragraph({fmt::format("{} 处由厂商声明（VEX）或发行版数据排除，未列入。", io::grouped(c.suppressed)), fmt::format("{} are ruled out by statements of makers (VEX) or distributions and are not listed.", io::grouped(c.suppressed))}, "soft");
    if (c.under_investigation > 0)
      page_.paragraph({fmt::format("{} 处厂商仍在调查。", io::grouped(c.under_investigation)), fmt::format("{} are still being looked into by their makers.", io::grouped(c.under_investigation))}, "soft");
  }

  void bars(const LocalText& caption, const std::map<std::string, std::uint64_t>& counts, const std::string& id) {
    std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
    std::ranges::stable_sort(sorted, std::greater{}, &std::pair<std::string, std::uint64_t>::second);
    if (sorted.size() > 15) sorted.resize(15);
    std::vector<io::HtmlPage::Bar> rows;
    for (const auto& [label, n] : sorted)
      rows.push_back({label.empty() ? io::both_html({"未说明", "not stated"}) : io::escape_html(label), static_cast<double>(n) / static_cast<double>(sorted.front().second), io::grouped(n), ""});
    page_.begin_section(id, caption);
    page_.bars({"漏洞数", "findings"}, rows);
    page_.end_section();
  }

  void lists() {
    std::map<std::string, std::uint64_t> assets, components;
    for (const RankedFinding& row : list_.rows) {
      ++assets[row.finding.reported.asset];
      ++components[row.finding.reported.component];
    }
    if (assets.size() > 1) bars({"漏洞最多的资产", "Assets with most findings"}, assets, "assets");
    bars({"漏洞最多的组件", "Components with most findings"}, components, "components");
    page_.begin_section("findings", {"漏洞清单", "Findings"});
    if (list_.rows.size() > most_rows)
      page_.paragraph({fmt::format("此处列出优先级最高的 {} 条，共 {} 条；全部见 JSON 或 CSV。", most_rows, io::grouped(list_.rows.size())),
                       fmt::format("The {} most urgent of {} are listed; JSON and CSV hold all.", most_rows, io::grouped(list_.rows.size()))}, "soft");
    page_.begin_table({"优先级最高的在前", "the most urgent first"}, {{{"漏洞", "flaw"}}, {{"优先级", "priority"}}, {{"资产", "asset"}}, {{"组件与版本", "component, version"}}, {{"修复版本", "fixed in"}}, {{"整改期限", "due"}}});
    for (std::size_t i = 0; i < list_.rows.size() && i < most_rows; ++i) row(list_.rows[i]);
    page_.end_table();
    page_.end_section();
  }

  void row(const RankedFinding& one) {
    const ReportedFinding& r = one.finding.reported;
    const std::string tag = fmt::format("<span class=\"tag {}\">{}</span>", level_class(one.priority.level), io::both_html(words_of(one.priority.level)));
    const std::string fixed = r.fixed_versions.empty() ? "<span class=\"soft\">" + io::both_html({"尚无", "none known"}) + "</span>" : joined(r.fixed_versions);
    page_.row({{code(quoted_id(r)), quoted_id(r)}, {tag, std::to_string(one.priority.rank)}, {io::escape_html(r.asset), r.asset},
               {code(r.component) + " " + io::escape_html(r.component_version), r.component}, {fixed, ""}, {due(one), one.due ? to_string(one.due->at) : ""}});
    page_.more_of_row(more(one));
  }

  static std::string due(const RankedFinding& one) {
    if (!one.due) return "";
    std::string out = io::escape_html(to_string(date_in_china(one.due->at)));
    if (!one.due->verified) out += " <span class=\"soft\">" + io::both_html({"未核实", "not verified"}) + "</span>";
    return out;
  }

  static std::string more(const RankedFinding& one) {
    const ReportedFinding& r = one.finding.reported;
    std::string out = "<details class=\"why\"><summary>" + (r.title.empty() ? io::both_html({"理由", "why"}) : io::escape_html(r.title)) + "</summary><ul>";
    if (!r.reason.empty()) out += "<li>" + io::escape_html(r.reason) + "</li>";
    for (const PriorityStep& step : one.priority.steps) out += "<li>" + io::both_html(step.why) + "</li>";
    if (r.ids.size() > 1) out += "<li>" + io::both_html({"编号：", "ids: "}) + joined(r.ids) + "</li>";
    if (!r.location.empty()) out += "<li>" + io::both_html({"位置：", "place: "}) + code(r.location) + "</li>";
    out += "<li>" + io::both_html({"来源：", "source: "}) + io::escape_html(r.source) + (one.notifiable ? "" : io::both_html({"（需人工确认后通报）", " (to be confirmed by a person before a notice)"})) + "</li>";
    return out + "</ul></details>";
  }

  const FindingList& list_;
  io::HtmlPage page_;
  io::Language first_;
};

}  // namespace

Status write_html(const FindingList& list, io::Language first, io::ByteSink out) { return Page(list, first, std::move(out)).write(); }

}  // namespace lp::match
