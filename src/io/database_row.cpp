#include "io/database_row.h"

#include <algorithm>

#include "io/error.h"

namespace lp::io {

Result<std::vector<ForeignColumn>> chosen_columns(const ForeignTable& table, const ReadOptions& options) {
  std::vector<ForeignColumn> out;
  for (const std::string& name : options.columns) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const ForeignColumn& c) { return c.name == name; });
    if (found == table.columns.end())
      return fail(Errc::not_found, "table " + table.name + " has no column " + name, "表 " + table.name + " 没有列 " + name);
    out.push_back(*found);
  }
  if (options.columns.empty()) out = table.columns;
  if (out.empty()) return fail(Errc::invalid, "table " + table.name + " has no columns to read", "表 " + table.name + " 没有可读的列");
  return out;
}

Result<std::string> quoted_name(std::string_view name, char quote) {
  if (name.find('\0') != std::string_view::npos) return make_error(Errc::invalid, "a name holds a NUL character");
  std::string out(1, quote);
  for (const char c : name) {
    if (c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

Result<std::string> quoted_list(const std::vector<ForeignColumn>& columns, char quote) {
  std::string out;
  for (const ForeignColumn& column : columns) {
    LP_TRY(const std::string name, quoted_name(column.name, quote));
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

Result<std::string> quoted_table(const ForeignTable& table, char quote) {
  LP_TRY(std::string name, quoted_name(table.name, quote));
  if (table.schema.empty()) return name;
  LP_TRY(const std::string schema, quoted_name(table.schema, quote));
  return schema + "." + name;
}

std::int64_t least_limit(std::int64_t limit, std::int64_t most) {
  if (limit <= 0) return most;
  if (most <= 0) return limit;
  return std::min(limit, most);
}

}  // namespace lp::io
