#include "service/sheets/export.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <ostream>

#include "cli/command.h"
#include "cli/org_lookup.h"

namespace lp::cli {
namespace {

struct Options {
  std::string kind, file, org, search, where, reason;
  std::vector<std::string> fields;
};

constexpr std::array<std::string_view, 9> system_fields{"id", "no", "state", "version", "org_id", "created_at", "updated_at", "created_by", "state_since"};

// A condition on a field that is not there never holds: a spelling mistake would export an empty file.
Status check_fields(const model::Catalogue& catalogue, const std::string& kind, const model::Predicate& p) {
  for (const std::string& name : model::fields_of(p)) {
    const bool of_org = name.starts_with("org.");
    const std::string field = of_org ? name.substr(4) : name;
    const model::Kind* holder = catalogue.kind(of_org ? "organisation" : kind);
    const bool known = std::find(system_fields.begin(), system_fields.end(), field) != system_fields.end() ||
                       (holder != nullptr && holder->find_field(field) != nullptr);
    if (known) continue;
    Error e = make_error(Errc::invalid, fmt::format("{} has no field \"{}\"", kind, name), fmt::format("see specs/records/{}.yaml", kind));
    e.message_zh = fmt::format("“{}”没有字段“{}”", kind, name);
    return e;
  }
  return ok_status();
}

Result<model::Predicate> to_predicate(const model::Catalogue& catalogue, const Options& o, OrgId org) {
  std::vector<model::Predicate> parts;
  if (!o.where.empty()) {
    LP_TRY(const json::value map, parse_json(o.where));
    LP_TRY(model::Predicate given, model::parse_predicate(map));
    LP_CHECK_OK(check_fields(catalogue, o.kind, given));
    parts.push_back(std::move(given));
  }
  if (org) parts.push_back(model::Predicate::equals(o.kind == "organisation" ? "id" : "org_id", org.value));
  return model::Predicate::all_of(std::move(parts));
}

Result<int> export_kind(Context& context, const Options& o) {
  LP_TRY(const model::Catalogue* catalogue, context.catalogue());
  LP_TRY(store::Store * store, context.store());
  if (catalogue->kind(o.kind) == nullptr) return make_error(Errc::not_found, fmt::format("no record kind \"{}\"", o.kind), "see specs/records");
  const std::filesystem::path file(o.file);
  const auto format = service::parse_export_format(file.extension().string().substr(file.has_extension() ? 1 : 0));
  if (!format) return make_error(Errc::invalid, fmt::format("\"{}\" has no known ending", o.file), "name the file .xlsx, .csv or .json");
  const model::Viewer viewer = model::Viewer::system("command line export");
  OrgId org;
  if (!o.org.empty()) {
    LP_CHECK_OK(store->read([&](store::ReadTx& tx) -> Status {
      LP_TRY(org, find_org(tx, viewer, o.org));
      return ok_status();
    }));
  }
  service::ExportRequest request;
  request.query.kind = o.kind;
  request.query.search = o.search;
  LP_TRY(request.query.where, to_predicate(*catalogue, o, org));
  request.format = *format;
  request.fields = o.fields;
  request.reason = o.reason;
  LP_TRY(const std::int64_t rows, service::export_records(*store, viewer, request, file));
  if (context.json) {
    context.out << to_pretty_text(json::object{{"file", o.file}, {"rows", rows}});
  } else {
    context.out << fmt::format(fmt::runtime(context.zh ? "{}：{} 行\n" : "{}: {} rows\n"), o.file, rows);
  }
  return 0;
}

}  // namespace

Command command_export() {
  return {"export", {"导出为 XLSX、CSV 或 JSON", "export as XLSX, CSV or JSON"},
          "  longpan export network_unit units.xlsx\n"
          "  longpan export network_unit filed.csv --where '{\"state\": \"filed\", \"grade\": {\"gte\": 3}}'\n"
          "  longpan export contact contacts.xlsx --org 91320100MA1XXXXX0X --reason 核对24小时联系人",
          [](CLI::App& app) -> Run {
            auto o = std::make_shared<Options>();
            app.add_option("kind", o->kind, "记录种类 / record kind")->required();
            app.add_option("file", o->file, "目标文件 .xlsx .csv .json / target file")->required();
            app.add_option("--org", o->org, "单位 / organisation");
            app.add_option("--search", o->search, "全文检索，至少两字 / full text, two characters or more");
            app.add_option("--where", o->where, "条件（JSON）/ condition as JSON");
            app.add_option("--field", o->fields, "只导出这些字段 / only these fields")->delimiter(',');
            app.add_option("--reason", o->reason, "需要个人信息的理由，记入日志；不填则遮蔽 / why personal data is needed; masked without");
            return [o](Context& context) { return export_kind(context, *o); };
          }};
}

}  // namespace lp::cli
