// longpan match sbom: inventories against advisories.
#include <CLI/CLI.hpp>
#include <ostream>
#include <set>

#include "cli/main.h"
#include "cli/match/match_commands.h"
#include "match/findings/from_matches.h"

namespace lp::cli {
namespace {

struct Options {
  InventoryChoice inventory;
  RankingChoice ranking;
  FindingFiles files;
  std::string image, book;
  std::vector<std::filesystem::path> vex;
  bool notifiable = false;
};

match::FindingImport import_of(const Options& options, const ReadComponents& read, std::vector<match::ReportedFinding>&& findings, Timestamp now, bool partial) {
  match::FindingImport import;
  import.source = "match";
  import.name = options.inventory.paths.front().filename().string();
  import.at = now;
  std::set<std::string> assets;
  for (const match::Component& c : read.components) assets.insert(c.asset);
  import.assets.assign(assets.begin(), assets.end());
  import.closed_because = "no advisory holds for it any more";
  if (partial) {
    import.only_ids.emplace_back("none");
    for (const match::ReportedFinding& f : findings) import.only_ids.insert(import.only_ids.end(), f.ids.begin(), f.ids.end());
  }
  import.findings = std::move(findings);
  return import;
}

Result<match::AdvisoryLayers> advisories_of(Context& context, const Options& options, bool& incomplete) {
  LP_TRY(match::AdvisoryLayers layers, open_advisories(options.image));
  if (options.vex.empty()) return layers;
  LP_TRY(const ReadFeeds vex, read_feeds(context, options.vex, ""));
  incomplete = incomplete || vex.refused > 0 || vex.unread > 0;
  return layers.with(vex.advisories);
}

Result<int> run(Context& context, const Options& options) {
  bool incomplete = false;
  LP_TRY(const match::AdvisoryLayers layers, advisories_of(context, options, incomplete));
  LP_TRY(const std::unique_ptr<RankingParts> ranking, load_ranking(context, options.ranking, options.image));
  LP_TRY(const ReadComponents read, read_components(context, options.inventory));
  incomplete = incomplete || read.refused > 0 || read.unread > 0;

  const match::Matcher matcher(layers);
  match::MatchedFindings matched = match::findings_of(read.components, matcher, matcher.match(read.components), context.zh);
  // What could not be read, or is not decided, closes nothing: silence is not "not affected".
  const bool partial = incomplete || matched.counts.version_unknown > 0 || matched.counts.under_investigation > 0;
  const match::StatedAliases aliases(matched.findings);

  match::FindingBook book;
  match::FindingChanges changes;
  if (options.book.empty()) {
    changes = book.apply(import_of(options, read, std::move(matched.findings), ranking->context.now, partial), aliases);
  } else {
    LP_TRY(const BookLock lock, BookLock::take(options.book));
    LP_TRY(book, open_book(options.book, true));
    changes = book.apply(import_of(options, read, std::move(matched.findings), ranking->context.now, partial), aliases);
    LP_CHECK_OK(save_book(book, options.book));
  }
  match::FindingList list = match::rank_findings(book.findings(), ranking->context);
  if (options.notifiable) std::erase_if(list.rows, [](const match::RankedFinding& row) { return !row.notifiable; });
  list.program = program_name;
  list.subject = read.subject;
  list.components = read.components.size();
  list.counts = matched.counts;
  LP_TRY(const int code, tell_findings(context, list, options.files, incomplete));
  if (!options.book.empty()) tell_changes(context, changes);
  return code;
}

}  // namespace

Run add_match_sbom(CLI::App& app) {
  auto o = std::make_shared<Options>();
  add_inventory_options(app, o->inventory);
  app.add_option("--image", o->image, "漏洞情报映像 / image of advisories")->required();
  app.add_option("--book", o->book, "漏洞台账：新增、保留、关闭、复发 / book of findings to keep up to date");
  app.add_option("--vex", o->vex, "另加的 VEX、CSAF 声明 / VEX and CSAF statements beside the image");
  app.add_flag("--notifiable", o->notifiable, "只列可直接通报的 / only what may lead to a notice without a person's decision");
  add_ranking_options(app, o->ranking);
  add_finding_files(app, o->files);
  app.footer("例 / examples:\n  longpan match sbom bom.json --image advisories.image --html 漏洞.html\n"
             "  dpkg-query -W | longpan match sbom /dev/stdin --distribution debian:12 --asset web01 --image advisories.image\n"
             "  longpan match sbom inventories/ --image advisories.image --book findings.jsonl --fail-on high\n"
             "退出码 / exit codes: 0; 1 有内容未读 / something was not read; 16 达到 --fail-on / --fail-on was found");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
