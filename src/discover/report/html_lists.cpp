#include <fmt/format.h>

#include <algorithm>

#include "discover/report/catalogue.h"
#include "discover/report/html_report.h"

namespace lp::discover {
namespace {

std::string number(std::uint64_t n, bool exact = true) { return n == 0 ? std::string() : (exact ? "" : "≈ ") + grouped(n); }

LocalText state_words(DecisionState state) {
  switch (state) {
    case DecisionState::holds: return {"有效", "holds"};
    case DecisionState::review: return {"需复核：机器判定已改变", "to review: the machine says otherwise now"};
    case DecisionState::unused: break;
  }
  return {"未用到：没有匹配的文件", "unused: matches no document"};
}

LocalText verdict_words(const Decision& d) {
  if (d.verdict == Verdict::confirmed) return {"确认", "confirmed"};
  if (d.verdict == Verdict::rejected) return {"否定", "rejected"};
  return {"定级为" + title_of(d.level).zh, "level " + title_of(d.level).en};
}

}  // namespace

void HtmlReport::datasets() {
  CatalogueOptions wanted;
  wanted.tree = options_.tree;
  wanted.at_least = Level::important;
  const Catalogue catalogue = make_catalogue(result_, wanted, overlay_);
  page_.begin_section("datasets", {"重要和核心数据（建议）", "Important and core data (proposed)"});
  if (catalogue.rows.empty()) {
    page_.paragraph({"没有规则认为高于一般的数据。", "No rule proposes more than general."});
    page_.end_section();
    return;
  }
  page_.begin_table({"同一文件夹中字段和标识相同的文件合为一项", "Files of one folder with the same fields and kinds are one entry"},
                    {{{"数据名称", "Data"}}, {{"级别", "Level"}}, {{"判定依据", "Because"}}, {{"类别", "Class"}}, {{"大小", "Size"}, true}, {{"条数", "Records"}, true}, {{"人数", "Persons"}, true}, {{"文件", "Files"}, true}});
  std::size_t shown = 0;
  for (const CatalogueRow& row : catalogue.rows) {
    if (++shown > options_.datasets) break;
    std::string basis = both_html(titles_.level_rule(row.rule));
    if (!row.decided_by.empty()) basis += "<br><span class=\"soft\">" + escape_html(row.decided_by) + "</span>";
    for (const std::string& note : row.notes) basis += "<br><span class=\"important\">" + both_html(words(Topic::note, note)) + "</span>";
    const std::string class_html = row.class_2.empty() ? "" : escape_html(row.class_2) + " " + both_html(titles_.class_of(options_.tree, row.class_2));
    page_.row({{escape_html(row.name), ""}, {level_tag(row.level), std::string(code_of(row.level))}, {basis, ""}, {class_html, row.class_2},
               {escape_html(bytes_text(row.bytes)), std::to_string(row.bytes)}, {number(row.records), std::to_string(row.records)},
               {number(row.persons_at_least, !row.estimated), std::to_string(row.persons_at_least)}, {number(row.documents), std::to_string(row.documents)}});
  }
  page_.end_table();
  cut_note(options_.datasets, catalogue.rows.size());
  page_.end_section();
}

void HtmlReport::documents() {
  const std::vector<std::size_t> all = most_serious(result_, overlay_, result_.documents.size());
  const std::size_t shown = std::min(all.size(), options_.documents);
  page_.begin_section("documents", {"文件和表", "Files and tables"});
  if (all.empty()) {
    page_.paragraph({"没有发现需要列出的文件或表。", "Nothing to list."});
    page_.end_section();
    return;
  }
  page_.begin_table({"级别高、人数多的在前", "Highest level and most persons first"},
                    {{{"路径", "Path"}}, {{"级别", "Level"}}, {{"判定依据", "Because"}}, {{"格式", "Format"}}, {{"大小", "Size"}, true}, {{"条数", "Records"}, true}, {{"人数", "Persons"}, true}, {{"发现", "Findings"}, true}});
  for (std::size_t i = 0; i < shown; ++i) {
    const Document& d = result_.documents[all[i]];
    const Level level = level_of(all[i]);
    const DocumentDecisions* decided = overlay_ != nullptr ? overlay_->find(all[i]) : nullptr;
    std::string tag = level_tag(level), basis = both_html(titles_.level_rule(d.level_rule));
    if (decided != nullptr && decided->level_decision) {
      const Decision& decision = overlay_->decisions[*decided->level_decision];
      tag += " <del>" + both_html(title_of(d.level)) + "</del>";
      basis += "<br>" + escape_html(decision.by + " " + to_string(decision.when) + ": " + decision.why);
      if (decided->level_review) basis += "<br><span class=\"important\">" + both_html(state_words(DecisionState::review)) + "</span>";
    }
    if (decided != nullptr && decided->level_on_rejected) basis += "<br><span class=\"important\">" + both_html(words(Topic::note, "level_on_rejected")) + "</span>";
    const std::string link = d.findings.empty() ? escape_html(d.path) : fmt::format("<a href=\"#d{}\">{}</a>", all[i], escape_html(d.path));
    page_.row({{link, printable_utf8(d.path)}, {tag, std::to_string(static_cast<int>(level))}, {basis, ""}, {escape_html(d.format), ""},
               {escape_html(bytes_text(d.bytes)), std::to_string(d.bytes)}, {number(d.rows), std::to_string(d.rows)},
               {number(d.persons, d.persons_exact && !d.sampled), std::to_string(d.persons)}, {number(d.findings.size()), std::to_string(d.findings.size())}});
  }
  page_.end_table();
  cut_note(shown, all.size());
  page_ << "<h3>" << both_html({"各文件和表中的发现", "Findings of each"}) << "</h3>\n";
  for (std::size_t i = 0; i < shown; ++i) document_findings(all[i]);
  page_.end_section();
}

void HtmlReport::document_findings(std::size_t index) {
  const Document& d = result_.documents[index];
  if (d.findings.empty()) return;
  page_ << fmt::format("<details id=\"d{}\" open><summary>", index) << escape_html(d.path) << " " << level_tag(level_of(index)) << "</summary>\n";
  page_.begin_table({"示例已脱敏", "Examples are masked"},
                    {{{"字段", "Field"}}, {{"标识", "Kind"}}, {{"出现次数", "Hits"}, true}, {{"不同值", "Distinct"}, true}, {{"置信度", "Confidence"}, true}, {{"依据", "Because"}}, {{"示例", "Examples"}}});
  for (std::size_t f = 0; f < d.findings.size(); ++f) {
    const Finding& finding = d.findings[f];
    std::string kind = both_html(titles_.kind(finding.kind)), examples, basis = both_html(because_words(finding.because));
    if (const FindingDecision* said = overlay_ != nullptr ? overlay_->find(index, f) : nullptr) {
      const Decision& decision = overlay_->decisions[said->decision];
      if (said->verdict == Verdict::rejected) kind = "<del>" + kind + "</del>";
      basis += "<br>" + both_html(verdict_words(decision)) + " · " + escape_html(decision.by + " " + to_string(decision.when) + ": " + decision.why);
      if (said->review) basis += "<br><span class=\"important\">" + both_html(state_words(DecisionState::review)) + "</span>";
    }
    for (const std::string& example : finding.examples) examples += "<code>" + escape_html(example) + "</code> ";
    const std::string hits = grouped(finding.hits) + (finding.values > 0 ? " / " + grouped(finding.values) : "");
    page_.row({{finding.field.empty() ? both_html({"（文本）", "(text)"}) : escape_html(finding.field), ""}, {kind, ""}, {hits, std::to_string(finding.hits)},
               {number(finding.distinct, finding.distinct_exact), std::to_string(finding.distinct)}, {fmt::format("{} %", finding.confidence), std::to_string(finding.confidence)},
               {basis, ""}, {examples, ""}});
  }
  page_.end_table();
  page_ << "</details>\n";
}

void HtmlReport::skips() {
  page_.begin_section("not-looked-at", {"未查看的内容", "Not looked at"});
  if (result_.interrupted && !result_.coverage.skipped_by_reason.contains("interrupted")) page_.paragraph({"中断之后的内容都没有查看，也未计入覆盖。", "All that came after the interruption; coverage does not count it."}, "warning");
  if (result_.coverage.complete()) {
    if (!result_.interrupted) page_.paragraph({"没有：找到的内容全部查看过。", "Nothing: all that was found was looked at."}, "good");
    page_.end_section();
    return;
  }
  page_.begin_table({"按原因", "By reason"}, {{{"原因", "Reason"}}, {{"大小", "Size"}, true}, {{"占比", "Share"}, true}, {{"项数", "Items"}, true}, {{"怎么办", "What to do"}}});
  for (const ReasonTotals& r : totals_.reasons) {
    page_.row({{both_html(words(Topic::skip, r.reason)), ""}, {escape_html(bytes_text(r.bytes)), std::to_string(r.bytes)},
               {escape_html(percent_text(r.bytes, result_.coverage.bytes_found)), std::to_string(r.bytes)}, {number(r.items), std::to_string(r.items)},
               {both_html(skip_advice(r.reason)), ""}});
  }
  page_.end_table();
  skip_list();
  page_.end_section();
}

void HtmlReport::skip_list() {
  const std::vector<Skip>& skips = result_.coverage.skips;
  if (skips.empty()) return;
  const std::size_t shown = std::min(skips.size(), options_.skips);
  page_ << "<details" << (shown <= 20 ? " open" : "") << "><summary>" << both_html({"逐项", "One by one"}) << "</summary>\n";
  page_.begin_table({"未查看的文件和成员", "Files and members not looked at"}, {{{"路径", "Path"}}, {{"大小", "Size"}, true}, {{"原因", "Reason"}}, {{"详情", "Detail"}}});
  for (std::size_t i = 0; i < shown; ++i) {
    const Skip& s = skips[i];
    page_.row({{escape_html(s.path), ""}, {escape_html(bytes_text(s.bytes)), std::to_string(s.bytes)}, {both_html(words(Topic::skip, s.reason)), ""}, {escape_html(s.detail), ""}});
  }
  page_.end_table();
  cut_note(shown, skips.size());
  page_ << "</details>\n";
}

void HtmlReport::decisions() {
  if (overlay_ == nullptr || overlay_->decisions.empty()) return;
  page_.begin_section("decisions", {"人工决定", "Decisions by people"});
  page_.begin_table({"与机器判定分开保存，再次扫描后仍然有效", "Kept apart from the machine's verdicts; they outlive scans"},
                    {{{"路径", "Path"}}, {{"字段", "Field"}}, {{"标识", "Kind"}}, {{"决定", "Decision"}}, {{"何人何时", "Who and when"}}, {{"理由", "Why"}}, {{"状态", "State"}}});
  for (std::size_t i = 0; i < overlay_->decisions.size(); ++i) {
    const Decision& d = overlay_->decisions[i];
    const bool level = d.verdict == Verdict::level;
    const DecisionState state = overlay_->states[i];
    std::string shown = both_html(state_words(state));
    if (state == DecisionState::review) shown = "<span class=\"important\">" + shown + "</span>";
    page_.row({{escape_html(d.path), ""}, {level ? "" : escape_html(d.field), ""}, {level ? "" : both_html(titles_.kind(d.kind)), ""}, {both_html(verdict_words(d)), ""},
               {escape_html(d.by + " " + to_string(d.when)), ""}, {escape_html(d.why), ""}, {shown, ""}});
  }
  page_.end_table();
  page_.end_section();
}

}  // namespace lp::discover
