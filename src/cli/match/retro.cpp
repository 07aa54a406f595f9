// longpan match retro: one flaw found, everyone alike checked. What new, changed and withdrawn advisories change for each enterprise.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>
#include <ostream>

#include "base/text.h"
#include "cli/match/match_commands.h"
#include "cli/progress.h"
#include "cli/table.h"
#include "io/csv_writer.h"
#include "match/findings/from_matches.h"
#include "match/index/portfolio.h"

namespace lp::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<fs::path> feeds;
  std::string image, inventories, format, notices;
  bool apply = false;
  int rows = 30;
};

struct Enterprises {
  std::vector<std::string> names;                           // by EnterpriseNumber
  std::vector<std::vector<match::Component>> inventories;   // by InventoryNumber
  std::vector<match::EnterpriseNumber> owner;
  int unread = 0;
};

// A folder below `root` is an enterprise; a file in `root` itself is one of its own name.
std::string enterprise_of(const fs::path& root, const fs::path& file) {
  const fs::path relative = file.lexically_relative(root);
  return relative.has_parent_path() ? relative.begin()->string() : file.stem().string();
}

Result<Enterprises> read_enterprises(Context& context, const Options& options) {
  LP_TRY(const std::vector<fs::path> files, list_files({options.inventories}));
  Enterprises out;
  std::map<std::string, match::EnterpriseNumber> numbers;
  Progress progress(context);
  for (std::size_t i = 0; i < files.size(); ++i) {
    progress.show(files[i].filename().string(), static_cast<std::int64_t>(i), static_cast<std::int64_t>(files.size()));
    const auto read = read_components(context, {.paths = {files[i]}, .format = {}, .asset = {}, .distribution = {}, .mapping = {}});
    if (!read) {
      ++out.unread;
      continue;
    }
    const auto [place, added] = numbers.try_emplace(enterprise_of(options.inventories, files[i]), static_cast<match::EnterpriseNumber>(out.names.size()));
    if (added) out.names.push_back(place->first);
    out.owner.push_back(place->second);
    out.inventories.push_back(read->components);
  }
  if (out.inventories.empty()) return make_error(Errc::invalid, options.inventories + " holds no inventory that can be read", "one folder an enterprise, its SBOMs and lists in it");
  return out;
}

match::Portfolio portfolio_of(const match::AdvisoryLayers& layers, const Enterprises& all) {
  match::Portfolio portfolio(layers);
  for (std::size_t i = 0; i < all.inventories.size(); ++i) {
    std::map<std::string_view, std::uint32_t> assets;
    std::vector<match::Installed> installed;
    for (std::size_t item = 0; item < all.inventories[i].size(); ++item) {
      const match::Component& c = all.inventories[i][item];
      const auto asset = assets.try_emplace(c.asset, static_cast<std::uint32_t>(assets.size())).first;
      installed.push_back({&c, asset->second, static_cast<std::uint32_t>(item)});
    }
    portfolio.put(static_cast<match::InventoryNumber>(i), all.owner[i], installed);
  }
  return portfolio;
}

const match::Component& component_of(const Enterprises& all, const match::PortfolioFinding& f) { return all.inventories[f.inventory][f.item]; }

json::object finding_json(const Enterprises& all, const match::PortfolioChanges& changes, const match::PortfolioFinding& f) {
  const match::Component& c = component_of(all, f);
  const match::AdvisoryName& advisory = changes.advisories[f.advisory];
  return {{"enterprise", all.names[f.enterprise]}, {"asset", c.asset}, {"component", match::component_identity(c)}, {"version", c.version},
          {"advisory", advisory.id}, {"source", advisory.source}, {"tier", match::to_string(f.tier)}};
}

json::array findings_json(const Enterprises& all, const match::PortfolioChanges& changes, const std::vector<match::PortfolioFinding>& findings) {
  json::array out;
  for (const match::PortfolioFinding& f : findings) out.push_back(finding_json(all, changes, f));
  return out;
}

std::string ids_of(const match::NoticeLine& line) {
  std::vector<std::string> ids;
  for (const match::AdvisoryName& name : line.advisories) ids.push_back(name.id);
  return join(ids, ", ");
}

// Organisation, product, fixed version: no place, and nothing of how a flaw is used.
Status write_notices(Context& context, const std::string& path, const Enterprises& all, const std::vector<match::NoticeDraft>& drafts) {
  LP_TRY(io::ByteSink out, io::open_file_sink(path));
  io::CsvSink sink(std::move(out));
  const bool zh = context.zh;
  const std::vector<io::Column> columns{{.name = "enterprise", .title = zh ? "企业" : "enterprise"}, {.name = "product", .title = zh ? "产品" : "product"},
                                        {.name = "fixed_versions", .title = zh ? "应升级到的版本" : "fixed in"}, {.name = "advisories", .title = zh ? "漏洞编号" : "advisories"}};
  LP_CHECK_OK(sink.begin("notices", columns));
  for (const match::NoticeDraft& draft : drafts) {
    for (const match::NoticeLine& line : draft.lines) {
      const std::vector<io::Cell> cells{io::Cell::of(all.names[draft.enterprise]), io::Cell::of(line.product), io::Cell::of(join(line.fixed_versions, ", ")), io::Cell::of(ids_of(line))};
      LP_CHECK_OK(sink.write(cells));
    }
  }
  return sink.finish();
}

void print(Context& context, const Options& options, const Enterprises& all, const match::PortfolioChanges& changes, const std::vector<match::NoticeDraft>& drafts) {
  const bool zh = context.zh;
  std::vector<std::vector<std::string>> rows;
  const auto add = [&](const std::vector<match::PortfolioFinding>& findings, const char* words) {
    for (const match::PortfolioFinding& f : findings) {
      if (options.rows > 0 && static_cast<int>(rows.size()) == options.rows) return;
      const match::Component& c = component_of(all, f);
      rows.push_back({words, all.names[f.enterprise], c.asset, match::component_identity(c) + " " + c.version, changes.advisories[f.advisory].id, std::string(match::to_string(f.tier))});
    }
  };
  add(changes.opened, zh ? "新增" : "new");
  add(changes.closed, zh ? "关闭" : "closed");
  add(changes.changed, zh ? "变化" : "changed");
  if (!rows.empty())
    context.out << to_table(zh ? std::vector<std::string>{"", "企业", "资产", "组件与版本", "公告", "依据等级"} : std::vector<std::string>{"", "enterprise", "asset", "component, version", "advisory", "tier"}, rows);
  context.out << fmt::format(fmt::runtime(zh ? "{} 家企业、{} 份清单：新增 {}，关闭 {}，变化 {}；可通报 {} 家\n" : "{} enterprises, {} inventories: {} new, {} closed, {} changed; notices for {}\n"), all.names.size(),
                             all.inventories.size(), changes.opened.size(), changes.closed.size(), changes.changed.size(), drafts.size());
  if (!options.apply) context.out << (zh ? "这是预览，映像未改；加 --apply 写入新情报\n" : "a preview: the image is as it was; --apply puts the advisories in\n");
}

Result<int> run(Context& context, const Options& options) {
  LP_TRY(const match::AdvisoryLayers layers, open_advisories(options.image));
  LP_TRY(const ReadFeeds read, read_feeds(context, options.feeds, options.format));
  if (read.advisories.empty()) return make_error(Errc::invalid, "no advisory in these feeds could be read", "longpan match formats lists what can be read");
  LP_TRY(const Enterprises all, read_enterprises(context, options));
  LP_TRY(const std::unique_ptr<RankingParts> parts, load_ranking(context, {}));
  match::Portfolio portfolio = portfolio_of(layers, all);
  const match::PortfolioChanges changes = portfolio.update(read.advisories);
  const auto notifiable = [&](match::Tier tier) { return parts->tiers[tier].notifiable; };
  const std::vector<match::NoticeDraft> drafts = portfolio.notices(changes, notifiable);
  if (!options.notices.empty()) LP_CHECK_OK(write_notices(context, options.notices, all, drafts));
  if (options.apply) LP_CHECK_OK(portfolio.advisories().flattened()->save(options.image));
  if (context.json) {
    context.out << to_pretty_text(json::object{{"enterprises", all.names.size()}, {"inventories", all.inventories.size()}, {"advisories", read.advisories.size()}, {"applied", options.apply},
                                               {"new", findings_json(all, changes, changes.opened)}, {"closed", findings_json(all, changes, changes.closed)},
                                               {"changed", findings_json(all, changes, changes.changed)}});
  } else if (!context.quiet) {
    print(context, options, all, changes, drafts);
  }
  return read.refused > 0 || read.unread > 0 || all.unread > 0 ? 1 : 0;
}

}  // namespace

Run add_match_retro(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("feeds", o->feeds, "新增、变化或撤回的公告 / new, changed or withdrawn advisories")->required();
  app.add_option("--image", o->image, "原有漏洞情报映像 / image of what was known before")->required();
  app.add_option("--inventories", o->inventories, "资产清单目录，每家企业一个子目录 / folder of inventories, one sub-folder an enterprise")->required();
  app.add_option("--format", o->format, "情报格式，默认按内容识别 / format of the feeds, default told by content");
  app.add_option("--notices", o->notices, "通报草稿 CSV：企业、产品、修复版本 / drafts of notices as CSV");
  app.add_option("--rows", o->rows, "终端列出的条数，0 为全部 / rows on the terminal, 0 for all")->check(CLI::NonNegativeNumber)->capture_default_str();
  app.add_flag("--apply", o->apply, "把新情报写入映像 / put the advisories into the image");
  app.footer("例 / examples:\n  longpan match retro CVE-2024-3094.json --image advisories.image --inventories enterprises/\n"
             "  longpan match retro today/ --image advisories.image --inventories enterprises/ --notices 通报.csv --apply");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
