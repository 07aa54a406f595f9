#include "store/db/connection.h"

namespace lp::store::db {

Result<std::int64_t> query_integer(Connection& db, std::string_view sql, const Params& params, std::int64_t fallback) {
  std::int64_t out = fallback;
  LP_CHECK_OK(db.query(sql, params, [&](const Row& row) {
    if (!row.is_null(0)) out = row.integer(0);
    return false;
  }));
  return out;
}

Result<std::string> query_text(Connection& db, std::string_view sql, const Params& params, std::string_view fallback) {
  std::string out(fallback);
  LP_CHECK_OK(db.query(sql, params, [&](const Row& row) {
    out = row.string(0);
    return false;
  }));
  return out;
}

}  // namespace lp::store::db
