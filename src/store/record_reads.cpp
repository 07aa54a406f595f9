#include <algorithm>

#include "base/text.h"
#include "store/record_codec.h"
#include "store/records.h"

namespace lp::store {
namespace {

Error no_such_record(const KindTable& t, RecordId id) {
  return make_error(Errc::not_found, "no " + t.kind->name + " with id " + std::to_string(id.value));
}

// Many matches: walk the order's index and test each row, stop when the page is full.
// Few matches: let the filter's index find them, then sort. `total` rows of `all` match.
bool walk_in_order(std::int64_t total, std::int64_t all, std::int64_t wanted) {
  return total > 0 && static_cast<double>(wanted) * static_cast<double>(all) / static_cast<double>(total) <
                          static_cast<double>(total);
}

Result<std::vector<std::int64_t>> page_ids(Context& ctx, const model::Viewer& viewer, const RecordQuery& query, std::int64_t total) {
  LP_TRY(const KindTable* t, ctx.table(query.kind));
  const bool ordered_by_index = query.order.empty() || t->orders(query.order.front().field);
  bool walk = false;
  if (total >= 0 && ordered_by_index) {
    LP_TRY(const std::int64_t all, count_compiled(ctx, Compiled{t, "1=1", {}, false}));
    walk = walk_in_order(total, all, query.offset + query.limit);
  }
  LP_TRY(Compiled c, compile_query(ctx, viewer, query, walk ? UseIndexes::no : UseIndexes::yes,
                                   walk ? SearchBy::one_by_one : SearchBy::list_of_ids));
  LP_TRY(const std::string order, order_clause(*t, query.order));
  c.params.push_back({"limit", query.limit < 0 ? INT64_MAX : query.limit});
  c.params.push_back({"offset", std::max<std::int64_t>(query.offset, 0)});
  std::vector<std::int64_t> ids;
  LP_CHECK_OK(ctx.db.query("SELECT t.id FROM " + t->table + " t WHERE " + c.where + order + " LIMIT :limit OFFSET :offset",
                           c.params, [&](const db::Row& row) {
    ids.push_back(row.integer(0));
    return true;
  }));
  return ids;
}

Result<model::Record> by_id(Context& ctx, const KindTable& t, std::int64_t id) {
  Result<model::Record> out = no_such_record(t, {id});
  LP_CHECK_OK(ctx.db.query("SELECT " + t.select_list + " FROM " + t.table + " t WHERE t.id = :id", {{"id", id}},
                           [&](const db::Row& row) {
    out = read_record(t, row);
    return false;
  }));
  return out;
}

class Cells final : public RowView {
 public:
  explicit Cells(const db::Row& row) : row_(row) {}
  bool is_null(int c) const override { return row_.is_null(c); }
  std::int64_t integer(int c) const override { return row_.integer(c); }
  double decimal(int c) const override { return row_.real(c); }
  std::string_view text(int c) const override { return row_.text(c); }

 private:
  const db::Row& row_;
};

}  // namespace

Result<model::Record> get_record(Context& ctx, const model::Viewer& viewer, std::string_view kind, RecordId id) {
  LP_TRY(const KindTable* t, ctx.table(kind));
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  const std::string wall = sql.condition(*t, model::wall(viewer, *t->kind));
  db::Params params = sql.params();
  params.push_back({"id", id.value});
  Result<model::Record> out = no_such_record(*t, id);
  LP_CHECK_OK(ctx.db.query("SELECT " + t->select_list + " FROM " + t->table + " t WHERE " + wall + " AND t.id = :id", params,
                           [&](const db::Row& row) {
    out = read_record(*t, row);
    return false;
  }));
  return out;
}

Result<RecordPage> list_records(Context& ctx, const model::Viewer& viewer, const RecordQuery& query) {
  LP_TRY(const KindTable* t, ctx.table(query.kind));
  RecordPage page;
  if (query.count) {
    LP_TRY(page.total, count_records(ctx, viewer, query));
  }
  if (page.total == 0 || query.limit == 0) return page;
  LP_TRY(const auto ids, page_ids(ctx, viewer, query, page.total));
  for (const std::int64_t id : ids) {
    LP_TRY(model::Record r, by_id(ctx, *t, id));
    page.rows.push_back(std::move(r));
  }
  return page;
}

Status each_record(Context& ctx, const model::Viewer& viewer, const RecordQuery& query, const RowFn& fn) {
  LP_TRY(const Compiled c, compile_query(ctx, viewer, query));
  LP_TRY(const std::string order, order_clause(*c.table, query.order));
  Status failed;
  LP_CHECK_OK(ctx.db.query("SELECT " + c.table->select_list + " FROM " + c.table->table + " t WHERE " + c.where + order,
                           c.params, [&](const db::Row& row) {
    const auto record = read_record(*c.table, row);
    if (!record) failed = record.error();
    return record && fn(*record);
  }));
  return failed;
}

Status each_cells(Context& ctx, const model::Viewer& viewer, const RecordQuery& query,
                  const std::vector<std::string>& columns, const CellsFn& fn) {
  LP_TRY(const Compiled c, compile_query(ctx, viewer, query));
  std::vector<std::string> names;
  for (const std::string& name : columns) {
    const Column* column = c.table->find(name);
    if (column == nullptr) return make_error(Errc::invalid, "kind " + query.kind + " has no column '" + name + "'");
    names.push_back("t." + column->name);
  }
  if (names.empty()) return make_error(Errc::invalid, "no columns asked for");
  return ctx.db.query("SELECT " + join(names, ", ") + " FROM " + c.table->table + " t WHERE " + c.where, c.params,
                      [&](const db::Row& row) { return fn(Cells(row)); });
}

Result<std::int64_t> count_records(Context& ctx, const model::Viewer& viewer, const RecordQuery& query) {
  LP_TRY(const Compiled c, compile_query(ctx, viewer, query));
  return count_compiled(ctx, c);
}

Result<std::vector<model::HistoryEntry>> record_history(Context& ctx, const model::Viewer& viewer, std::string_view kind, RecordId id) {
  LP_CHECK_OK(get_record(ctx, viewer, kind, id));
  std::vector<model::HistoryEntry> out;
  Status failed;
  LP_CHECK_OK(ctx.db.query("SELECT version, at, by_user, by_name, action, state, reason, form_version, changes "
                           "FROM history WHERE record_id = :id ORDER BY version", {{"id", id.value}}, [&](const db::Row& row) {
    auto changes = parse_json(row.text(8));
    if (!changes || !changes->is_object()) {
      failed = make_error(Errc::corrupt, "history of record " + std::to_string(id.value) + " is not JSON");
      return false;
    }
    out.push_back({row.integer(0), Timestamp(row.integer(1)), {row.integer(2)}, row.string(3), row.string(4), row.string(5),
                   row.string(6), static_cast<int>(row.integer(7)), std::move(changes->get_object())});
    return true;
  }));
  if (!failed) return std::move(failed).error();
  return out;
}

Result<json::value> archived_form(Context& ctx, std::string_view kind, int version) {
  LP_TRY(const std::string text, db::query_text(ctx.db, "SELECT definition FROM kind_form WHERE kind = :kind AND version = :version",
                                                {{"kind", kind}, {"version", version}}));
  if (text.empty())
    return make_error(Errc::not_found, "no form of kind " + std::string(kind) + " version " + std::to_string(version));
  return parse_json(text);
}

}  // namespace lp::store
