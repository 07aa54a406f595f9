#pragma once
// The database as the repositories see it: portable SQL text, named parameters, rows, errors.
//
// Guarantees. Text is stored byte for byte or refused (a NUL inside text is refused, because
// drivers cut it). Statements are prepared once per connection. Errors keep their class:
// conflict (unique), invalid (other constraint), denied (refused by a trigger), unavailable
// (busy, full, read-only, cannot open), corrupt, cancelled.
// Not guaranteed: thread safety. A connection belongs to one thread at a time.
//
// Units: timestamps are BIGINT microseconds UTC, booleans 0/1, dates TEXT "YYYY-MM-DD".

#include <concepts>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace lp::store::db {

struct Blob {
  std::string bytes;
  bool operator==(const Blob&) const = default;
};

class Value {
 public:
  using Variant = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;
  Value() = default;
  Value(std::nullptr_t) {}
  template <std::integral I>
  Value(I v) : v_(static_cast<std::int64_t>(v)) {}
  Value(double v) : v_(v) {}
  Value(std::string v) : v_(std::move(v)) {}
  Value(std::string_view v) : v_(std::string(v)) {}
  Value(const char* v) : v_(std::string(v)) {}
  Value(Blob v) : v_(std::move(v)) {}
  bool is_null() const { return std::holds_alternative<std::monostate>(v_); }
  const Variant& variant() const { return v_; }
  bool operator==(const Value&) const = default;

 private:
  Variant v_;
};

struct Param {
  std::string name;  // without the colon
  Value value;
};
using Params = std::vector<Param>;

enum class Type { null, integer, real, text, blob };

// One result row; valid only inside the callback.
class Row {
 public:
  virtual ~Row() = default;
  virtual int size() const = 0;
  virtual std::string_view name(int column) const = 0;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;  // 0 for NULL
  virtual double real(int column) const = 0;           // 0 for NULL
  virtual std::string_view text(int column) const = 0; // "" for NULL
  virtual std::string_view blob(int column) const = 0; // "" for NULL
  virtual Type type(int column) const = 0;
  std::string string(int column) const { return std::string(text(column)); }
};
using RowFn = std::function<bool(const Row&)>;  // false stops

class Dialect;

class Connection {
 public:
  virtual ~Connection() = default;
  virtual const Dialect& dialect() const = 0;
  // Several statements, no parameters, no rows: schema changes.
  virtual Status script(std::string_view sql) = 0;
  // Parameters are `:name`. Given in the order of first use they bind fastest.
  virtual Status exec(std::string_view sql, const Params& params = {}) = 0;
  // Values for the parameters in the order of first use; their names are not looked at.
  virtual Status exec_in_order(std::string_view sql, std::span<const Value> values) = 0;
  virtual Status query(std::string_view sql, const Params& params, const RowFn& row) = 0;
  virtual std::int64_t changed_rows() const = 0;  // of the last exec
  // begin_write() waits for other writers (busy timeout) and fails with unavailable.
  virtual Status begin_write() = 0;
  virtual Status begin_read() = 0;
  virtual Status commit() = 0;
  virtual void rollback() = 0;                    // never fails; no-op outside a transaction
  // False after the driver gave up the whole transaction by itself (disk full, I/O error).
  virtual bool in_transaction() const = 0;
  virtual Status backup_to(const std::string& file) = 0;  // consistent copy while others write
};

// First column of the first row; `fallback` when there is none.
Result<std::int64_t> query_integer(Connection& db, std::string_view sql, const Params& params = {}, std::int64_t fallback = 0);
Result<std::string> query_text(Connection& db, std::string_view sql, const Params& params = {}, std::string_view fallback = {});

}  // namespace lp::store::db
