#include "io/sqlite_database.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <random>

#include "io/database_row.h"
#include "io/error.h"
#include "io/sqlite_open.h"

namespace lp::io {
namespace {

std::string text_of(sqlite3_stmt* s, int column) {
  const auto* p = reinterpret_cast<const char*>(sqlite3_column_text(s, column));
  return p ? std::string(p, static_cast<std::size_t>(sqlite3_column_bytes(s, column))) : std::string();
}

// The name by which a table's row number can be asked for: one that no column hides.
std::string_view row_id_of(const ForeignTable& table) {
  for (const std::string_view alias : {"rowid", "_rowid_", "oid"}) {
    const bool hidden = std::any_of(table.columns.begin(), table.columns.end(), [&](const ForeignColumn& c) { return sqlite3_stricmp(c.name.c_str(), alias.data()) == 0; });
    if (!hidden) return alias;
  }
  return {};
}

struct Cells {
  explicit Cells(std::size_t columns) : row(columns), numbers(columns) {}
  RowBuffer row;
  std::vector<std::array<char, 32>> numbers;  // where printed numbers stand
};

class SqliteDatabase final : public ForeignDatabase {
 public:
  SqliteDatabase(OpenSqlite open, bool utf8) : open_(std::move(open)), utf8_(utf8) {}
  Result<std::vector<ForeignTable>> tables() override;
  Status read(const ForeignTable& table, const ReadOptions& options, const ForeignRowFn& row) override;

 private:
  struct Range {
    std::int64_t least = 0, greatest = -1;
    std::uint64_t width() const { return static_cast<std::uint64_t>(greatest) - static_cast<std::uint64_t>(least) + 1; }  // 0 = empty or all of 2^64
  };
  struct Reading {  // what one read() works on
    std::string source, columns, doing;
    std::string_view row_id;
    const ReadOptions& options;
    const ForeignRowFn& row;
    Cells cells;
    std::int64_t given = 0;
  };
  sqlite3* db() const { return open_.handle.get(); }
  Result<std::vector<ForeignColumn>> columns_of(const std::string& table);
  Result<std::int64_t> integer(const std::string& sql, std::string_view doing);
  void estimate(std::vector<ForeignTable>& tables);
  Result<Range> row_ids(const Reading& r);
  Result<std::vector<std::int64_t>> chosen_rows(const Reading& r, const Range& range);
  void fill(sqlite3_stmt* s, Cells& cells) const;
  bool hand_over(sqlite3_stmt* s, Reading& r) const;
  Status read_all(Reading& r);
  Status read_sample(Reading& r);
  Status read_rows(Reading& r, const std::vector<std::int64_t>& ids);
  Status read_selection(Reading& r);

  OpenSqlite open_;
  bool utf8_;
};

Result<std::int64_t> SqliteDatabase::integer(const std::string& sql, std::string_view doing) {
  LP_TRY(const SqliteStatement s, prepare_sqlite(db(), sql, doing));
  const int rc = sqlite3_step(s.get());
  if (rc == SQLITE_ROW) return sqlite3_column_int64(s.get(), 0);
  if (rc == SQLITE_DONE) return 0;
  return sqlite_failure(db(), doing);
}

Result<std::vector<ForeignColumn>> SqliteDatabase::columns_of(const std::string& table) {
  const std::string doing = "columns of " + table;
  LP_TRY(const SqliteStatement s, prepare_sqlite(db(), "SELECT name, type FROM pragma_table_xinfo(?1) WHERE hidden IN (0, 3) ORDER BY cid", doing));
  sqlite3_bind_text64(s.get(), 1, table.data(), table.size(), SQLITE_STATIC, SQLITE_UTF8);
  std::vector<ForeignColumn> out;
  int rc;
  while ((rc = sqlite3_step(s.get())) == SQLITE_ROW) out.push_back({text_of(s.get(), 0), text_of(s.get(), 1)});
  if (rc != SQLITE_DONE) return sqlite_failure(db(), doing);
  return out;
}

Result<std::vector<ForeignTable>> SqliteDatabase::tables() {
  LP_TRY(const SqliteStatement s, prepare_sqlite(db(), "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name", "listing tables"));
  std::vector<ForeignTable> out;
  int rc;
  while ((rc = sqlite3_step(s.get())) == SQLITE_ROW) out.push_back({.schema = "", .name = text_of(s.get(), 0), .columns = {}});
  if (rc != SQLITE_DONE) return sqlite_failure(db(), "listing tables");
  for (ForeignTable& table : out) {
    if (auto columns = columns_of(table.name)) table.columns = *std::move(columns);  // broken: listed without columns, its read() says why
  }
  estimate(out);
  return out;
}

// Rows from ANALYZE, else from the span of row numbers; bytes are the file's, shared out by cells.
void SqliteDatabase::estimate(std::vector<ForeignTable>& tables) {
  const std::int64_t bytes = integer("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", "size").value_or(-1);
  double cells = 0;
  for (ForeignTable& t : tables) {
    const auto name = quoted_name(t.name, '\'');
    if (!name || t.columns.empty()) continue;
    t.rows_estimate = integer("SELECT CAST(stat AS INTEGER) FROM sqlite_stat1 WHERE tbl = " + *name, "statistics").value_or(0);
    const auto quoted = quoted_name(t.name, '"');
    const std::string id(row_id_of(t));
    if (t.rows_estimate <= 0 && quoted && !id.empty())
      t.rows_estimate = integer("SELECT ifnull((SELECT max(" + id + ") FROM " + *quoted + ") - (SELECT min(" + id + ") FROM " + *quoted + ") + 1, 0)", "row numbers").value_or(-1);
    const std::int64_t most = bytes / static_cast<std::int64_t>(t.columns.size() + 3);  // a row takes at least that
    if (bytes >= 0 && t.rows_estimate > most) t.rows_estimate = most;
    if (t.rows_estimate > 0) cells += static_cast<double>(t.rows_estimate) * static_cast<double>(t.columns.size());
  }
  for (ForeignTable& t : tables) {
    if (t.rows_estimate >= 0 && bytes >= 0 && cells > 0)
      t.bytes_estimate = static_cast<std::int64_t>(static_cast<double>(bytes) * static_cast<double>(t.rows_estimate) * static_cast<double>(t.columns.size()) / cells);
  }
}

// Numbers are printed here: SQLite's own printing takes a third of the whole reading, and its fifteen
// digits cut an identifier that was kept as a REAL.
template <class Number>
void set_number(Cells& cells, std::size_t column, Number value) {
  auto& digits = cells.numbers[column];
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  cells.row.set(column, {digits.data(), static_cast<std::size_t>(end - digits.data())});
}

// A value is asked for once a cell: the connection is this thread's alone, so the unprotected one is safe.
void SqliteDatabase::fill(sqlite3_stmt* s, Cells& cells) const {
  for (std::size_t c = 0; c < cells.row.size(); ++c) {
    sqlite3_value* value = sqlite3_column_value(s, static_cast<int>(c));
    const int type = sqlite3_value_type(value);
    if (type == SQLITE_NULL) {
      cells.row.set_null(c);
    } else if (type == SQLITE_INTEGER) {
      set_number(cells, c, sqlite3_value_int64(value));
    } else if (type == SQLITE_FLOAT) {
      set_number(cells, c, sqlite3_value_double(value));
    } else {
      // As a blob, text in the database's encoding comes without being copied to end in NUL.
      const void* p = type == SQLITE_BLOB || utf8_ ? sqlite3_value_blob(value) : sqlite3_value_text(value);
      cells.row.set(c, p ? std::string_view(static_cast<const char*>(p), static_cast<std::size_t>(sqlite3_value_bytes(value))) : std::string_view());
    }
  }
}

bool SqliteDatabase::hand_over(sqlite3_stmt* s, Reading& r) const {
  fill(s, r.cells);
  ++r.given;
  return r.cells.row.pass_to(r.row) && (r.options.limit <= 0 || r.given < r.options.limit);
}

Status SqliteDatabase::read(const ForeignTable& table, const ReadOptions& options, const ForeignRowFn& row) {
  LP_TRY(const auto columns, chosen_columns(table, options));
  LP_TRY(std::string source, quoted_table(table, '"'));
  LP_TRY(std::string list, quoted_list(columns, '"'));
  Reading r{.source = std::move(source), .columns = std::move(list), .doing = "reading table " + table.name, .row_id = row_id_of(table),
            .options = options, .row = row, .cells = Cells(columns.size())};
  return options.sample_rows > 0 ? read_sample(r) : read_all(r);
}

Status SqliteDatabase::read_all(Reading& r) {
  LP_TRY(const SqliteStatement s, prepare_sqlite(db(), "SELECT " + r.columns + " FROM " + r.source, r.doing));
  int rc;
  while ((rc = sqlite3_step(s.get())) == SQLITE_ROW) {
    if (!hand_over(s.get(), r)) return ok_status();
  }
  if (rc != SQLITE_DONE) return sqlite_failure(db(), r.doing);
  return ok_status();
}

Result<SqliteDatabase::Range> SqliteDatabase::row_ids(const Reading& r) {
  const std::string id(r.row_id);
  const std::string sql = "SELECT (SELECT min(" + id + ") FROM " + r.source + "), (SELECT max(" + id + ") FROM " + r.source + ")";
  LP_TRY(const SqliteStatement s, prepare_sqlite(db(), sql, r.doing));
  if (sqlite3_step(s.get()) != SQLITE_ROW) return sqlite_failure(db(), r.doing);
  if (sqlite3_column_type(s.get(), 0) == SQLITE_NULL) return Range{};
  return Range{sqlite3_column_int64(s.get(), 0), sqlite3_column_int64(s.get(), 1)};
}

// One row number from each of sample_rows equal stretches; where a stretch is a gap, the next row.
Result<std::vector<std::int64_t>> SqliteDatabase::chosen_rows(const Reading& r, const Range& range) {
  const std::string id(r.row_id);
  LP_TRY(const SqliteStatement s, prepare_sqlite(db(), "SELECT " + id + " FROM " + r.source + " WHERE " + id + " >= ?1 ORDER BY " + id + " LIMIT 1", r.doing));
  std::mt19937_64 random(r.options.seed);
  const auto wanted = static_cast<std::uint64_t>(r.options.sample_rows);
  const std::uint64_t stretch = range.width() == 0 ? ~std::uint64_t{0} / wanted : range.width() / wanted;
  std::vector<std::int64_t> out;
  for (std::uint64_t i = 0; i < wanted; ++i) {
    const auto target = static_cast<std::int64_t>(static_cast<std::uint64_t>(range.least) + i * stretch + random() % stretch);
    if (!out.empty() && target <= out.back()) continue;
    sqlite3_reset(s.get());
    sqlite3_bind_int64(s.get(), 1, target);
    const int rc = sqlite3_step(s.get());
    if (rc == SQLITE_DONE) break;
    if (rc != SQLITE_ROW) return sqlite_failure(db(), r.doing);
    out.push_back(sqlite3_column_int64(s.get(), 0));
  }
  return out;
}

Status SqliteDatabase::read_sample(Reading& r) {
  if (r.row_id.empty()) return read_selection(r);
  const auto range = row_ids(r);
  if (!range) return range.error().code == Errc::invalid ? read_selection(r) : Status(range.error());  // a table without row numbers
  if (range->greatest < range->least) return ok_status();
  if (range->width() != 0 && range->width() <= static_cast<std::uint64_t>(r.options.sample_rows)) return read_all(r);
  LP_TRY(const auto ids, chosen_rows(r, *range));
  // Row numbers in a few far clusters (random keys, dates) would leave most stretches empty.
  if (static_cast<std::int64_t>(ids.size()) < r.options.sample_rows / 2) return read_selection(r);
  return read_rows(r, ids);
}

Status SqliteDatabase::read_rows(Reading& r, const std::vector<std::int64_t>& ids) {
  LP_TRY(const SqliteStatement s, prepare_sqlite(db(), "SELECT " + r.columns + " FROM " + r.source + " WHERE " + std::string(r.row_id) + " = ?1", r.doing));
  for (const std::int64_t id : ids) {
    sqlite3_reset(s.get());
    sqlite3_bind_int64(s.get(), 1, id);
    const int rc = sqlite3_step(s.get());
    if (rc == SQLITE_DONE) continue;  // deleted meanwhile
    if (rc != SQLITE_ROW) return sqlite_failure(db(), r.doing);
    if (!hand_over(s.get(), r)) return ok_status();
  }
  return ok_status();
}

// Knuth's selection sampling: one pass over the table, whose other rows' cells are not looked at.
Status SqliteDatabase::read_selection(Reading& r) {
  LP_TRY(const std::int64_t count, integer("SELECT count(*) FROM " + r.source, r.doing));
  LP_TRY(const SqliteStatement s, prepare_sqlite(db(), "SELECT " + r.columns + " FROM " + r.source, r.doing));
  std::mt19937_64 random(r.options.seed);
  std::int64_t left = count, wanted = std::min(count, r.options.sample_rows);
  int rc = SQLITE_DONE;
  while (wanted > 0 && left > 0 && (rc = sqlite3_step(s.get())) == SQLITE_ROW) {
    if (static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(left--)) >= wanted) continue;
    --wanted;
    if (!hand_over(s.get(), r)) return ok_status();
  }
  if (rc != SQLITE_DONE && rc != SQLITE_ROW) return sqlite_failure(db(), r.doing);
  return ok_status();
}

}  // namespace

Result<std::unique_ptr<ForeignDatabase>> open_sqlite_database(const std::filesystem::path& file, const SqliteDatabaseOptions& options) {
  LP_TRY(OpenSqlite open, open_sqlite_untouched(file, options));
  LP_TRY(const SqliteStatement s, prepare_sqlite(open.handle.get(), "PRAGMA encoding", "opening " + file.string()));
  const bool utf8 = sqlite3_step(s.get()) == SQLITE_ROW && text_of(s.get(), 0) == "UTF-8";
  return std::unique_ptr<ForeignDatabase>(std::make_unique<SqliteDatabase>(std::move(open), utf8));
}

}  // namespace lp::io
