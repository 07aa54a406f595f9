// Counting by fields, and searching all kinds at once.
#include "base/text.h"
#include "store/db/dialect.h"
#include "store/record_codec.h"
#include "store/records.h"

namespace lp::store {
namespace {

struct Grouping {
  std::string expression;   // in SELECT and GROUP BY
  std::string source;       // added to FROM
  Shape shape = Shape::text;
};

Result<Grouping> grouping_of(Context& ctx, const KindTable& t, std::string_view field, int number) {
  constexpr std::string_view org_prefix = "org.";
  std::string_view name = field, alias = "t";
  const KindTable* owner = &t;
  if (field.starts_with(org_prefix)) {
    name.remove_prefix(org_prefix.size());
    alias = "o";
    LP_TRY(owner, ctx.table("organisation"));
  }
  const Column* c = owner->find(name);
  if (c == nullptr || c->shape == Shape::opaque)
    return make_error(Errc::invalid, "records of kind " + t.kind->name + " cannot be counted by '" + std::string(field) + "'");
  const std::string column = std::string(alias) + "." + c->name;
  if (c->shape != Shape::list) return Grouping{column, "", c->shape};
  const std::string e = "g" + std::to_string(number);  // a record counts once for each element
  return Grouping{e + ".value", ", " + ctx.db.dialect().elements_of(column, e), Shape::text};
}

}  // namespace

Result<std::vector<GroupCount>> count_records_by(Context& ctx, const model::Viewer& viewer, const RecordQuery& query,
                                                 const std::vector<std::string>& fields) {
  LP_TRY(const Compiled c, compile_query(ctx, viewer, query));
  std::vector<Grouping> groups;
  std::string columns, sources;
  bool by_organisation = false;
  for (const std::string& f : fields) {
    LP_TRY(Grouping g, grouping_of(ctx, *c.table, f, static_cast<int>(groups.size())));
    columns.append(columns.empty() ? "" : ", ").append(g.expression);
    sources += g.source;
    by_organisation = by_organisation || f.starts_with("org.");
    groups.push_back(std::move(g));
  }
  if (groups.empty()) return make_error(Errc::invalid, "no fields to count by");
  std::string join_organisation;
  if (by_organisation) {
    LP_TRY(const KindTable* org, ctx.table("organisation"));
    join_organisation = " JOIN " + org->table + " o ON o.id = t.org_id";
  }
  std::vector<GroupCount> out;
  const bool without_nulls = fields.size() == 1 && !by_organisation && groups[0].shape != Shape::list && sources.empty() &&
                             c.table->has_index(fields[0]) && !c.table->orders(fields[0]);
  const std::string present = without_nulls ? " AND " + columns + " IS NOT NULL" : "";  // read from the field's index
  LP_CHECK_OK(ctx.db.query("SELECT " + columns + ", count(*) FROM " + c.table->table + " t" + join_organisation + sources +
                               " WHERE " + c.where + present + " GROUP BY " + columns + " ORDER BY " + columns, c.params, [&](const db::Row& row) {
    GroupCount g;
    for (std::size_t i = 0; i < groups.size(); ++i) g.key.push_back(read_cell(groups[i].shape, row, static_cast<int>(i)));
    g.count = row.integer(static_cast<int>(groups.size()));
    out.push_back(std::move(g));
    return true;
  }));
  if (!without_nulls) return out;
  LP_TRY(std::int64_t absent, count_compiled(ctx, c));
  for (const GroupCount& g : out) absent -= g.count;
  if (absent > 0) out.insert(out.begin(), GroupCount{{nullptr}, absent});
  return out;
}

Result<std::vector<SearchHit>> search_records(Context& ctx, const model::Viewer& viewer, std::string_view text, int limit) {
  std::vector<SearchHit> out;
  for (const auto& [name, t] : ctx.tables) {
    if (static_cast<int>(out.size()) >= limit) break;
    RecordQuery query;
    query.kind = name;
    query.search = text;
    LP_TRY(Compiled c, compile_query(ctx, viewer, query));
    const Column* label = t.find(t.kind->label_field);
    const bool has_label = label != nullptr && label->shape == Shape::text;
    c.params.push_back({"limit", limit - static_cast<std::int64_t>(out.size())});
    LP_CHECK_OK(ctx.db.query("SELECT t.id, t.no, t.org_id, " + (has_label ? "t." + label->name : std::string("t.no")) +
                                 " FROM " + t.table + " t WHERE " + c.where + " LIMIT :limit", c.params, [&](const db::Row& row) {
      out.push_back({name, {row.integer(0)}, row.string(1), row.string(3), {row.integer(2)}});
      return true;
    }));
  }
  return out;
}

}  // namespace lp::store
