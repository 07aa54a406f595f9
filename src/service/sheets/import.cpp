#include "service/sheets/import.h"

#include "base/text.h"
#include "io/error.h"
#include "io/xlsx_writer.h"

namespace lp::service {
namespace {

constexpr std::size_t head_rows = 50;
constexpr std::size_t preview_rows = 20;

// Enterprises import for themselves.
ImportRequest with_owner(const model::Viewer& viewer, ImportRequest request) {
  const bool enterprise = viewer.role == model::Role::enterprise_officer || viewer.role == model::Role::enterprise_leader;
  if (enterprise && !request.org) request.org = viewer.org;
  return request;
}

std::vector<std::string> texts_of(const io::Row& row) {
  std::vector<std::string> out;
  for (const io::Cell& c : row.cells) out.push_back(truncate(c.text, 200));
  return out;
}

std::string reasons_of(const std::vector<RowProblem>& problems, bool zh) {
  std::vector<std::string> parts;
  for (const RowProblem& p : problems) parts.push_back(zh ? p.zh : p.en);
  return join(parts, zh ? "；" : "; ");
}

// Header of the sheet as it was, with two columns of reasons behind it.
Result<std::vector<io::Column>> rejected_columns(const SheetFile& file, const ImportRequest& request, const MappingGuess& guess) {
  std::vector<io::Column> columns;
  LP_TRY(const auto rows, file.rows(request.sheet.value_or(file.default_sheet())));
  io::Row row;
  for (;;) {
    LP_TRY(const bool more, rows->next(row));
    if (!more || row.number >= guess.header_row) break;
  }
  for (const std::string& title : texts_of(row)) columns.push_back({.name = title, .title = title, .as_text = true});
  return columns;
}

}  // namespace

std::string_view to_string(ImportPolicy p) {
  switch (p) {
    case ImportPolicy::skip: return "skip";
    case ImportPolicy::update: return "update";
    case ImportPolicy::stop: return "stop";
  }
  return "skip";
}

std::optional<ImportPolicy> parse_import_policy(std::string_view name) {
  for (const ImportPolicy p : {ImportPolicy::skip, ImportPolicy::update, ImportPolicy::stop}) {
    if (name == to_string(p)) return p;
  }
  return std::nullopt;
}

Result<ImportPreview> Importer::preview(const ImportRequest& request) const {
  const model::Catalogue& catalogue = engine_.catalogue();
  const model::Kind* kind = catalogue.kind(request.kind);
  if (kind == nullptr) return io::fail(Errc::not_found, "no record kind \"" + request.kind + "\"", "没有这种记录：" + request.kind);
  LP_TRY(const auto file, SheetFile::open(request.file, request.name));
  ImportPreview out;
  out.sheets = file->sheets();
  out.sheet = request.sheet.value_or(file->default_sheet());
  out.encoding = file->encoding();
  LP_TRY(const auto rows, file->rows(out.sheet));
  std::vector<io::Row> head;
  std::int64_t after_head = 0;
  io::Row row;
  for (;;) {
    LP_TRY(const bool more, rows->next(row));
    if (!more) break;
    if (head.size() < head_rows) {
      head.push_back(row);
    } else if (!row.blank()) {
      ++after_head;
    }
  }
  out.guess = guess_mapping(*kind, catalogue, head, request.header_row);
  out.row_count = after_head;
  for (const io::Row& r : head) {
    if (r.number > out.guess.header_row && !r.blank()) ++out.row_count;
    if (r.number >= out.guess.header_row && out.rows.size() <= preview_rows) out.rows.push_back(texts_of(r));
  }
  out.diagnostics.merge(rows->diagnostics());
  return out;
}

Result<ImportReport> Importer::check(const model::Viewer& viewer, const ImportRequest& request) const {
  ImportReport report;
  LP_CHECK_OK(store_.read([&](store::ReadTx& tx) -> Status {
    EngineTarget target(store_, engine_, viewer, tx, nullptr);
    LP_TRY(report, run_import(target, engine_.catalogue(), with_owner(viewer, request), false));
    return ok_status();
  }));
  return report;
}

Result<ImportReport> Importer::commit(const model::Viewer& viewer, const ImportRequest& request) const {
  ImportReport report;
  LP_CHECK_OK(store_.write_bulk([&](store::WriteTx& tx) -> Status {
    EngineTarget target(store_, engine_, viewer, tx, &tx);
    LP_TRY(report, run_import(target, engine_.catalogue(), with_owner(viewer, request), true));
    return ok_status();
  }));
  return report;
}

Status Importer::write_rejected(const model::Viewer& viewer, const ImportRequest& request, const std::filesystem::path& out) const {
  LP_TRY(const ImportPreview seen, preview(request));
  LP_TRY(const auto file, SheetFile::open(request.file, request.name));
  LP_TRY(auto columns, rejected_columns(*file, request, seen.guess));
  const std::size_t width = columns.size();
  columns.push_back({.name = "reasons_zh", .title = "未导入原因", .width = 50});
  columns.push_back({.name = "reasons_en", .title = "Reasons", .width = 50});
  LP_TRY(const auto sink, io::XlsxSink::create(out));
  LP_CHECK_OK(sink->begin("未导入 rejected", columns));
  LP_CHECK_OK(store_.read([&](store::ReadTx& tx) -> Status {
    EngineTarget target(store_, engine_, viewer, tx, nullptr);
    const auto keep = [&](const io::Row& row, const std::vector<RowProblem>& problems) {
      std::vector<io::Cell> cells = row.cells;
      cells.resize(width);
      cells.push_back(io::Cell::of(reasons_of(problems, true)));
      cells.push_back(io::Cell::of(reasons_of(problems, false)));
      return sink->write(cells);
    };
    LP_CHECK_OK(run_import(target, engine_.catalogue(), with_owner(viewer, request), false, keep));
    return ok_status();
  }));
  return sink->finish();
}

}  // namespace lp::service
