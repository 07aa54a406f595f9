#include "io/opener.h"
#include "io/parquet_database.h"
#include "io/sqlite_database.h"

namespace lp::io {
namespace {

// Rows of a table as lines, cells separated by tabs, written to a file: the database pushes, a leaf pulls.
class TableFile {
 public:
  TableFile(Unpacking& run, PartFile& file, ByteSink sink) : run_(run), file_(file), sink_(std::move(sink)) {}
  void add(std::string_view cell, bool first) {
    if (!first) line_ += '\t';
    line_ += cell;
  }
  bool end_row() {
    line_ += '\n';
    return line_.size() < 64 * 1024 || flush();
  }
  bool flush() {
    if (!run_.take_quota(line_.size())) return false;
    file_.add(line_.size());
    const bool written = sink_(line_).has_value();
    line_.clear();
    return written;
  }

 private:
  Unpacking& run_;
  PartFile& file_;
  ByteSink sink_;
  std::string line_;
};

Status write_table(Unpacking& run, ForeignDatabase& database, const ForeignTable& table, PartFile& file) {
  LP_TRY(ByteSink sink, open_file_sink(file.path()));
  TableFile out(run, file, std::move(sink));
  for (std::size_t i = 0; i < table.columns.size(); ++i) out.add(table.columns[i].name, i == 0);
  bool fits = out.end_row();
  const Status read = database.read(table, {}, [&](std::span<const std::string_view> cells, NullMask) {
    for (std::size_t i = 0; i < cells.size(); ++i) out.add(cells[i], i == 0);
    return fits = out.end_row();
  });
  fits = out.flush() && fits;
  if (read && !fits) return make_error(Errc::too_large, "the table does not fit the space for temporary files");
  return read;
}

Status open_table(Unpacking& run, ForeignDatabase& database, const ForeignTable& table, const OpenedPart& part) {
  const std::string path = join_path(part.part.path, table.name);
  LP_TRY(const auto name, run.temporary_file());
  PartFile file(name, run.quota());
  const Status written = write_table(run, database, table, file);
  LP_TRY(const auto text, open_file_source(file.path()));
  LP_CHECK_OK(run.leaf({.path = path, .nature = part.nature, .bytes = file.size()}, *text));
  if (!written) run.skip(path, written.error());
  return ok_status();
}

Status open_database(Unpacking& run, OpenedPart& part) {
  LP_TRY(const auto file, run.to_file(part));
  if (!file) return ok_status();
  const auto database = part.nature == Nature::sqlite ? open_sqlite_database(file->path()) : open_parquet_database(file->path());
  if (!database) {
    run.skip(part.part.path, reason_of(database.error()), "the database cannot be read", part.part.size);
    return ok_status();
  }
  const auto tables = (*database)->tables();
  if (!tables) run.skip(part.part.path, tables.error());
  for (std::size_t i = 0; tables && i < tables->size(); ++i) LP_CHECK_OK(open_table(run, **database, (*tables)[i], part));
  return ok_status();
}

}  // namespace

Opener opener_database() { return {{Nature::sqlite, Nature::parquet}, open_database}; }

}  // namespace lp::io
