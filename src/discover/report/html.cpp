#include "discover/report/html.h"

#include <fmt/format.h>

#include <algorithm>

#include "discover/report/html_report.h"

namespace lp::discover {
namespace {

double share_of(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

HtmlReport::HtmlReport(const ScanResult& result, const Titles& titles, io::ByteSink out, const HtmlOptions& options, const Overlay* overlay)
    : result_(result), titles_(titles), options_(options), overlay_(overlay), totals_(totals_of(result, overlay)), page_(std::move(out)) {}

Status HtmlReport::write() {
  page_.begin({"数据识别报告", "Data discovery report"}, options_.language);
  head();
  page_ << "<main>\n";
  figures();
  warnings();
  page_ << "<div class=\"pair\">\n";
  levels();
  coverage();
  page_ << "</div>\n";
  kinds();
  persons();
  datasets();
  documents();
  skips();
  decisions();
  method();
  page_ << "</main>\n";
  return page_.finish();
}

Level HtmlReport::level_of(std::size_t document) const {
  return overlay_ != nullptr ? overlay_->level_of(result_, document) : result_.documents[document].level;
}

std::string HtmlReport::level_tag(Level level) const {
  return fmt::format("<span class=\"tag {}\">{}</span>", code_of(level), both_html(title_of(level)));
}

void HtmlReport::cut_note(std::size_t shown, std::size_t all) {
  if (all <= shown) return;
  page_.paragraph({fmt::format("此处列出 {} 项，另有 {} 项，见 JSON 或表格输出。", grouped(shown), grouped(all - shown)),
                   fmt::format("{} are listed here, {} more are in the JSON and sheet outputs.", grouped(shown), grouped(all - shown))}, "soft");
}

void HtmlReport::head() {
  page_ << "<header>\n";
  page_.heading({"数据识别报告", "Data discovery report"}, escape_html(result_.root));
  facts();
  page_ << "</header>\n";
}

void HtmlReport::facts() {
  page_.facts({{{"数据源", "Source"}, both_html(words(Topic::source, result_.source))},
               {{"开始", "Started"}, escape_html(time_text(result_.started))},
               {{"完成", "Finished"}, escape_html(time_text(result_.finished))},
               {{"程序", "Program"}, escape_html(result_.program)},
               {{"识别规则", "Rules"}, result_.rules_digest.empty() ? std::string() : "<code>" + escape_html(result_.rules_digest.substr(0, 16)) + "</code>"}});
}

void HtmlReport::figures() {
  const auto level = [this](Level l, const LocalText& label) {
    const std::uint64_t n = totals_.levels[static_cast<std::size_t>(l)].documents;
    page_.figure(grouped(n), label, n > 0 ? code_of(l) : "");
  };
  const Coverage& c = result_.coverage;
  page_ << "<div class=\"figures\">\n";
  level(Level::core, {"核心（建议）", "core (proposed)"});
  level(Level::important, {"重要（建议）", "important (proposed)"});
  page_.figure(grouped(result_.documents.size()), {"文件和表", "files and tables"});
  if (totals_.persons_at_most > 0) page_.figure(grouped(totals_.persons_at_least), {totals_.persons_exact ? "人，不少于" : "人，不少于（约）", totals_.persons_exact ? "persons at least" : "persons at least (about)"});
  page_.figure(grouped(totals_.documents_with_secrets), {"含口令或密钥", "with passwords or keys"}, totals_.documents_with_secrets > 0 ? "core" : "");
  page_.figure(percent_text(c.bytes_scanned, c.bytes_found), {"内容已查看", "of the bytes looked at"}, c.complete() ? "good" : "important");
  page_ << "</div>\n";
}

void HtmlReport::warnings() {
  if (result_.interrupted) page_.paragraph({"扫描中断，结果不完整。", "The scan was interrupted; this result is incomplete."}, "warning");
  if (!result_.sampling.empty()) {
    const std::string how = printable_utf8(result_.sampling);
    page_.paragraph({"抽样扫描：" + how + "。没有发现不等于没有。", "Sampled: " + how + ". What was not found may still be there."}, "warning");
  }
  if (!result_.coverage.complete()) {
    page_ << "<p class=\"warning\"><a href=\"#not-looked-at\">" << both_html({"部分内容未查看，原因见下。", "Some of it was not looked at; the reasons are below."}) << "</a></p>\n";
  }
}

void HtmlReport::levels() {
  page_.begin_section("levels", {"级别建议", "Levels proposed"});
  std::vector<HtmlPage::Bar> bars;
  std::uint64_t most = 1;
  for (const LevelTotals& t : totals_.levels) most = std::max(most, t.documents);
  for (const Level level : {Level::core, Level::important, Level::general}) {
    const LevelTotals& t = totals_.levels[static_cast<std::size_t>(level)];
    bars.push_back({both_html(title_of(level)), share_of(t.documents, most), escape_html(grouped(t.documents) + " · " + bytes_text(t.bytes)), code_of(level)});
  }
  page_.bars({"各级别的文件和表数量、大小", "Files and tables of each level, and their size"}, bars);
  page_.paragraph({"级别由规则建议，最终由数据处理者和主管部门确定。", "Levels are proposed by rules; the processor and its regulator decide."}, "soft");
  page_.end_section();
}

void HtmlReport::coverage() {
  const Coverage& c = result_.coverage;
  page_.begin_section("coverage", {"覆盖", "Coverage"});
  std::vector<HtmlPage::Part> parts{{both_html({"已查看", "looked at"}), escape_html(bytes_text(c.bytes_scanned)), share_of(c.bytes_scanned, c.bytes_found)}};
  for (const ReasonTotals& r : totals_.reasons) {
    parts.push_back({both_html(words(Topic::skip, r.reason)), escape_html(bytes_text(r.bytes)), share_of(r.bytes, c.bytes_found)});
  }
  const std::string unpacked = c.bytes_unpacked > 0 ? bytes_text(c.bytes_unpacked) : "";
  page_.parts({fmt::format("{} 个文件，{} 个文档，共 {}{}", grouped(c.files), grouped(c.documents), bytes_text(c.bytes_found), unpacked.empty() ? "" : "，另解开 " + unpacked),
               fmt::format("{} files, {} documents, {}{}", grouped(c.files), grouped(c.documents), bytes_text(c.bytes_found), unpacked.empty() ? "" : ", and unpacked " + unpacked)}, parts);
  page_.end_section();
}

void HtmlReport::kinds() {
  page_.begin_section("kinds", {"发现的标识", "Kinds found"});
  if (totals_.kinds.empty()) page_.paragraph({"没有发现标识。", "None."});
  std::vector<HtmlPage::Bar> bars;
  for (const KindTotals& k : totals_.kinds) {
    if (bars.size() == options_.kinds) break;
    const bool grave = k.sensitivity == "sensitive" || k.sensitivity == "secret";
    bars.push_back({both_html(titles_.kind(k.kind)), share_of(k.hits, totals_.kinds.front().hits), escape_html(grouped(k.hits)), grave ? "core" : ""});
  }
  if (!bars.empty()) page_.bars({"出现次数最多的标识；红色为敏感个人信息、口令和密钥", "Kinds with most hits; red: sensitive personal information, passwords and keys"}, bars);
  if (!totals_.kinds.empty()) {
    page_ << "<details><summary>" << both_html({"全部标识", "All kinds"}) << "</summary>\n";
    page_.begin_table({"全部标识", "All kinds"}, {{{"标识", "Kind"}}, {{"敏感程度", "Sensitivity"}}, {{"出现次数", "Hits"}, true}, {{"字段", "Fields"}, true}, {{"文件和表", "Documents"}, true}});
    for (const KindTotals& k : totals_.kinds) {
      page_.row({{both_html(titles_.kind(k.kind)), ""}, {both_html(words(Topic::sensitivity, k.sensitivity.empty() ? "none" : k.sensitivity)), ""},
                 {grouped(k.hits), std::to_string(k.hits)}, {grouped(k.fields), std::to_string(k.fields)}, {grouped(k.documents), std::to_string(k.documents)}});
    }
    page_.end_table();
    page_ << "</details>\n";
  }
  page_.end_section();
}

void HtmlReport::persons() {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < result_.documents.size(); ++i) {
    if (result_.documents[i].persons > 0) indices.push_back(i);
  }
  if (indices.empty()) return;
  const std::size_t shown = std::min<std::size_t>(10, indices.size());
  std::partial_sort(indices.begin(), indices.begin() + static_cast<std::ptrdiff_t>(shown), indices.end(), [this](std::size_t a, std::size_t b) {
    return std::pair(result_.documents[b].persons, a) < std::pair(result_.documents[a].persons, b);
  });
  page_.begin_section("persons", {"涉及人数最多的文件和表", "Documents with most persons"});
  std::vector<HtmlPage::Bar> bars;
  for (std::size_t i = 0; i < shown; ++i) {
    const Document& d = result_.documents[indices[i]];
    const std::string about = d.persons_exact ? "" : "≈ ";
    bars.push_back({escape_html(d.path), share_of(d.persons, result_.documents[indices[0]].persons), escape_html(about + grouped(d.persons)), code_of(level_of(indices[i]))});
  }
  page_.bars({"按可识别的自然人去重；颜色为级别", "Distinct natural persons; the colour is the level"}, bars);
  page_.end_section();
}

void HtmlReport::method() {
  page_ << "<footer>\n";
  page_.paragraph({"数值只以脱敏形式出现；本文件不含任何原始值，打开时不访问网络。", "Values appear masked only; this file holds no original value and opens without the network."});
  page_.paragraph({"带 ≈ 的数为估计值，标准误差 0.41 %。人数按可识别的自然人去重，不同文件之间可能重复，因此总数给出下限。",
                   "Numbers with ≈ are estimates with a standard error of 0.41 %. Persons are counted once in a document; the same may stand in several, so totals are lower bounds."});
  page_.paragraph({"列入目录的数量阈值和分类代码中标为待核实的部分，见 specs 中各文件的出处。", "Which thresholds and class codes are not verified is said in the files of specs."});
  page_ << "</footer>\n";
}

Status write_html(const ScanResult& result, const Titles& titles, io::ByteSink out, const HtmlOptions& options, const Overlay* overlay) {
  return HtmlReport(result, titles, std::move(out), options, overlay).write();
}

}  // namespace lp::discover
