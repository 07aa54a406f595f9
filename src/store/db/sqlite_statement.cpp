#include "store/db/sqlite_statement.h"

#include <cstring>

#include "store/db/sqlite_error.h"

namespace lp::store::db {
namespace {

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* s) : s_(s) {}
  int size() const override { return sqlite3_column_count(s_); }
  std::string_view name(int c) const override { return sqlite3_column_name(s_, c); }
  bool is_null(int c) const override { return sqlite3_column_type(s_, c) == SQLITE_NULL; }
  std::int64_t integer(int c) const override { return sqlite3_column_int64(s_, c); }
  double real(int c) const override { return sqlite3_column_double(s_, c); }
  std::string_view text(int c) const override {
    const auto* p = reinterpret_cast<const char*>(sqlite3_column_text(s_, c));
    return p ? std::string_view(p, static_cast<std::size_t>(sqlite3_column_bytes(s_, c))) : std::string_view();
  }
  std::string_view blob(int c) const override {
    const auto* p = static_cast<const char*>(sqlite3_column_blob(s_, c));
    return p ? std::string_view(p, static_cast<std::size_t>(sqlite3_column_bytes(s_, c))) : std::string_view();
  }
  Type type(int c) const override {
    switch (sqlite3_column_type(s_, c)) {
      case SQLITE_INTEGER: return Type::integer;
      case SQLITE_FLOAT: return Type::real;
      case SQLITE_TEXT: return Type::text;
      case SQLITE_BLOB: return Type::blob;
      default: return Type::null;
    }
  }

 private:
  sqlite3_stmt* s_;
};

std::string head_of(std::string_view sql) { return std::string(sql.substr(0, 60)); }

}  // namespace

SqliteStatement::SqliteStatement(sqlite3* handle, sqlite3_stmt* statement) : handle_(handle), statement_(statement) {
  const int n = sqlite3_bind_parameter_count(statement);
  for (int i = 1; i <= n; ++i) {
    const char* name = sqlite3_bind_parameter_name(statement, i);
    names_.emplace_back(name ? name + 1 : "");
  }
}

Result<SqliteStatement> SqliteStatement::prepare(sqlite3* handle, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int rc = sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (rc != SQLITE_OK) return sqlite_error(handle, rc, "preparing " + head_of(sql));
  return SqliteStatement(handle, statement);
}

std::string SqliteStatement::head() const {
  const char* sql = sqlite3_sql(statement_.get());
  return head_of(sql ? sql : "");
}

Status SqliteStatement::bind_one(int index, const Value& value) {
  const auto& v = value.variant();
  sqlite3_stmt* s = statement_.get();
  int rc = SQLITE_OK;
  if (const auto* i = std::get_if<std::int64_t>(&v)) {
    rc = sqlite3_bind_int64(s, index, *i);
  } else if (const auto* d = std::get_if<double>(&v)) {
    rc = sqlite3_bind_double(s, index, *d);
  } else if (const auto* t = std::get_if<std::string>(&v)) {
    if (std::memchr(t->data(), 0, t->size()) != nullptr)
      return make_error(Errc::invalid, "text contains a NUL character", "remove the control character and try again");
    rc = sqlite3_bind_text64(s, index, t->data(), t->size(), SQLITE_STATIC, SQLITE_UTF8);
  } else if (const auto* b = std::get_if<Blob>(&v)) {
    rc = sqlite3_bind_blob64(s, index, b->bytes.data(), b->bytes.size(), SQLITE_STATIC);
  } else {
    rc = sqlite3_bind_null(s, index);
  }
  if (rc != SQLITE_OK) return sqlite_error(handle_, rc, "binding a value");
  return {};
}

Error SqliteStatement::wrong_count(std::size_t given) const {
  return make_error(Errc::internal, "statement wants " + std::to_string(names_.size()) + " parameters, got " + std::to_string(given) + ": " + head());
}

Status SqliteStatement::bind(const Params& params) {
  std::size_t next = 0;  // parameters usually come in the order of first use
  for (const auto& param : params) {
    if (next >= names_.size() || names_[next] != param.name) {
      next = 0;
      while (next < names_.size() && names_[next] != param.name) ++next;
      if (next == names_.size()) return make_error(Errc::internal, "statement has no parameter :" + param.name + ": " + head());
    }
    LP_CHECK_OK(bind_one(static_cast<int>(next) + 1, param.value));
    ++next;
  }
  return params.size() == names_.size() ? Status() : wrong_count(params.size());
}

Status SqliteStatement::bind(std::span<const Value> values) {
  if (values.size() != names_.size()) return wrong_count(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) LP_CHECK_OK(bind_one(static_cast<int>(i) + 1, values[i]));
  return {};
}

Status SqliteStatement::step_all(const RowFn* row) {
  const SqliteRow view(statement_.get());
  for (;;) {
    const int rc = sqlite3_step(statement_.get());
    if (rc == SQLITE_DONE) return {};
    if (rc != SQLITE_ROW) return sqlite_error(handle_, rc, head());
    if (row && !(*row)(view)) return {};
  }
}

void SqliteStatement::reset() { sqlite3_reset(statement_.get()); }

}  // namespace lp::store::db
