// Reading through the engine: one record with its journal line, what can be done with it.
#include <algorithm>

#include "model/field_check.h"
#include "records/archived_form.h"
#include "records/draft.h"
#include "records/draft_fields.h"
#include "records/engine.h"
#include "records/form.h"
#include "records/move_rules.h"
#include "records/permissions.h"
#include "records/problems.h"
#include "records/visibility.h"

namespace lp::records {
namespace {

bool is_foreign(const model::Viewer& viewer, const model::Record& record) {
  return record.org && viewer.org != record.org && viewer.role != model::Role::system;
}

store::JournalEntry read_entry(const model::Viewer& viewer, const model::Record& record, Timestamp now) {
  store::JournalEntry entry;
  entry.at = now;
  entry.user = viewer.user;
  entry.who = viewer.name;
  entry.action = "record.read";
  entry.kind = record.kind;
  entry.record = record.id;
  entry.org = record.org;
  entry.detail["version"] = record.version;
  return entry;
}

LocalText joined(const std::vector<FieldProblem>& problems) {
  LocalText text;
  for (const auto& problem : problems) {
    text.zh += (text.zh.empty() ? "" : "；") + problem.zh;
    text.en += (text.en.empty() ? "" : "; ") + problem.en;
  }
  return text;
}

struct PreviewScope {
  const DraftContext& context;
  const model::Kind& kind;
  const model::Kind& form;
  const model::Record& record;
  const json::object& owner;
};

LocalText text_of(const Error& error) { return {error.message_zh, error.message}; }

// What fills or failed guards would still stop the move, when its mover fills needs and sets.
// A guard on a field the move itself sets cannot be judged before.
void judge_preview(const PreviewScope& scope, MovePreview& preview) {
  const model::Move& move = *preview.move;
  std::vector<FieldProblem> against;
  for (auto& problem : missing_fields(scope.form, scope.record, target_state(move, scope.record), &scope.owner,
                                      scope.context.today())) {
    const bool filled_by_move = moves_field(move, problem.field) ||
        std::find(move.stamps.begin(), move.stamps.end(), problem.field) != move.stamps.end();
    if (!filled_by_move) preview.missing.push_back(std::move(problem));
  }
  against = preview.missing;
  for (std::size_t i = 0; i < move.guards.size(); ++i) {
    const auto fields = model::fields_of(move.guards[i]);
    if (std::any_of(fields.begin(), fields.end(), [&](const std::string& f) { return moves_field(move, f); })) continue;
    model::Move single = move;
    single.guards = {move.guards[i]};
    single.guard_titles = {i < move.guard_titles.size() ? move.guard_titles[i] : LocalText{}};
    for (auto& title : failed_guards(scope.form, single, scope.record, &scope.owner, scope.context.today())) {
      against.push_back(make_problem({}, "guard", std::move(title)));
    }
  }
  preview.allowed = against.empty();
  preview.why_not = joined(against);
}

Result<MovePreview> preview_of(const PreviewScope& scope, const model::Move& move) {
  MovePreview preview;
  preview.move = &move;
  if (auto refused = side_refusal(scope.context.viewer, scope.kind, move, scope.record)) {
    preview.why_not = text_of(*refused);
    return preview;
  }
  preview.offered = true;
  LP_TRY(auto refused, four_eyes_refusal(scope.context.tx, scope.context.viewer, scope.kind, move, scope.record));
  if (refused) {
    preview.why_not = text_of(*refused);
    return preview;
  }
  judge_preview(scope, preview);
  return preview;
}

}  // namespace

Result<model::Record> Engine::get(const model::Viewer& viewer, std::string_view kind_name, RecordId id) const {
  LP_TRY(const model::Kind* kind, kind_named(catalogue_, kind_name));
  model::Record record;
  LP_CHECK_OK(store_.read([&](store::ReadTx& tx) -> Status {
    LP_TRY(record, tx.get(viewer, kind->name, id));
    return ok_status();
  }));
  if (is_foreign(viewer, record)) {
    // No read without its line: the owner may see who looked.
    LP_CHECK_OK(store_.write([&](store::WriteTx& tx) {
      return tx.append_journal(read_entry(viewer, record, store_.clock().now()));
    }));
  }
  hide_fields(viewer, *kind, record);
  return record;
}

Result<std::vector<MovePreview>> Engine::preview_moves(const model::Viewer& viewer, const model::Record& record) const {
  std::vector<MovePreview> previews;
  LP_CHECK_OK(store_.read([&](store::ReadTx& tx) -> Status {
    LP_TRY(previews, preview_moves(tx, viewer, record));
    return ok_status();
  }));
  return previews;
}

Result<std::vector<MovePreview>> Engine::preview_moves(store::ReadTx& tx, const model::Viewer& viewer,
                                                       const model::Record& seen) const {
  LP_TRY(const model::Kind* kind, kind_named(catalogue_, seen.kind));
  // Read again: what the caller holds may lack the fields hidden from the viewer.
  LP_TRY(const auto record, tx.get(viewer, seen.kind, seen.id));
  const DraftContext context{tx, store_.blobs(), catalogue_, viewer, store_.clock().now()};
  LP_TRY(const Form form, Form::of(tx, *kind, record));
  LP_TRY(const auto owner, owner_data(context, record));
  const PreviewScope scope{context, *kind, *form, record, owner};
  std::vector<MovePreview> previews;
  for (const auto& move : kind->workflow.moves) {
    if (state_refusal(*kind, move, record)) continue;
    LP_TRY(auto preview, preview_of(scope, move));
    previews.push_back(std::move(preview));
  }
  return previews;
}

std::vector<std::string> Engine::editable_fields(const model::Viewer& viewer, const model::Record& record) const {
  const model::Kind* kind = catalogue_.kind(record.kind);
  return kind != nullptr ? records::editable_fields(viewer, *kind, record) : std::vector<std::string>{};
}

std::vector<FieldProblem> Engine::missing_for(const model::Record& record, std::string_view state,
                                              const json::object* org) const {
  const model::Kind* kind = catalogue_.kind(record.kind);
  if (kind == nullptr) return {};
  return missing_fields(*kind, record, state, org, store_.clock().today());
}

std::optional<ClockView> Engine::clock_of(const model::Record& record) const {
  return records::clock_of(catalogue_, record, store_.clock().now());
}

}  // namespace lp::records
