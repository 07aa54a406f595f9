#include "service/sheets/export.h"

#include <algorithm>
#include <map>

#include "io/csv_writer.h"
#include "io/error.h"
#include "io/json_writer.h"
#include "io/xlsx_writer.h"
#include "records/visibility.h"
#include "service/sheets/sheet_fields.h"

namespace lp::service {
namespace {

using OrgNames = std::map<std::int64_t, std::string>;

struct Plan {
  const model::Catalogue& catalogue;
  const model::Kind& kind;
  const model::Viewer& viewer;
  std::vector<const model::Field*> fields;
  bool show_personal = false;
  OrgNames orgs;
};

// A name that is no field would silently be a column that is not there.
Result<std::vector<const model::Field*>> chosen_fields(const model::Viewer& viewer, const model::Kind& kind, const std::vector<std::string>& names) {
  const auto all = exportable_fields(viewer, kind);
  if (names.empty()) return all;
  std::vector<const model::Field*> out;
  for (const std::string& name : names) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const model::Field* f) { return f->name == name; });
    if (found == all.end()) {
      return io::fail(Errc::invalid, kind.name + " has no field \"" + name + "\" to export", "“" + kind.title.zh + "”没有可导出的字段“" + name + "”");
    }
    out.push_back(*found);
  }
  return out;
}

Result<OrgNames> load_org_names(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue) {
  OrgNames names;
  if (catalogue.kind("organisation") == nullptr) return names;
  store::RecordQuery query;
  query.kind = "organisation";
  query.limit = -1;
  query.count = false;
  LP_CHECK_OK(tx.each_row(viewer, query, {"id", "name"}, [&](const store::RowView& row) {
    names.emplace(row.integer(0), std::string(row.text(1)));
    return true;
  }));
  return names;
}

std::vector<io::Column> columns_of(const Plan& plan) {
  const bool zh = plan.viewer.zh;
  std::vector<io::Column> out{{.name = "no", .title = zh ? "编号" : "No.", .width = 18}};
  if (plan.kind.owned) out.push_back({.name = "org", .title = zh ? "所属单位" : "Organisation", .width = 32});
  out.push_back({.name = "state", .title = zh ? "状态" : "State", .width = 12});
  for (const model::Field* f : plan.fields) {
    const bool digits = f->type == model::FieldType::uscc || f->type == model::FieldType::phone;
    out.push_back({.name = f->name, .title = zh ? f->title.zh : f->title.en, .width = digits ? 22.0 : 18.0, .as_text = digits});
  }
  return out;
}

// Columns of a panel may be personal too, so the field alone does not tell.
json::value shown(const Plan& plan, const model::Field& field, const model::Record& record) {
  const json::value* v = find(record.data, field.name);
  if (v == nullptr) return nullptr;
  return plan.show_personal ? *v : records::without_personal(field, *v);
}

std::string state_title(const Plan& plan, const std::string& state) {
  const model::State* s = plan.kind.workflow.find_state(state);
  if (s == nullptr) return state;
  return plan.viewer.zh ? s->title.zh : s->title.en;
}

void fill_cells(const Plan& plan, const model::Record& record, std::vector<io::Cell>& cells) {
  cells.clear();
  cells.push_back(io::Cell::of(record.no));
  if (plan.kind.owned) {
    const auto org = plan.orgs.find(record.org.value);
    cells.push_back(io::Cell::of(org == plan.orgs.end() ? std::string() : org->second));
  }
  cells.push_back(io::Cell::of(state_title(plan, record.state)));
  for (const model::Field* f : plan.fields) cells.push_back(to_cell(plan.catalogue, *f, shown(plan, *f, record), plan.viewer.zh));
}

// Structures stay structures in JSON, so it does not go through cells.
Status write_json(store::ReadTx& tx, const Plan& plan, const store::RecordQuery& query, const io::ByteSink& out, std::int64_t& count) {
  std::string buffer = "[";
  Status written = ok_status();
  LP_CHECK_OK(tx.each(plan.viewer, query, [&](const model::Record& record) {
    json::object o{{"id", record.id.value}, {"no", record.no}, {"state", record.state}, {"version", record.version}};
    if (plan.kind.owned) o["org"] = record.org.value;
    json::object data;
    for (const model::Field* f : plan.fields) {
      if (json::value v = shown(plan, *f, record); !v.is_null()) data.emplace(f->name, std::move(v));
    }
    o["data"] = std::move(data);
    buffer += count++ == 0 ? "\n" : ",\n";
    buffer += to_text(o);
    if (buffer.size() > 64 * 1024) {
      written = out(buffer);
      buffer.clear();
    }
    return written.has_value();
  }));
  LP_CHECK_OK(std::move(written));
  return out(buffer + "\n]\n");
}

Status write_rows(store::ReadTx& tx, const Plan& plan, const store::RecordQuery& query, io::RowSink& sink, std::int64_t& count) {
  LP_CHECK_OK(sink.begin(plan.viewer.zh ? plan.kind.title.zh : plan.kind.title.en, columns_of(plan)));
  std::vector<io::Cell> cells;
  Status written = ok_status();
  LP_CHECK_OK(tx.each(plan.viewer, query, [&](const model::Record& record) {
    fill_cells(plan, record, cells);
    written = sink.write(cells);
    ++count;
    return written.has_value();
  }));
  LP_CHECK_OK(std::move(written));
  return sink.finish();
}

Status write_format(store::ReadTx& tx, const Plan& plan, const ExportRequest& request, const std::filesystem::path& path, std::int64_t& count) {
  if (request.format == ExportFormat::xlsx) {
    LP_TRY(const auto sink, io::XlsxSink::create(path));
    return write_rows(tx, plan, request.query, *sink, count);
  }
  LP_TRY(const io::ByteSink out, io::open_file_sink(path));
  if (request.format == ExportFormat::json) return write_json(tx, plan, request.query, out, count);
  io::CsvSink sink(out);
  return write_rows(tx, plan, request.query, sink, count);
}

store::JournalEntry journal_entry(const model::Viewer& viewer, const ExportRequest& request, std::int64_t count) {
  store::JournalEntry entry;
  entry.user = viewer.user;
  entry.who = viewer.name;
  entry.action = "record.export";
  entry.kind = request.query.kind;
  entry.org = viewer.org;
  entry.detail = {{"rows", count}, {"personal", !request.reason.empty()}};
  if (!request.reason.empty()) entry.detail["reason"] = request.reason;
  return entry;
}

}  // namespace

std::optional<ExportFormat> parse_export_format(std::string_view extension) {
  if (extension == "xlsx") return ExportFormat::xlsx;
  if (extension == "csv") return ExportFormat::csv;
  if (extension == "json") return ExportFormat::json;
  return std::nullopt;
}

std::string_view media_type(ExportFormat f) {
  switch (f) {
    case ExportFormat::xlsx: return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    case ExportFormat::csv: return "text/csv; charset=utf-8";
    case ExportFormat::json: return "application/json; charset=utf-8";
  }
  return "application/octet-stream";
}

Result<std::int64_t> export_records(store::Store& store, const model::Viewer& viewer, const ExportRequest& request,
                                    const std::filesystem::path& path) {
  const model::Catalogue& catalogue = store.catalogue();
  const model::Kind* kind = catalogue.kind(request.query.kind);
  if (kind == nullptr) return io::fail(Errc::not_found, "no record kind \"" + request.query.kind + "\"", "没有这种记录：" + request.query.kind);
  std::int64_t count = 0;
  LP_CHECK_OK(store.read([&](store::ReadTx& tx) -> Status {
    LP_TRY(auto fields, chosen_fields(viewer, *kind, request.fields));
    Plan plan{catalogue, *kind, viewer, std::move(fields), !request.reason.empty(), {}};
    if (kind->owned) {
      LP_TRY(plan.orgs, load_org_names(tx, viewer, catalogue));
    }
    return write_format(tx, plan, request, path, count);
  }));
  LP_CHECK_OK(store.write([&](store::WriteTx& tx) { return tx.append_journal(journal_entry(viewer, request, count)); }));
  return count;
}

}  // namespace lp::service
