// Editing: what changed, by whom, in which state.
#include <algorithm>

#include "records/archived_form.h"
#include "records/draft.h"
#include "records/draft_fields.h"
#include "records/form.h"
#include "records/permissions.h"
#include "records/problems.h"

namespace lp::records {
namespace {

bool is_named(const json::object& patch, const FieldProblem& problem) { return patch.contains(problem.field); }

// A missing field stops an edit only when the editor could have filled it: a regulator's note is not
// refused because the enterprise's draft is incomplete.
void add_missing(const DraftContext& context, const model::Kind& form, const json::object& patch,
                 const json::object& owner, Draft& draft) {
  const auto editable = editable_fields(context.viewer, form, draft.record);
  for (auto& problem : missing_fields(form, draft.record, draft.record.state, &owner, context.today())) {
    const bool own = std::find(editable.begin(), editable.end(), problem.field) != editable.end();
    const bool known = std::any_of(draft.problems.begin(), draft.problems.end(),
                                   [&](const FieldProblem& p) { return p.field == problem.field; });
    if ((own || is_named(patch, problem)) && !known) draft.problems.push_back(std::move(problem));
  }
}

Status refuse_ended(const model::Kind& kind, const model::Record& record) {
  if (!is_end(kind, record.state)) return ok_status();
  return local_error(Errc::locked, {"记录已办结，不能再修改", "the record is closed and cannot change: state " + record.state});
}

Status refuse_strangers(const model::Viewer& viewer, const model::Record& record) {
  if (!model::may_write_records(viewer.role)) {
    return local_error(Errc::denied, {"您的角色只能查看", "your role may not write records"});
  }
  if (acts_for(viewer, record)) return ok_status();
  return local_error(Errc::denied, {"该记录不属于您所在的单位", "the record does not belong to your organisation"});
}

}  // namespace

Result<Draft> draft_update(const DraftContext& context, std::string_view kind_name, RecordId id,
                           std::int64_t expected_version, const json::object& patch) {
  LP_TRY(const model::Kind* kind, kind_named(context.catalogue, kind_name));
  LP_TRY(auto stored, context.tx.get(context.viewer, kind->name, id));
  LP_CHECK_OK(refuse_strangers(context.viewer, stored));
  LP_CHECK_OK(check_version(stored, expected_version));
  LP_CHECK_OK(refuse_ended(*kind, stored));
  LP_TRY(const Form form, Form::of(context.tx, *kind, stored));
  Draft draft;
  draft.kind = kind;
  draft.record = stored;
  auto changed = take_values(context, *form, patch, [&](const model::Field& field) {
    return write_refusal(context.viewer, *kind, stored, field);
  }, draft);
  draft.changed = !changed.empty();
  if (!draft.changed) return draft;
  compute_fields(*form, context.catalogue, draft.record.data);
  LP_CHECK_OK(judge_references(context, *form, changed, draft));
  LP_TRY(auto owner, owner_data_for(*form, context, draft.record));
  add_missing(context, *form, patch, owner, draft);
  return draft;
}

}  // namespace lp::records
