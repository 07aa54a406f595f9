// longpan match import: feeds of advisories into one image, and what they say beside: KEV, EPSS.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/match/match_commands.h"
#include "cli/diagnostics_text.h"
#include "io/files.h"
#include "match/signals_file.h"

namespace lp::cli {
namespace {

struct Options {
  std::vector<std::filesystem::path> paths;
  std::string image, format;
  bool fresh = false;
};

// Those of an earlier import stay; the newer row of an id and source counts.
Status save_signals(Context& context, const Options& options, const std::vector<match::Signal>& fresh) {
  const std::filesystem::path path = signals_beside(options.image);
  std::vector<match::Signal> all;
  if (!options.fresh) {
    const auto before = io::read_file(path, std::uint64_t{1} << 30);
    if (!before && before.error().code != Errc::not_found) return before.error();
    Diagnostics found;
    if (before) LP_CHECK_OK(match::read_signals(*before, path.string(), [&](match::Signal&& s) { all.push_back(std::move(s)); }, found));
    print_diagnostics(context, found, Severity::error);
  }
  all.insert(all.end(), fresh.begin(), fresh.end());
  std::ranges::stable_sort(all, [](const match::Signal& a, const match::Signal& b) { return std::tie(a.id, a.source) < std::tie(b.id, b.source); });
  std::vector<match::Signal> last;
  for (match::Signal& s : all) {
    if (!last.empty() && last.back().id == s.id && last.back().source == s.source) last.back() = std::move(s);
    else last.push_back(std::move(s));
  }
  return io::write_file_atomic(path, match::to_csv(last));
}

Result<std::shared_ptr<const match::AdvisoryIndex>> make_index(const Options& options, const std::vector<match::Advisory>& advisories) {
  std::error_code ignored;
  if (!options.fresh && std::filesystem::exists(options.image, ignored)) {
    LP_TRY(const match::AdvisoryLayers before, open_advisories(options.image));
    return before.with(advisories).flattened();
  }
  match::AdvisoryIndexBuilder builder;
  for (const match::Advisory& a : advisories) builder.add(a);
  return builder.build();
}

void tell(Context& context, const Options& options, const ReadFeeds& read, const match::AdvisoryIndex& index) {
  const match::IndexStatistics& s = index.statistics();
  if (context.json) {
    context.out << to_pretty_text(json::object{{"records", read.records}, {"advisories_read", read.advisories.size()}, {"signals_read", read.signals.size()}, {"refused", read.refused},
                                               {"not_read", read.unread}, {"image", options.image}, {"advisories", index.size()}, {"withdrawn", s.withdrawn}, {"packages", s.packages},
                                               {"intervals", s.intervals}, {"nothing_stated", s.nothing_stated}, {"unknown_scheme", s.unknown_scheme}, {"bytes", index.file_bytes()}});
    return;
  }
  context.out << fmt::format(fmt::runtime(context.zh ? "读入 {} 条记录：{} 条漏洞公告、{} 条信号；{} 条被拒，{} 个文件未读\n" : "{} records read: {} advisories, {} signals; {} refused, {} files not read\n"),
                             read.records, read.advisories.size(), read.signals.size(), read.refused, read.unread);
  context.out << fmt::format(fmt::runtime(context.zh ? "映像 {}：{} 条公告（{} 条已撤回），{} 个软件包，{} 个版本区间；{} 处未给出版本，{} 处版本顺序未知\n"
                                                     : "image {}: {} advisories ({} withdrawn), {} packages, {} ranges; {} statements without versions, {} of unknown order\n"),
                             options.image, index.size(), s.withdrawn, s.packages, s.intervals, s.nothing_stated, s.unknown_scheme);
}

Result<int> run(Context& context, const Options& options) {
  LP_TRY(ReadFeeds read, read_feeds(context, options.paths, options.format));
  if (read.advisories.empty() && read.signals.empty()) return make_error(Errc::invalid, "nothing in these feeds could be read", "longpan match formats lists what can be read");
  LP_TRY(const auto index, make_index(options, read.advisories));
  LP_CHECK_OK(index->save(options.image));
  if (!read.signals.empty() || options.fresh) LP_CHECK_OK(save_signals(context, options, read.signals));
  tell(context, options, read, *index);
  return read.refused > 0 || read.unread > 0 ? 1 : 0;
}

}  // namespace

Run add_match_import(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("feeds", o->paths, "情报文件、压缩包或目录：OSV、NVD、CVE 5、CSAF、CNVD、CNNVD、VEX、KEV、EPSS / feeds: files, archives, folders")->required();
  app.add_option("--image", o->image, "映像文件；已存在则更新 / the image; updated when it exists")->required();
  app.add_option("--format", o->format, "情报格式，默认按内容识别 / format, default told by content");
  app.add_flag("--fresh", o->fresh, "重新制作，不保留原有内容 / make it anew, keep nothing of what is there");
  app.footer("例 / examples:\n  longpan match import osv/all.zip nvd/ cnvd.xml kev.json epss.csv.gz --image advisories.image\n"
             "  longpan match import 今日更新/ --image advisories.image     # 增量 / incremental\n"
             "退出码 / exit codes: 0 全部读入 / all read; 1 有记录被拒或文件未读 / some refused or not read");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
