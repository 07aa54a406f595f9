#pragma once
// Records behind ReadTx and WriteTx. Every function takes the viewer and adds the wall.

#include "store/context.h"
#include "store/predicate_sql.h"

namespace lp::store {

Result<model::Record> get_record(Context& ctx, const model::Viewer& viewer, std::string_view kind, RecordId id);
Result<RecordPage> list_records(Context& ctx, const model::Viewer& viewer, const RecordQuery& query);
Status each_record(Context& ctx, const model::Viewer& viewer, const RecordQuery& query, const RowFn& row);
Status each_cells(Context& ctx, const model::Viewer& viewer, const RecordQuery& query,
                  const std::vector<std::string>& columns, const CellsFn& row);
Result<std::int64_t> count_records(Context& ctx, const model::Viewer& viewer, const RecordQuery& query);
Result<std::vector<GroupCount>> count_records_by(Context& ctx, const model::Viewer& viewer, const RecordQuery& query,
                                                 const std::vector<std::string>& fields);
Result<std::vector<SearchHit>> search_records(Context& ctx, const model::Viewer& viewer, std::string_view text, int limit);
Result<std::vector<model::HistoryEntry>> record_history(Context& ctx, const model::Viewer& viewer, std::string_view kind, RecordId id);
Result<json::value> archived_form(Context& ctx, std::string_view kind, int version);

Result<model::Record> insert_record(Context& ctx, const model::Viewer& viewer, model::Record r, std::string_view action, std::string_view reason);
Result<model::Record> update_record(Context& ctx, const model::Viewer& viewer, model::Record r, std::int64_t expected_version,
                                    std::string_view action, std::string_view reason);

// A query compiled: wall, filter and search together.
struct Compiled {
  const KindTable* table = nullptr;
  std::string where;
  db::Params params;
  bool uses_organisation = false;
};
enum class SearchBy { list_of_ids, one_by_one };
Result<Compiled> compile_query(Context& ctx, const model::Viewer& viewer, const RecordQuery& query,
                               UseIndexes use = UseIndexes::yes, SearchBy search = SearchBy::list_of_ids);
Result<std::int64_t> count_compiled(Context& ctx, const Compiled& c);
// " ORDER BY …" with the id last; invalid for a field that cannot be ordered by.
Result<std::string> order_clause(const KindTable& t, const std::vector<Sort>& order);

}  // namespace lp::store
