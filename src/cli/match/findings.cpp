// longpan match findings, accept: a book of findings listed, exported, and what people decide about one.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "cli/main.h"
#include "cli/match/match_commands.h"

namespace lp::cli {
namespace {

struct ListOptions {
  std::string book, level, asset, flaw;
  bool all = false;
  RankingChoice ranking;
  FindingFiles files;
};

Result<int> list(Context& context, const ListOptions& options) {
  LP_TRY(const std::unique_ptr<RankingParts> ranking, load_ranking(context, options.ranking));
  LP_TRY(match::FindingBook book, open_book(options.book, false));
  book.reopen_expired(date_in_china(ranking->context.now));   // for this look; the next writer keeps it
  match::FindingList list = match::rank_findings(book.findings(), ranking->context, options.all ? match::Include::all : match::Include::open);
  const auto least = match::parse_priority_level(options.level);
  std::erase_if(list.rows, [&](const match::RankedFinding& row) {
    const match::ReportedFinding& r = row.finding.reported;
    const bool other_flaw = !options.flaw.empty() && std::ranges::none_of(r.ids, [&](const std::string& id) { return match::fold_id(id) == match::fold_id(options.flaw); });
    return (least && row.priority.level < *least) || (!options.asset.empty() && r.asset != options.asset) || other_flaw;
  });
  list.program = program_name;
  list.subject = std::filesystem::path(options.book).filename().string();
  if (list.rows.empty() && !context.json) context.out << (context.zh ? "没有符合条件的漏洞；--all 含已关闭和已接受的\n" : "no finding is like that; --all has closed and accepted ones as well\n");
  return tell_findings(context, list, options.files, false);
}

struct AcceptOptions {
  std::string book, id, until, by, reason;
  bool reopen = false, close = false;
};

Result<match::FindingChanges> decide(const AcceptOptions& o, match::FindingBook& book, Timestamp now) {
  if (o.reopen) return book.reopen(o.id);
  if (o.close) return book.close(o.id, now, o.by + ": " + o.reason);
  LP_TRY(const Date until, parse_date_lenient(o.until));
  return book.accept_risk(o.id, until, o.by, o.reason, date_in_china(now));
}

Result<int> accept(Context& context, const AcceptOptions& options) {
  if (!options.reopen && (options.by.empty() || options.reason.empty()))
    return make_error(Errc::invalid, "who decides, and why, is not stated", "--by and --reason");
  if (!options.reopen && !options.close && options.until.empty()) return make_error(Errc::invalid, "a risk is accepted until a day", "--until 2024-12-31");
  LP_TRY(const Clock* clock, context.clock());
  LP_TRY(const BookLock lock, BookLock::take(options.book));
  LP_TRY(match::FindingBook book, open_book(options.book, false));
  LP_TRY(const match::FindingChanges changes, decide(options, book, clock->now()));
  LP_CHECK_OK(save_book(book, options.book));
  for (const match::FindingChange& change : changes.list) context.out << fmt::format("{} {}\n", change.id, match::to_string(change.event));
  return 0;
}

}  // namespace

Run add_match_findings(CLI::App& app) {
  auto o = std::make_shared<ListOptions>();
  app.add_option("book", o->book, "漏洞台账 / book of findings")->required();
  app.add_option("--level", o->level, "最低优先级 / least priority: low medium high urgent")->check(CLI::IsMember({"low", "medium", "high", "urgent"}));
  app.add_option("--asset", o->asset, "只列一个资产 / of one asset");
  app.add_option("--flaw", o->flaw, "只列一个漏洞 / of one flaw");
  app.add_flag("--all", o->all, "含已关闭和已接受的 / closed and accepted ones as well");
  add_ranking_options(app, o->ranking);
  add_finding_files(app, o->files);
  app.footer("例 / examples:\n  longpan match findings findings.jsonl --level high --signals advisories.image.signals\n  longpan match findings findings.jsonl --all --csv 漏洞台账.csv");
  return [o](Context& context) { return list(context, *o); };
}

Run add_match_accept(CLI::App& app) {
  auto o = std::make_shared<AcceptOptions>();
  app.add_option("book", o->book, "漏洞台账 / book of findings")->required();
  app.add_option("id", o->id, "台账中的编号 / id in the book")->required();
  app.add_option("--until", o->until, "接受风险到哪一天，过期重新打开 / the risk is accepted until that day");
  app.add_option("--by", o->by, "决定人 / who decides");
  app.add_option("--reason", o->reason, "理由 / why");
  app.add_flag("--reopen", o->reopen, "收回已接受的风险 / take an acceptance back");
  app.add_flag("--close", o->close, "已整改并经他人验证 / fixed, and verified by another person");
  app.footer("例 / examples:\n  longpan match accept findings.jsonl 3f2a… --until 2024-12-31 --by 张三 --reason '设备年底退役'\n  longpan match accept findings.jsonl 3f2a… --reopen");
  return [o](Context& context) { return accept(context, *o); };
}

}  // namespace lp::cli
