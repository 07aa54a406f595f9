#include "store/db/sqlite_dialect.h"

namespace lp::store::db {
namespace {

std::string concat(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (auto p : parts) out += p;
  return out;
}

class SqliteDialect final : public Dialect {
 public:
  std::string_view integer_type() const override { return "INTEGER"; }
  std::string_view real_type() const override { return "REAL"; }
  std::string_view text_type() const override { return "TEXT"; }
  std::string_view blob_type() const override { return "BLOB"; }
  std::string_view table_suffix() const override { return " STRICT"; }
  std::string lower_ascii(std::string_view e) const override { return concat({"lower(", e, ")"}); }
  std::string position(std::string_view whole, std::string_view part) const override {
    return concat({"instr(", whole, ", ", part, ")"});
  }
  std::string elements_of(std::string_view column, std::string_view alias) const override {
    return concat({"json_each(", column, ") ", alias});
  }
  std::string unindexed(std::string_view column) const override { return concat({"+", column}); }
  std::string_view columns_query() const override { return "SELECT name, type FROM pragma_table_info(:table)"; }
  std::string_view table_exists_query() const override {
    return "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = :table";
  }
  std::string_view indexes_query() const override {
    return "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = :table";
  }
  std::string append_only(std::string_view t) const override {
    return concat({"CREATE TRIGGER ", t, "_no_update BEFORE UPDATE ON ", t, " BEGIN SELECT RAISE(ABORT, '", t,
                   " is append-only'); END; CREATE TRIGGER ", t, "_no_delete BEFORE DELETE ON ", t,
                   " BEGIN SELECT RAISE(ABORT, '", t, " is append-only'); END;"});
  }
  // Contentless: the words are not kept a second time; removing needs them given again. No
  // column sizes: they serve ranking alone and cost a row per record.
  std::string create_search(std::string_view t) const override {
    return concat({"CREATE VIRTUAL TABLE IF NOT EXISTS ", t, " USING fts5(words, content='', columnsize=0, tokenize='ascii');"});
  }
  std::string clear_search(std::string_view t) const override {
    return concat({"INSERT INTO ", t, "(", t, ") VALUES('delete-all')"});
  }
  std::string add_to_search(std::string_view t) const override {
    return concat({"INSERT INTO ", t, "(rowid, words) VALUES(:id, :words)"});
  }
  std::string remove_from_search(std::string_view t) const override {
    return concat({"INSERT INTO ", t, "(", t, ", rowid, words) VALUES('delete', :id, :words)"});
  }
  std::string search_ids(std::string_view t, std::string_view param) const override {
    return concat({"SELECT rowid FROM ", t, " WHERE ", t, " MATCH ", param});
  }
  std::string phrase(std::string_view words) const override { return concat({"\"", words, "\""}); }
  std::string_view refresh_statistics() const override { return "PRAGMA analysis_limit=2000; ANALYZE;"; }
};

}  // namespace

const Dialect& sqlite_dialect() {
  static const SqliteDialect dialect;
  return dialect;
}

}  // namespace lp::store::db
