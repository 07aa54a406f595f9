// longpan match explain: why a component is affected by a flaw, or why not.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/colour.h"
#include "cli/match/match_commands.h"
#include "match/index/matcher.h"
#include "match/version/scheme.h"

namespace lp::cli {
namespace {

struct Options {
  std::string id, image, purl, cpe, vendor, name, version, distribution;
  InventoryChoice inventory;
  std::vector<std::filesystem::path> vex;
};

Result<match::Component> stated_component(const Options& options) {
  match::Component c;
  c.vendor = options.vendor, c.name = options.name, c.version = options.version, c.distribution = options.distribution;
  if (!options.purl.empty()) {
    LP_TRY(c.purl, match::parse_purl(options.purl));
    if (c.name.empty()) c.name = c.purl->name;
    if (c.version.empty()) c.version = c.purl->version;
  }
  if (!options.cpe.empty()) {
    LP_TRY(match::Cpe cpe, match::parse_cpe(options.cpe));
    if (c.version.empty() && cpe[match::Cpe::version] != "*" && cpe[match::Cpe::version] != "-") c.version = cpe[match::Cpe::version];
    c.cpes.push_back(std::move(cpe));
  }
  // As an inventory would complete it.
  std::vector<match::Component> out;
  Diagnostics ignored;
  match::InventorySink sink({}, [&out](match::Component&& one) { out.push_back(std::move(one)); }, ignored);
  sink.take(std::move(c));
  if (out.empty()) return make_error(Errc::invalid, "this names no component", "--purl, --cpe, or --name with --version");
  return std::move(out.front());
}

// Of an inventory the components of that name (and version, when one is given).
Result<std::vector<match::Component>> components_of(Context& context, const Options& options, std::vector<match::Component>& beside) {
  std::vector<match::Component> out;
  if (options.inventory.paths.empty()) {
    if (options.purl.empty() && options.cpe.empty() && options.name.empty()) return make_error(Errc::invalid, "no component is named", "--purl, --cpe, --name, or --inventory with --name");
    LP_TRY(match::Component one, stated_component(options));
    out.push_back(std::move(one));
    return out;
  }
  LP_TRY(ReadComponents read, read_components(context, options.inventory));
  for (const match::Component& c : read.components) {
    if ((options.name.empty() || c.name == options.name) && (options.version.empty() || c.version == options.version)) out.push_back(c);
  }
  if (out.empty()) return make_error(Errc::not_found, "the inventory has no component named " + options.name);
  beside = std::move(read.components);
  return out;
}

json::object to_json(const match::Explanation& e, bool zh) {
  json::array statements;
  for (const match::StatementExplanation& s : e.statements)
    statements.push_back(json::object{{"advisory", s.advisory.id}, {"source", s.advisory.source}, {"where", s.where}, {"package", match::to_string(s.package)},
                                      {"tier", match::to_string(s.tier)}, {"matched", s.matched}, {"why", zh ? s.why.zh : s.why.en}});
  json::array matches;
  for (const match::Match& m : e.matches) matches.push_back(json::object{{"outcome", match::to_string(m.outcome)}, {"tier", match::to_string(m.tier)}});
  return {{"statements", std::move(statements)}, {"matches", std::move(matches)}};
}

void print(Context& context, const match::Component& c, const match::Explanation& e) {
  context.out << paint(context, Colour::bold, c.purl ? match::to_string(*c.purl) : c.vendor + " " + c.name + " " + c.version) << '\n';
  for (const match::StatementExplanation& s : e.statements)
    context.out << fmt::format("  {} {} ({}) {} [{}]\n      {}\n", paint(context, s.matched ? Colour::red : Colour::green, s.matched ? "✗" : "✓"), s.advisory.id, s.advisory.source, match::to_string(s.package),
                               match::to_string(s.tier), context.text(s.why));
}

Result<int> run(Context& context, const Options& options) {
  LP_TRY(match::AdvisoryLayers layers, open_advisories(options.image));
  if (!options.vex.empty()) {
    LP_TRY(const ReadFeeds vex, read_feeds(context, options.vex, ""));
    layers = layers.with(vex.advisories);
  }
  if (layers.find_with_aliases(options.id).empty())
    return make_error(Errc::not_found, "the image knows no " + options.id, "update it: longpan match import FEEDS --image " + options.image);
  std::vector<match::Component> beside;
  LP_TRY(const std::vector<match::Component> components, components_of(context, options, beside));
  const match::Matcher matcher(layers);
  bool affected = false;
  json::array all;
  for (const match::Component& c : components) {
    const match::Explanation e = matcher.explain(c, options.id, beside);
    for (const match::Match& m : e.matches) affected = affected || m.outcome == match::Outcome::affected;
    if (context.json) all.push_back(to_json(e, context.zh));
    else print(context, c, e);
  }
  if (context.json) context.out << to_pretty_text(all);
  else context.out << (affected ? (context.zh ? "结论：受影响\n" : "affected\n") : (context.zh ? "结论：未发现受影响\n" : "not found to be affected\n"));
  return affected ? 1 : 0;
}

}  // namespace

Run add_match_explain(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("id", o->id, "漏洞或公告编号：CVE、GHSA、CNVD … / id of a flaw or advisory")->required();
  app.add_option("--image", o->image, "漏洞情报映像 / image of advisories")->required();
  app.add_option("--purl", o->purl, "组件的 package URL / of the component");
  app.add_option("--cpe", o->cpe, "组件的 CPE 2.3 / of the component");
  app.add_option("--vendor", o->vendor, "厂商 / vendor");
  app.add_option("--name", o->name, "组件名 / name of the component");
  app.add_option("--version", o->version, "组件版本 / version of the component");
  app.add_option("--distribution", o->distribution, "发行版，如 debian:12 / distribution");
  app.add_option("--inventory", o->inventory.paths, "资产清单，与 --name 同用 / inventory, with --name");
  app.add_option("--vex", o->vex, "另加的 VEX、CSAF 声明 / VEX and CSAF statements beside the image");
  app.footer("例 / examples:\n  longpan match explain CVE-2021-44228 --image advisories.image --purl pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1\n"
             "  longpan match explain CVE-2024-6387 --image advisories.image --inventory bom.json --name openssh-server\n"
             "退出码 / exit codes: 0 不受影响 / not affected; 1 受影响 / affected");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
