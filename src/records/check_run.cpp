// Gathers what the fitting checks need, inside the viewer's wall, and runs them.
#include <algorithm>
#include <set>

#include "records/check.h"

namespace lp::records {
namespace {

constexpr std::size_t max_siblings = 5'000;
constexpr int max_peers_visited = 2'000;

bool fits(const Check& check, const model::Viewer& viewer, const model::Record& record) {
  const auto side = model::side_of(viewer.role);
  const bool regulator = side == model::Side::regulator || side == model::Side::system;
  return (!check.regulator_only || regulator) &&
         std::find(check.kinds.begin(), check.kinds.end(), record.kind) != check.kinds.end();
}

model::Predicate live(const model::Kind& kind) {
  json::array ended;
  for (const auto& state : kind.workflow.states) {
    if (state.end) ended.emplace_back(state.name);
  }
  if (ended.empty()) return {};
  return model::Predicate::compare("state", model::Op::not_in, std::move(ended));
}

store::RecordQuery all_live(const model::Kind& kind, model::Predicate where) {
  store::RecordQuery query;
  query.kind = kind.name;
  query.where = model::Predicate::all_of({std::move(where), live(kind)});
  query.limit = -1;
  query.count = false;
  return query;
}

Result<std::vector<model::Record>> read_all(store::ReadTx& tx, const model::Viewer& viewer, const model::Kind& kind,
                                            model::Predicate where, std::size_t most) {
  const store::RecordQuery query = all_live(kind, std::move(where));
  std::vector<model::Record> rows;
  LP_CHECK_OK(tx.each(viewer, query, [&](const model::Record& row) {
    rows.push_back(row);
    return rows.size() < most;
  }));
  return rows;
}

Result<std::vector<model::Record>> siblings_of(store::ReadTx& tx, const model::Viewer& viewer, const model::Kind& kind,
                                               const model::Record& record) {
  using model::Predicate;
  std::vector<Predicate> where{Predicate::equals("org_id", record.org.value)};
  if (kind.name == record.kind) where.push_back(Predicate::compare("id", model::Op::ne, {record.id.value}));
  return read_all(tx, viewer, kind, Predicate::all_of(std::move(where)), max_siblings);
}

bool holds(const store::RowView& row, int column, const json::value& value) {
  if (row.is_null(column)) return false;
  if (value.is_string()) return row.text(column) == std::string_view(value.get_string());
  return value.is_int64() && row.integer(column) == value.get_int64();
}

Result<std::vector<std::int64_t>> peers_of(store::ReadTx& tx, const model::Viewer& viewer, const model::Kind& kind,
                                            const Check& check, const model::Record& record) {
  using model::Predicate;
  std::vector<const json::value*> wanted;
  std::vector<std::string> columns{check.peer_value};
  for (const auto& field : check.peer_fields) {
    wanted.push_back(find(record.data, field));
    if (wanted.back() == nullptr || wanted.back()->is_null()) return std::vector<std::int64_t>{};
    columns.push_back(field);
  }
  // The first field alone is asked of the index and the rest of each row, so that a rare pair of values costs no
  // more than a frequent one.
  const store::RecordQuery query = all_live(kind, Predicate::all_of(
      {Predicate::compare("org_id", model::Op::ne, {record.org.value}), Predicate::equals(check.peer_fields.front(), *wanted.front())}));
  std::vector<std::int64_t> values;
  int visited = 0;
  LP_CHECK_OK(tx.each_row(viewer, query, columns, [&](const store::RowView& row) {
    bool peer = !row.is_null(0);
    for (std::size_t i = 1; peer && i < wanted.size(); ++i) peer = holds(row, static_cast<int>(i) + 1, *wanted[i]);
    if (peer) values.push_back(row.integer(0));
    return ++visited < max_peers_visited;
  }));
  return values;
}

// No owner the viewer can see (an account behind a narrower wall): checks get an empty object.
Result<json::object> owner_of(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                              const model::Record& record) {
  if (!record.org || catalogue.kind("organisation") == nullptr) return json::object();
  auto org = tx.get(viewer, "organisation", to_record(record.org));
  if (org) return std::move(org->data);
  if (org.error().code == Errc::not_found) return json::object();
  return org.error();
}

}  // namespace

Result<std::vector<Finding>> run_checks(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                                        const model::Record& record, Date today) {
  std::vector<Finding> findings;
  const model::Kind* kind = catalogue.kind(record.kind);
  if (kind == nullptr) return findings;
  std::map<std::string, std::vector<model::Record>> siblings;
  LP_TRY(const auto org, owner_of(tx, viewer, catalogue, record));
  LP_TRY(auto history, tx.history(viewer, record.kind, record.id));
  std::sort(history.begin(), history.end(), [](const auto& a, const auto& b) { return a.version < b.version; });
  for (const auto& check : builtin_checks()) {
    if (!fits(check, viewer, record)) continue;
    for (const auto& name : check.sibling_kinds) {
      const model::Kind* other = catalogue.kind(name);
      if (other == nullptr || siblings.contains(name)) continue;
      LP_TRY(siblings[name], siblings_of(tx, viewer, *other, record));
    }
    std::vector<std::int64_t> peers;
    if (!check.peer_fields.empty()) {
      LP_TRY(peers, peers_of(tx, viewer, *kind, check, record));
    }
    auto found = check.run({catalogue, *kind, record, org, siblings, peers, history, today});
    for (auto& finding : found) finding.check = check.name;
    findings.insert(findings.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
  return findings;
}

}  // namespace lp::records
