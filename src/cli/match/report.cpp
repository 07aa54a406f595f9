// longpan match report: reports of scanners into a book of findings.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/diagnostics_text.h"
#include "cli/main.h"
#include "cli/match/match_commands.h"
#include "cli/progress.h"
#include "match/findings/from_matches.h"
#include "match/reports/report_format.h"

namespace lp::cli {
namespace {

struct Options {
  std::vector<std::filesystem::path> paths;
  std::string book, format, asset, mapping;
  RankingChoice ranking;
  FindingFiles files;
};

struct ReadReports {
  std::vector<match::FindingImport> imports;
  std::uint64_t refused = 0;
  int unread = 0;
};

Result<ReadReports> read_reports(Context& context, const Options& options, Timestamp now) {
  LP_TRY(const std::vector<std::filesystem::path> files, list_files(options.paths));
  ReadReports out;
  Diagnostics found(200);
  Progress progress(context);
  for (std::size_t i = 0; i < files.size(); ++i) {
    progress.show(files[i].filename().string(), static_cast<std::int64_t>(i), static_cast<std::int64_t>(files.size()));
    match::FindingImport import;
    const match::ReportOptions how{.file = files[i].string(), .format = options.format, .asset = options.asset, .mapping = options.mapping};
    const auto statistics = match::read_report_file(files[i], how, [&](match::ReportedFinding&& f) { import.findings.push_back(std::move(f)); }, found);
    if (!statistics) {
      ++out.unread;
      context.err << files[i].string() << ": " << sentence_of(context, statistics.error()) << '\n';
      continue;
    }
    out.refused += statistics->refused;
    import.source = import.findings.empty() || import.findings.front().source.empty() ? statistics->format.substr(0, statistics->format.find('_')) : import.findings.front().source;
    import.name = files[i].filename().string();
    import.at = now;
    import.assets = statistics->assets;
    out.imports.push_back(std::move(import));
  }
  print_diagnostics(context, found, Severity::warning);
  if (out.imports.empty()) return make_error(Errc::invalid, "no report could be read", "longpan match formats lists what can be read; --format names one");
  return out;
}

void add_up(match::FindingChanges& sum, const match::FindingChanges& one) {
  sum.created += one.created, sum.kept += one.kept, sum.closed += one.closed, sum.changed += one.changed;
  sum.recurred += one.recurred, sum.merged += one.merged, sum.accepted += one.accepted, sum.reopened += one.reopened, sum.repeated += one.repeated;
}

Result<int> run(Context& context, const Options& options) {
  LP_TRY(const std::unique_ptr<RankingParts> ranking, load_ranking(context, options.ranking));
  LP_TRY(ReadReports read, read_reports(context, options, ranking->context.now));
  std::vector<match::ReportedFinding> all;
  for (const match::FindingImport& import : read.imports) all.insert(all.end(), import.findings.begin(), import.findings.end());
  const match::StatedAliases aliases(all);
  match::FindingBook book;
  match::FindingChanges changes;
  const auto apply = [&] {
    for (match::FindingImport& import : read.imports) add_up(changes, book.apply(std::move(import), aliases));
  };
  if (options.book.empty()) {
    apply();
  } else {
    LP_TRY(const BookLock lock, BookLock::take(options.book));
    LP_TRY(book, open_book(options.book, true));
    apply();
    LP_CHECK_OK(save_book(book, options.book));
  }
  match::FindingList list = match::rank_findings(book.findings(), ranking->context);
  list.program = program_name;
  list.subject = options.paths.front().filename().string();
  LP_TRY(const int code, tell_findings(context, list, options.files, read.refused > 0 || read.unread > 0));
  tell_changes(context, changes);
  return code;
}

}  // namespace

Run add_match_report(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("reports", o->paths, "扫描器报告或目录：nmap、Nessus、OpenVAS、nuclei、ZAP、Trivy、SARIF … / reports of scanners")->required();
  app.add_option("--book", o->book, "漏洞台账：新增、保留、关闭、复发 / book of findings to keep up to date");
  app.add_option("--format", o->format, "报告格式，默认按内容识别 / format, default told by content");
  app.add_option("--asset", o->asset, "报告未写明时的资产名 / asset when a report names none");
  app.add_option("--mapping", o->mapping, "通用表格的列对应文件 / which column of a generic table is what");
  add_ranking_options(app, o->ranking);
  add_finding_files(app, o->files);
  app.footer("例 / examples:\n  longpan match report scans/ --book findings.jsonl --signals advisories.image.signals --html 漏洞.html\n"
             "退出码 / exit codes: 0; 1 有内容未读 / something was not read; 16 达到 --fail-on / --fail-on was found");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
