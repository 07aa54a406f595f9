#include "store/context.h"

#include "base/check.h"
#include "store/journal.h"

namespace lp::store {

Result<const KindTable*> Context::table(std::string_view kind) const {
  const auto found = tables.find(kind);
  if (found == tables.end()) return make_error(Errc::not_found, "no record kind '" + std::string(kind) + "'");
  return &found->second;
}

Status load_write_state(Context& ctx) {
  ctx.writing->sequences.clear();
  ctx.writing->touched_kinds.clear();
  ctx.writing->changes.clear();
  LP_TRY(ctx.writing->journal, load_journal_head(ctx.db));
  return {};
}

Status flush_write_state(Context& ctx) {
  for (const auto& [name, value] : ctx.writing->sequences) {
    LP_CHECK_OK(ctx.db.exec("INSERT INTO sequence(name, value) VALUES(:name, :value) "
                            "ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                            {{"name", name}, {"value", value}}));
  }
  for (const auto& kind : ctx.writing->touched_kinds) {
    LP_CHECK_OK(ctx.db.exec("INSERT INTO kind_change(kind, counter) VALUES(:kind, 1) "
                            "ON CONFLICT(kind) DO UPDATE SET counter = kind_change.counter + 1",
                            {{"kind", kind}}));
  }
  return {};
}

Result<std::int64_t> next_in_sequence(Context& ctx, std::string_view name) {
  LP_CHECK(ctx.writing != nullptr);
  auto found = ctx.writing->sequences.find(name);
  if (found == ctx.writing->sequences.end()) {
    LP_TRY(const std::int64_t last, db::query_integer(ctx.db, "SELECT value FROM sequence WHERE name = :name", {{"name", name}}));
    found = ctx.writing->sequences.emplace(std::string(name), last).first;
  }
  return ++found->second;
}

Result<std::int64_t> change_counter(Context& ctx, std::string_view kind) {
  return db::query_integer(ctx.db, "SELECT counter FROM kind_change WHERE kind = :kind", {{"kind", kind}});
}

}  // namespace lp::store
