#include "records/engine.h"

#include <fmt/format.h>

#include "records/draft.h"
#include "records/draft_fields.h"
#include "records/permissions.h"
#include "records/problems.h"
#include "records/visibility.h"

namespace lp::records {
namespace {

model::Record shown_to(const model::Viewer& viewer, const model::Kind& kind, model::Record record) {
  hide_fields(viewer, kind, record);
  return record;
}

// `creates: kind:preset` — a side record in the same organisation, made by the system in the mover's name.
Status create_beside(store::WriteTx& tx, const model::Catalogue& catalogue, const model::Viewer& mover,
                     const model::Move& move, const model::Record& record) {
  if (move.creates.empty()) return ok_status();
  const auto colon = move.creates.find(':');
  LP_TRY(const model::Kind* kind, kind_named(catalogue, std::string_view(move.creates).substr(0, colon)));
  model::Record side;
  side.kind = kind->name;
  side.org = record.org;
  side.state = kind->workflow.start;
  side.form_version = kind->version;
  const auto preset = colon == std::string::npos ? std::string_view() : std::string_view(move.creates).substr(colon + 1);
  side.data = preset_data(catalogue, *kind, record, preset);
  model::Viewer author = model::Viewer::system("created by move " + move.name);
  author.user = mover.user;
  author.name = mover.name;
  LP_CHECK_OK(tx.insert(author, std::move(side), "create", fmt::format("{} {}", move.name, record.no)));
  return ok_status();
}

// Runs `work` in one write transaction and takes its value out.
template <class Work>
Result<model::Record> in_write(store::Store& store, const Work& work) {
  model::Record out;
  LP_CHECK_OK(store.write([&](store::WriteTx& tx) -> Status {
    LP_TRY(out, work(tx));
    return ok_status();
  }));
  return out;
}

DraftContext context_of(store::Store& store, const model::Catalogue& catalogue, store::ReadTx& tx,
                        const model::Viewer& viewer, Owners* owners = nullptr) {
  return {tx, store.blobs(), catalogue, viewer, store.clock().now(), owners};
}

}  // namespace

Result<model::Record> Engine::create(const model::Viewer& viewer, std::string_view kind, OrgId org,
                                     const json::object& data) const {
  return in_write(store_, [&](store::WriteTx& tx) { return create(tx, viewer, kind, org, data); });
}

Result<model::Record> Engine::update(const model::Viewer& viewer, std::string_view kind, RecordId id,
                                     std::int64_t expected_version, const json::object& patch) const {
  return in_write(store_, [&](store::WriteTx& tx) { return update(tx, viewer, kind, id, expected_version, patch); });
}

Result<model::Record> Engine::move(const model::Viewer& viewer, std::string_view kind, RecordId id,
                                   std::int64_t expected_version, std::string_view move_name,
                                   std::string_view reason, const json::object& data) const {
  return in_write(store_, [&](store::WriteTx& tx) {
    return move(tx, viewer, kind, id, expected_version, move_name, reason, data);
  });
}

Result<model::Record> Engine::create(store::WriteTx& tx, const model::Viewer& viewer, std::string_view kind,
                                     OrgId org, const json::object& data, std::string_view action, Owners* owners) const {
  LP_TRY(auto made, draft(tx, viewer, kind, org, data, owners));
  return create(tx, viewer, std::move(made), action);
}

Result<Draft> Engine::draft(store::ReadTx& tx, const model::Viewer& viewer, std::string_view kind, OrgId org,
                            const json::object& data, Owners* owners) const {
  return draft_create(context_of(store_, catalogue_, tx, viewer, owners), kind, org, data);
}

Result<model::Record> Engine::create(store::WriteTx& tx, const model::Viewer& viewer, Draft draft, std::string_view action) const {
  if (!draft.problems.empty()) return invalid_error(std::move(draft.problems), "the record cannot be created");
  LP_TRY(auto stored, tx.insert(viewer, std::move(draft.record), action, viewer.reason));
  return shown_to(viewer, *draft.kind, std::move(stored));
}

Result<model::Record> Engine::create_in_state(store::WriteTx& tx, const model::Viewer& viewer, std::string_view kind,
                                              OrgId org, const json::object& data, std::string_view state,
                                              std::string_view action) const {
  if (viewer.role != model::Role::system) {
    return make_error(Errc::denied, "only the system creates records in a chosen state");
  }
  LP_TRY(auto draft, draft_create(context_of(store_, catalogue_, tx, viewer), kind, org, data, state));
  if (!draft.problems.empty()) return invalid_error(std::move(draft.problems), "the record cannot be created");
  return tx.insert(viewer, std::move(draft.record), action, viewer.reason);
}

Result<model::Record> Engine::update(store::WriteTx& tx, const model::Viewer& viewer, std::string_view kind,
                                     RecordId id, std::int64_t expected_version, const json::object& patch,
                                     std::string_view action) const {
  LP_TRY(auto draft, draft_update(context_of(store_, catalogue_, tx, viewer), kind, id, expected_version, patch));
  if (!draft.problems.empty()) return invalid_error(std::move(draft.problems), "the record cannot be changed");
  if (!draft.changed) return shown_to(viewer, *draft.kind, std::move(draft.record));
  const std::int64_t version = draft.record.version;
  LP_TRY(auto stored, tx.update(viewer, std::move(draft.record), version, action, viewer.reason));
  return shown_to(viewer, *draft.kind, std::move(stored));
}

Result<model::Record> Engine::move(store::WriteTx& tx, const model::Viewer& viewer, std::string_view kind,
                                   RecordId id, std::int64_t expected_version, std::string_view move_name,
                                   std::string_view reason, const json::object& data) const {
  LP_TRY(auto draft, draft_move(context_of(store_, catalogue_, tx, viewer), kind, id, expected_version, move_name,
                                reason, data));
  if (!draft.problems.empty()) return invalid_error(std::move(draft.problems), "the move cannot be made");
  const std::int64_t version = draft.record.version;
  const std::string action = "move:" + std::string(move_name);
  LP_TRY(auto stored, tx.update(viewer, std::move(draft.record), version, action, reason));
  LP_CHECK_OK(create_beside(tx, catalogue_, viewer, *draft.kind->workflow.find_move(move_name), stored));
  return shown_to(viewer, *draft.kind, std::move(stored));
}

Result<std::vector<FieldProblem>> Engine::check(store::ReadTx& tx, const model::Viewer& viewer, std::string_view kind,
                                                OrgId org, RecordId id, const json::object& data, Owners* owners) const {
  const DraftContext context = context_of(store_, catalogue_, tx, viewer, owners);
  LP_TRY(auto draft, id ? draft_update(context, kind, id, any_version, data) : draft_create(context, kind, org, data));
  return std::move(draft.problems);
}

}  // namespace lp::records
