// From RecordQuery to SQL, and exact counts.
#include "base/text.h"
#include "store/records.h"
#include "store/search_index.h"

namespace lp::store {
namespace {

// A number typed into the search box finds its record, whatever the search fields hold.
std::string number_of(std::string_view text) {
  std::string out;
  bool digit = false;
  for (const char c : trim(text)) {
    if (static_cast<unsigned char>(c) >= 0x80 || c <= ' ') return {};
    digit = digit || (c >= '0' && c <= '9');
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  return digit ? out : std::string();
}

Result<std::string> search_condition(Context& ctx, const KindTable& t, std::string_view text, PredicateSql& sql, SearchBy by) {
  LP_TRY(std::string phrase, search_phrase(ctx.db, text));
  const auto& d = ctx.db.dialect();
  const std::string param = sql.parameter(std::move(phrase));
  const std::string number = number_of(text);
  std::string found = "1=0";
  if (!t.search_fields.empty()) {
    // Testing row by row re-reads the words' lists each time; a set made once is faster.
    const std::string id = by == SearchBy::one_by_one ? d.unindexed("t.id") : std::string("t.id");
    found = id + " IN (" + d.search_ids(t.search_table, param) + ")";
  } else {
    found = "(1=0 AND " + param + " <> '')";
  }
  if (number.empty()) return found;
  return "(" + found + " OR t.no = " + sql.parameter(number) + ")";
}

}  // namespace

Result<Compiled> compile_query(Context& ctx, const model::Viewer& viewer, const RecordQuery& query, UseIndexes use, SearchBy by) {
  Compiled c;
  LP_TRY(c.table, ctx.table(query.kind));
  const Date today = query.today == Date() ? ctx.clock.today() : query.today;
  PredicateSql sql(ctx.tables, ctx.db.dialect(), today, use);
  c.where = sql.condition(*c.table, model::Predicate::all_of({model::wall(viewer, *c.table->kind), query.where}));
  if (!query.search.empty()) {
    LP_TRY(const std::string search, search_condition(ctx, *c.table, query.search, sql, by));
    c.where += " AND " + search;
  }
  c.params = sql.params();
  c.uses_organisation = sql.uses_organisation();
  return c;
}

Result<std::int64_t> count_compiled(Context& ctx, const Compiled& c) {
  const std::string sql = "SELECT count(*) FROM " + c.table->table + " t WHERE " + c.where;
  if (ctx.writing != nullptr) return db::query_integer(ctx.db, sql, c.params);  // sees changes no counter tells of
  LP_TRY(const std::int64_t counter, change_counter(ctx, c.table->kind->name));
  std::int64_t org_counter = 0;
  if (c.uses_organisation) {
    LP_TRY(org_counter, change_counter(ctx, "organisation"));
  }
  std::string key = CountCache::key_of(sql, c.params, counter, org_counter);
  if (const auto known = ctx.counts.find(key)) return *known;
  LP_TRY(const std::int64_t n, db::query_integer(ctx.db, sql, c.params));
  ctx.counts.put(std::move(key), n);
  return n;
}

Result<std::string> order_clause(const KindTable& t, const std::vector<Sort>& order) {
  std::string out = " ORDER BY ";
  bool descending = false;
  for (const Sort& s : order) {
    const Column* c = t.find(s.field);
    if (c == nullptr || c->shape == Shape::list || c->shape == Shape::opaque) {
      Error e = make_error(Errc::invalid, "records of kind " + t.kind->name + " cannot be ordered by '" + s.field + "'");
      e.message_zh = "不能按“" + s.field + "”排序。";
      return e;
    }
    descending = s.descending;
    out.append("t.").append(c->name).append(descending ? " DESC NULLS LAST, " : " ASC NULLS FIRST, ");
    if (c->name == "id") return out.substr(0, out.size() - 2);
  }
  return out + (descending ? "t.id DESC" : "t.id");
}

}  // namespace lp::store
