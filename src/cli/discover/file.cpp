// longpan discover file: a result becomes drafts of the data catalogue in the store of this machine.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <ostream>

#include "campaign/ledger.h"
#include "cli/discover/discover_commands.h"
#include "cli/org_lookup.h"
#include "cli/table.h"
#include "io/files.h"
#include "records/engine.h"
#include "service/catalogue/catalogue_scan.h"

namespace lp::cli {
namespace {

struct Options {
  std::string result, org, system, unit = "auto";
  bool dry_run = false;
};

// Samples stay on the machine of the scan, masked or not.
void drop_examples(json::value& value) {
  if (json::object* object = value.if_object()) {
    object->erase("examples");
    for (auto& member : *object) drop_examples(member.value());
  } else if (json::array* array = value.if_array()) {
    for (json::value& item : *array) drop_examples(item);
  }
}

void print(Context& context, const service::CatalogueScanReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const service::DatasetOutcome& d : report.datasets) {
    if (d.action == service::DatasetAction::unchanged) continue;
    rows.push_back({std::string(service::to_string(d.action)), d.name, d.level, d.no, context.text(d.why), d.due.days() == 0 ? "" : to_string(d.due)});
  }
  if (!rows.empty()) {
    context.out << to_table(context.zh ? std::vector<std::string>{"处理", "数据名称", "级别", "编号", "说明", "期限"}
                                       : std::vector<std::string>{"action", "dataset", "level", "number", "why", "due"}, rows);
  }
  context.out << fmt::format(fmt::runtime(context.zh ? "{}新建草稿 {}，更新 {}，未变 {}，须变更备案 {}，保持 {}，本次未见 {}\n"
                                                     : "{}{} drafts created, {} updated, {} unchanged, {} to be filed again, {} kept, {} not seen\n"),
                             report.preview ? (context.zh ? "预览 " : "preview: ") : "", report.created, report.updated, report.unchanged, report.change_due, report.kept, report.not_seen);
}

Result<int> run(Context& context, const Options& options) {
  LP_TRY(const model::Catalogue* catalogue, context.catalogue());
  LP_TRY(store::Store * store, context.store());
  LP_TRY(const Clock* clock, context.clock());
  LP_TRY(const std::string text, io::read_file(options.result, std::uint64_t{256} << 20));
  LP_TRY(json::value result, parse_json(text));
  if (!result.is_object()) return make_error(Errc::invalid, options.result + " is no scan result", "make one with: longpan discover scan … --out result.json");
  drop_examples(result);
  service::CatalogueScan wanted;
  wanted.system = options.system;
  wanted.preview = options.dry_run;
  const auto unit = service::parse_dataset_unit(options.unit);
  if (!unit) return make_error(Errc::invalid, "no such unit: " + options.unit, "auto, document, folder or root");
  wanted.unit = *unit;
  const model::Viewer viewer = model::Viewer::system("command line");
  LP_CHECK_OK(store->read([&](store::ReadTx& tx) -> Status {
    LP_TRY(wanted.org, find_org(tx, viewer, options.org));
    return ok_status();
  }));
  const records::Engine engine(*store, *catalogue);
  LP_TRY(const service::CatalogueScanReport report, service::catalogue_from_scan(*store, engine, viewer, result.as_object(), wanted));
  if (!options.dry_run) {
    campaign::Ledger ledger(*store, *catalogue);
    LP_CHECK_OK(ledger.catch_up(clock->today()));
    LP_CHECK_OK(ledger.keep_marks());
  }
  if (context.json) context.out << to_pretty_text(service::to_json(report));
  else print(context, report);
  return report.change_due > 0 ? 1 : 0;
}

}  // namespace

Run add_discover_file(CLI::App& app) {
  auto o = std::make_shared<Options>();
  app.add_option("result", o->result, "扫描结果 JSON / a scan's result (JSON)")->required();
  app.add_option("--org", o->org, "数据处理者：代码、编号或名称 / whose data: code, number or name")->required();
  app.add_option("--system", o->system, "信息系统名称 / name of the information system");
  app.add_option("--unit", o->unit, "一个条目是：auto document folder root / what one entry is")->capture_default_str();
  app.add_flag("--dry-run", o->dry_run, "只看会怎样 / say what would happen");
  app.footer("例 / example:\n  longpan --data /srv/longpan discover file result.json --org 91320100MA1XXXXX0X --system 客户系统 --dry-run\n"
             "样例在读入时即去除 / examples are dropped on reading\n退出码 / exit codes: 0; 1 有条目须变更备案 / an entry must be filed again");
  return [o](Context& context) { return run(context, *o); };
}

}  // namespace lp::cli
