#include "discover/database_scan.h"

#include <fnmatch.h>

#include <algorithm>

namespace lp::discover {
namespace {

std::string name_of(const io::ForeignTable& table) { return table.schema.empty() ? table.name : table.schema + "." + table.name; }

bool wanted(const DatabaseScanOptions& options, const std::string& name) {
  const auto matches = [&](const std::string& glob) { return fnmatch(glob.c_str(), name.c_str(), 0) == 0; };
  if (std::any_of(options.exclude.begin(), options.exclude.end(), matches)) return false;
  return options.include.empty() || std::any_of(options.include.begin(), options.include.end(), matches);
}

// Of the rows a sample left out: as many bytes a row as those that were read, or what the database says of the table.
std::uint64_t bytes_left_out(const io::ForeignTable& table, const Document& read) {
  if (table.rows_estimate >= 0 && read.rows > 0) {
    const auto all = static_cast<std::uint64_t>(table.rows_estimate);
    return all <= read.rows ? 0 : static_cast<std::uint64_t>(static_cast<double>(read.bytes) / static_cast<double>(read.rows) * static_cast<double>(all - read.rows));
  }
  return table.bytes_estimate > 0 && static_cast<std::uint64_t>(table.bytes_estimate) > read.bytes ? static_cast<std::uint64_t>(table.bytes_estimate) - read.bytes : 0;
}

std::uint64_t bytes_of(const io::ForeignTable& table) { return table.bytes_estimate > 0 ? static_cast<std::uint64_t>(table.bytes_estimate) : 0; }

}  // namespace

Result<ScanResult> scan_database(const std::shared_ptr<const Engine>& engine, const Clock& clock, io::ForeignDatabase& database, const DatabaseScanOptions& options,
                                 const std::function<bool(const DatabaseProgress&)>& watch) {
  ScanResult result;
  result.root = options.root;
  result.source = options.source;
  result.program = options.program;
  result.rules_digest = engine->digest();
  result.started = clock.now().micros();
  LP_TRY(const std::vector<io::ForeignTable> tables, database.tables());
  DatabaseProgress progress;
  progress.tables = tables.size();
  DocumentScanner scanner(engine);
  Coverage& coverage = result.coverage;
  for (const io::ForeignTable& table : tables) {
    const std::string name = name_of(table);
    ++coverage.files;
    const auto leave_out = [&](std::uint64_t bytes, std::string reason, std::string detail) {
      coverage.bytes_found += bytes;
      coverage.bytes_skipped += bytes;
      coverage.skipped_by_reason[reason] += bytes;
      coverage.skips.push_back({name, bytes, std::move(reason), std::move(detail)});
    };
    const auto skip = [&](std::string reason, std::string detail) { leave_out(bytes_of(table), std::move(reason), std::move(detail)); };
    if (result.interrupted) {
      skip("interrupted", {});
      continue;
    }
    if (!wanted(options, name)) {
      skip("excluded", {});
      continue;
    }
    progress.table = name;
    scanner.watch([&](std::uint64_t read) {
      DatabaseProgress now = progress;
      now.bytes += read;
      return !watch || watch(now);
    });
    std::vector<std::string> columns;
    for (const io::ForeignColumn& column : table.columns) columns.push_back(column.name);
    io::ReadOptions read;
    read.sample_rows = options.sample_rows;
    auto [document, ended] = scanner.scan_rows({name, bytes_of(table), 0}, columns, [&](const DocumentScanner::Row& row) -> Status {
      Status sent = ok_status();
      LP_CHECK_OK(database.read(table, read, [&](std::span<const std::string_view> cells, io::NullMask) {
        sent = row(cells);
        return sent.has_value();
      }));
      return sent;
    });
    ++progress.done;
    if (!ended && ended.error().code == Errc::cancelled) result.interrupted = true;
    if (!ended && document.rows == 0) {
      skip(result.interrupted ? "interrupted" : "unreadable", ended.error().message);
      continue;
    }
    progress.bytes += document.bytes;
    ++coverage.documents;
    coverage.bytes_found += document.bytes;
    coverage.bytes_scanned += document.bytes;
    document.sampled = !ended || (options.sample_rows > 0 && (table.rows_estimate < 0 || table.rows_estimate > options.sample_rows));
    if (document.sampled) {
      const std::string read_so_far = std::to_string(document.rows) + " rows read";
      const char* const reason = ended ? "not_sampled" : result.interrupted ? "interrupted" : "unreadable";
      leave_out(bytes_left_out(table, document), reason, ended ? read_so_far : read_so_far + "; " + ended.error().message);
    }
    if (!document.findings.empty()) result.documents.push_back(std::move(document));
  }
  std::sort(result.documents.begin(), result.documents.end(), [](const Document& a, const Document& b) { return a.path < b.path; });
  if (options.sample_rows > 0) {
    result.sampling = "about " + std::to_string(options.sample_rows) + " rows a table: what stands in a share s of the rows is missed with probability (1-s)^" + std::to_string(options.sample_rows);
  }
  result.finished = clock.now().micros();
  return result;
}

}  // namespace lp::discover
