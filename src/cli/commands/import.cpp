#include "service/sheets/import.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "campaign/ledger.h"
#include "cli/colour.h"
#include "cli/command.h"
#include "cli/org_lookup.h"
#include "cli/table.h"
#include "records/engine.h"

namespace lp::cli {
namespace {

struct Options {
  std::string kind, file, org, policy = "skip", rejected;
  std::vector<std::string> key, columns;
  int sheet = 0, header_row = 0;
  bool dry_run = false;
};

// "3=name" takes the third column as the field `name`.
Result<service::Mapping> parse_columns(const std::vector<std::string>& columns) {
  service::Mapping mapping;
  for (const std::string& item : columns) {
    const auto equals = item.find('=');
    int number = 0;
    const bool is_number = equals != std::string::npos && equals > 0 && equals < 6 &&
                           item.find_first_not_of("0123456789") == equals;
    if (is_number) number = std::stoi(item.substr(0, equals));
    if (number < 1) return make_error(Errc::invalid, fmt::format("not a column: \"{}\"", item), "write --column 3=name; columns count from 1");
    mapping[number - 1] = item.substr(equals + 1);
  }
  return mapping;
}

Result<service::ImportRequest> to_request(Context& context, const Options& o) {
  service::ImportRequest request;
  request.kind = o.kind;
  request.file = o.file;
  request.name = std::filesystem::path(o.file).filename().string();
  if (o.sheet > 0) request.sheet = static_cast<std::size_t>(o.sheet - 1);
  request.header_row = o.header_row;
  request.key = o.key;
  LP_TRY(request.mapping, parse_columns(o.columns));
  const auto policy = service::parse_import_policy(o.policy);
  if (!policy) return make_error(Errc::invalid, fmt::format("unknown policy \"{}\"", o.policy), "skip, update or stop");
  request.policy = *policy;
  if (!o.org.empty()) {
    LP_TRY(store::Store * store, context.store());
    LP_CHECK_OK(store->read([&](store::ReadTx& tx) -> Status {
      LP_TRY(request.org, find_org(tx, model::Viewer::system("command line"), o.org));
      return ok_status();
    }));
  }
  return request;
}

json::object to_json(const service::ImportReport& r) {
  json::array problems;
  for (const auto& p : r.problems) {
    problems.push_back(json::object{{"row", p.row}, {"field", p.field}, {"value", p.value}, {"code", p.code}, {"zh", p.zh}, {"en", p.en}});
  }
  return {{"rows", r.rows}, {"valid", r.valid}, {"create", r.create}, {"update", r.update}, {"unchanged", r.unchanged},
          {"conflicts", r.conflicts}, {"rejected", r.rejected}, {"stopped", r.stopped}, {"problems", std::move(problems)}};
}

void print_report(Context& context, const service::ImportReport& r, bool dry_run) {
  if (context.json) {
    context.out << to_pretty_text(to_json(r));
    return;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& p : r.problems) rows.push_back({std::to_string(p.row), p.field, p.value, context.zh ? p.zh : p.en});
  if (rows.size() > 20) rows.resize(20);
  if (!rows.empty()) {
    context.err << to_table(context.zh ? std::vector<std::string>{"行", "字段", "值", "原因"} : std::vector<std::string>{"row", "field", "value", "reason"}, rows);
  }
  context.out << fmt::format(fmt::runtime(context.zh ? "{}{} 行：新建 {}，更新 {}，未变 {}，冲突 {}，拒绝 {}\n"
                                                     : "{}{} rows: {} created, {} updated, {} unchanged, {} conflicts, {} rejected\n"),
                             dry_run ? (context.zh ? "预览 " : "preview: ") : "", r.rows, r.create, r.update, r.unchanged, r.conflicts, r.rejected);
}

// What the columns were taken for, so that a wrong guess is seen.
Status print_mapping(Context& context, const service::Importer& importer, service::ImportRequest& request) {
  LP_TRY(const service::ImportPreview preview, importer.preview(request));
  if (request.mapping.empty()) request.mapping = preview.guess.mapping();
  if (context.json || context.quiet) return ok_status();
  std::vector<std::vector<std::string>> rows;
  for (const auto& column : preview.guess.columns) {
    const auto taken = request.mapping.find(column.index);
    rows.push_back({std::to_string(column.index + 1), column.header, taken == request.mapping.end() ? "—" : taken->second,
                    column.samples.empty() ? "" : column.samples.front()});
  }
  context.err << to_table(context.zh ? std::vector<std::string>{"列", "表头", "字段", "示例"} : std::vector<std::string>{"column", "header", "field", "sample"}, rows);
  return ok_status();
}

Result<int> import(Context& context, const Options& o) {
  LP_TRY(const model::Catalogue* catalogue, context.catalogue());
  LP_TRY(store::Store * store, context.store());
  LP_TRY(const Clock* clock, context.clock());
  LP_TRY(service::ImportRequest request, to_request(context, o));
  const records::Engine engine(*store, *catalogue);
  const service::Importer importer(*store, engine);
  const model::Viewer viewer = model::Viewer::system("command line import");
  LP_CHECK_OK(print_mapping(context, importer, request));
  LP_TRY(const service::ImportReport report, o.dry_run ? importer.check(viewer, request) : importer.commit(viewer, request));
  print_report(context, report, o.dry_run);
  if (report.rejected > 0 && !o.rejected.empty()) {
    LP_CHECK_OK(importer.write_rejected(viewer, request, o.rejected));
    if (!context.json) context.out << (context.zh ? "被拒绝的行：" : "rejected rows: ") << o.rejected << '\n';
  }
  if (!o.dry_run && !report.written.empty()) {
    campaign::Ledger ledger(*store, *catalogue);
    LP_CHECK_OK(ledger.catch_up(clock->today()));
    LP_CHECK_OK(ledger.keep_marks());
  }
  return report.rejected > 0 || report.stopped ? 1 : 0;
}

}  // namespace

Command command_import() {
  return {"import", {"导入 XLSX 或 CSV", "import XLSX or CSV"},
          "  longpan import organisation 企业名单.xlsx --dry-run\n"
          "  longpan import network_unit units.csv --org 91320100MA1XXXXX0X --policy update --rejected rejected.xlsx\n"
          "  longpan import app apps.xlsx --column 1=name --column 3=filing_no --key name",
          [](CLI::App& app) -> Run {
            auto o = std::make_shared<Options>();
            app.add_option("kind", o->kind, "记录种类 / record kind")->required();
            app.add_option("file", o->file, "XLSX 或 CSV（UTF-8、GBK）/ XLSX or CSV")->required();
            app.add_option("--org", o->org, "没有单位列时的所属单位 / owner of rows without one");
            app.add_option("--policy", o->policy, "已存在且不同：skip update stop / for rows that exist and differ")->capture_default_str();
            app.add_option("--key", o->key, "识别同一记录的字段 / fields that tell records apart")->delimiter(',');
            app.add_option("--column", o->columns, "列=字段，列从 1 起 / column=field, from 1");
            app.add_option("--sheet", o->sheet, "第几个工作表，从 1 起 / sheet number")->check(CLI::Range(1, 1000));
            app.add_option("--header-row", o->header_row, "表头行 / header row")->check(CLI::Range(1, 1'000'000));
            app.add_option("--rejected", o->rejected, "把被拒绝的行写到此 XLSX / write rejected rows here");
            app.add_flag("--dry-run", o->dry_run, "只检查 / check only");
            return [o](Context& context) { return import(context, *o); };
          }};
}

}  // namespace lp::cli
