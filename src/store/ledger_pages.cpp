// Pages of duties: sorted when they are few, walked in the order they lie when they are many.
#include <algorithm>

#include "store/db/dialect.h"
#include "store/ledger.h"
#include "store/ledger_order.h"

namespace lp::store {
namespace {

std::int64_t sum_of(const BoardCounts& counts) {
  std::int64_t sum = 0;
  for (const auto& states : counts) {
    for (const std::int64_t n : states) sum += n;
  }
  return sum;
}

// Duties of one or a few organisations, and such as an index finds directly, are sorted.
bool is_few(const model::Viewer& viewer, const DutyFilter& f) {
  const model::Side side = model::side_of(viewer.role);
  return f.org || !f.orgs.empty() || !f.obligations.empty() || f.object || !f.text.empty() || side == model::Side::enterprise ||
         side == model::Side::assessor;
}

struct Ranked {
  std::int64_t distance, past, id;   // in the order of `urgent`
  std::int64_t duty;
  auto operator<=>(const Ranked&) const = default;
};

class Pager {
 public:
  Pager(Context& ctx, std::string_view table, const std::string& where, const db::Params& params, const DutyFilter& f)
      : ctx_(ctx), from_(" FROM " + std::string(table) + " d WHERE " + where), params_(params), filter_(f) {}

  Result<std::vector<model::Duty>> sorted(const std::string& order) {
    LP_CHECK_OK(read(order, std::max<std::int64_t>(filter_.offset, 0), limit()));
    return std::move(rows_);
  }

  Result<std::vector<model::Duty>> walked(const std::vector<Segment>& segments) {
    std::int64_t offset = std::max<std::int64_t>(filter_.offset, 0);
    for (const Segment& s : segments) {
      const auto before = static_cast<std::int64_t>(rows_.size());
      if (before >= limit()) break;
      if (s.count && *s.count <= offset) {
        offset -= *s.count;
        continue;
      }
      LP_CHECK_OK(s.by_distance ? read_by_distance(s, offset, limit() - before) : read(also(s.where) + s.order, offset, limit() - before));
      if (static_cast<std::int64_t>(rows_.size()) > before) {
        offset = 0;
      } else if (offset > 0) {
        LP_TRY(const std::int64_t skipped, db::query_integer(ctx_.db, "SELECT count(*)" + from_ + also(s.where), params_));
        offset -= skipped;
      }
    }
    return std::move(rows_);
  }

 private:
  std::int64_t limit() const { return filter_.limit < 0 ? INT64_MAX : filter_.limit; }
  static std::string also(const std::string& where) { return where.empty() ? "" : " AND " + where; }
  db::Params with(std::int64_t offset, std::int64_t limit) const {
    db::Params p = params_;
    p.push_back({"limit", limit});
    p.push_back({"offset", offset});
    return p;
  }

  Status read(const std::string& rest, std::int64_t offset, std::int64_t limit) {
    return ctx_.db.query("SELECT " + std::string(duty_columns) + from_ + rest + " LIMIT :limit OFFSET :offset", with(offset, limit),
                         [&](const db::Row& row) {
      rows_.push_back(read_duty(row));
      return true;
    });
  }

  // From today outwards both ways; the page's duties are read whole at the end.
  Status read_by_distance(const Segment& s, std::int64_t offset, std::int64_t limit) {
    const std::int64_t today = ctx_.clock.today().days();
    const std::int64_t enough = limit > INT64_MAX - offset ? INT64_MAX : offset + limit;
    std::vector<Ranked> found;
    const std::string to_come = " AND d.due >= " + std::to_string(today) + " ORDER BY d.due, d.id";
    const std::string past = " AND d.due < " + std::to_string(today) + " ORDER BY d.due DESC, d.id DESC";
    for (const std::string& rest : {to_come, past}) {
      LP_CHECK_OK(ctx_.db.query("SELECT d.id, d.due" + from_ + also(s.where) + rest + " LIMIT :limit OFFSET :offset", with(0, enough), [&](const db::Row& row) {
        const std::int64_t away = row.integer(1) - today, id = row.integer(0);
        found.push_back(away >= 0 ? Ranked{away, 1, id, id} : Ranked{-away, 0, -id, id});
        return true;
      }));
    }
    std::sort(found.begin(), found.end());
    const auto first = static_cast<std::size_t>(std::min<std::int64_t>(offset, static_cast<std::int64_t>(found.size())));
    for (std::size_t i = first; i < found.size() && static_cast<std::int64_t>(i - first) < limit; ++i) {
      LP_CHECK_OK(ctx_.db.query("SELECT " + std::string(duty_columns) + " FROM duty d WHERE d.id = :id", {{"id", found[i].duty}}, [&](const db::Row& row) {
        rows_.push_back(read_duty(row));
        return false;
      }));
    }
    return {};
  }

  Context& ctx_;
  std::string from_;
  const db::Params& params_;
  const DutyFilter& filter_;
  std::vector<model::Duty> rows_;
};

}  // namespace

Result<DutyPage> list_duties(Context& ctx, const model::Viewer& viewer, const DutyFilter& f) {
  LP_TRY(const std::string sorted, sorted_order(f.order, ctx.clock.today()));
  LP_TRY(const BoardCounts counts, count_duty_rows(ctx, viewer, f));
  DutyPage page;
  page.total = sum_of(counts);
  if (page.total == 0 || f.limit == 0) return page;
  const auto segments = is_few(viewer, f) ? std::vector<Segment>{} : segments_of(f.order, &counts);
  const auto& d = ctx.db.dialect();
  PredicateSql sql(ctx.tables, d, ctx.clock.today());
  // The plan's index would find them and leave the order to be sorted.
  const std::string where = duty_condition(ctx, viewer, f, sql, {d.unindexed("d.plan"), segments.empty() ? "d.org_id" : d.unindexed("d.org_id")});
  Pager pager(ctx, "duty", where, sql.params(), f);
  LP_TRY(page.rows, segments.empty() ? pager.sorted(sorted) : pager.walked(segments));
  return page;
}

Result<DutyPage> list_snapshot_duties(Context& ctx, const model::Viewer& viewer, std::int64_t snapshot, const DutyFilter& f) {
  LP_TRY(const std::int64_t known, db::query_integer(ctx.db, "SELECT count(*) FROM snapshot WHERE id = :id", {{"id", snapshot}}));
  if (known == 0) {
    Error e = make_error(Errc::not_found, "no snapshot " + std::to_string(snapshot) + " of the ledger");
    e.message_zh = "没有编号为 " + std::to_string(snapshot) + " 的台账快照";
    return e;
  }
  PredicateSql sql(ctx.tables, ctx.db.dialect(), ctx.clock.today());
  const std::string where = duty_condition(ctx, viewer, f, sql) + " AND d.snapshot_id = " + sql.parameter(snapshot);
  LP_TRY(const std::string sorted, sorted_order(f.order, ctx.clock.today()));
  DutyPage page;
  LP_TRY(page.total, db::query_integer(ctx.db, "SELECT count(*) FROM snapshot_duty d WHERE " + where, sql.params()));
  Pager pager(ctx, "snapshot_duty", where, sql.params(), f);
  if (page.total > 0 && f.limit != 0) {
    LP_TRY(page.rows, pager.sorted(sorted));
  }
  return page;
}

}  // namespace lp::store
