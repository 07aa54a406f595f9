// Moving: the workflow's rules first, then the fields, then what the target state asks.
#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "model/field_check.h"
#include "records/archived_form.h"
#include "records/draft.h"
#include "records/draft_fields.h"
#include "records/form.h"
#include "records/move_rules.h"
#include "records/permissions.h"
#include "records/problems.h"

namespace lp::records {
namespace {

constexpr std::size_t max_reason = 2'000;  // code points

Result<const model::Move*> move_named(const model::Kind& kind, std::string_view name) {
  const model::Move* move = kind.workflow.find_move(name);
  if (move != nullptr) return move;
  const std::string shown(name.substr(0, 60));
  return local_error(Errc::unsupported, {fmt::format("没有名为“{}”的办理动作", shown),
                                         fmt::format("{} has no move {}", kind.name, shown)});
}

Status refuse_move(const DraftContext& context, const model::Kind& kind, const model::Move& move,
                   const model::Record& record) {
  if (auto refused = side_refusal(context.viewer, kind, move, record)) return *refused;
  if (auto refused = state_refusal(kind, move, record)) return *refused;
  LP_TRY(auto refused, four_eyes_refusal(context.tx, context.viewer, kind, move, record));
  if (refused) return *refused;
  return ok_status();
}

void judge_reason(const model::Move& move, std::string_view reason, Draft& draft) {
  if (needs_reason(move) && trim(reason).empty()) {
    draft.problems.push_back(make_problem("reason", "required", {"请填写原因", "the reason is required"}));
  }
  if (count_codepoints(reason) > max_reason) {
    draft.problems.push_back(make_problem("reason", "too_long", {fmt::format("原因不能超过{}字", max_reason),
                                                                 fmt::format("the reason is over {} characters", max_reason)}));
  }
  if (!is_valid_utf8(reason)) {
    draft.problems.push_back(make_problem("reason", "invalid_utf8", {"原因含有无效字符", "the reason is not valid UTF-8"}));
  }
}

void judge_needs(const model::Kind& form, const model::Move& move, Draft& draft) {
  for (const auto& name : move.needs) {
    const model::Field* field = form.find_field(name);
    if (field == nullptr || model::is_filled(find(draft.record.data, name))) continue;
    const bool known = std::any_of(draft.problems.begin(), draft.problems.end(),
                                   [&](const FieldProblem& p) { return p.field == name; });
    if (!known) draft.problems.push_back(model::required_problem(*field));
  }
}

void judge_target(const DraftContext& context, const model::Kind& form, const model::Move& move,
                  const json::object& owner, Draft& draft) {
  add_unmentioned(missing_fields(form, draft.record, target_state(move, draft.record), &owner, context.today()), draft.problems);
  for (auto& title : failed_guards(form, move, draft.record, &owner, context.today())) {
    draft.problems.push_back(make_problem({}, "guard", std::move(title)));
  }
}

// A submission is judged as a whole: data that came from an older form or an import may be wrong anywhere.
void judge_all_fields(const DraftContext& context, const model::Kind& form, Draft& draft) {
  for (const auto& field : form.fields) {
    const json::value* value = find(draft.record.data, field.name);
    if (value == nullptr || !field.computed.empty()) continue;
    auto wrong = model::check_field(field, *value, context.catalogue);
    draft.problems.insert(draft.problems.end(), wrong.begin(), wrong.end());
  }
}

// Whether the record was filed since it was last a draft. A change of what is filed goes through the submission
// again, but it is not the day of the filing: that one the duties are judged by.
bool is_filed(const model::Kind& kind, const model::Record& record) {
  std::string_view path = record.path;
  while (!path.empty()) {
    const auto cut = path.rfind(';');
    const std::string_view entry = cut == std::string_view::npos ? path : path.substr(cut + 1);
    path = cut == std::string_view::npos ? std::string_view{} : path.substr(0, cut);
    const std::string_view name = entry.substr(0, entry.rfind('@'));
    if (name == kind.workflow.start) return false;
    const model::State* state = kind.workflow.find_state(name);
    if (state != nullptr && state->tone == model::Tone::success) return true;
  }
  return false;
}

void stamp(const DraftContext& context, const model::Kind& kind, const model::Move& move, bool submission, model::Record& record) {
  if (submission && is_filed(kind, record)) return;
  for (const auto& name : move.stamps) record.data[name] = to_string(context.today());
}

void advance(const DraftContext& context, const model::Move& move, bool submission, Draft& draft) {
  model::Record& record = draft.record;
  if (submission) {
    record.submitted_by = context.viewer.user;
    record.form_version = draft.kind->version;
  }
  const std::string target(target_state(move, record));
  if (target == record.state) return;
  record.state = target;
  record.state_since = context.now;
}

}  // namespace

Result<Draft> draft_move(const DraftContext& context, std::string_view kind_name, RecordId id,
                         std::int64_t expected_version, std::string_view move_name, std::string_view reason,
                         const json::object& data) {
  LP_TRY(const model::Kind* kind, kind_named(context.catalogue, kind_name));
  LP_TRY(const model::Move* move, move_named(*kind, move_name));
  LP_TRY(auto stored, context.tx.get(context.viewer, kind->name, id));
  LP_CHECK_OK(check_version(stored, expected_version));
  LP_CHECK_OK(refuse_move(context, *kind, *move, stored));
  LP_TRY(const Form form, Form::of(context.tx, *kind, stored));
  Draft draft;
  draft.kind = kind;
  draft.record = stored;
  draft.changed = true;
  auto changed = take_values(context, *form, data, [&](const model::Field& field) {
    return moves_field(*move, field.name) ? set_refusal(context.viewer, *kind, stored, field)
                                          : write_refusal(context.viewer, *kind, stored, field);
  }, draft);
  const bool submission = is_submission(*kind, *move, stored.state);
  stamp(context, *kind, *move, submission, draft.record);
  compute_fields(*form, context.catalogue, draft.record.data);
  if (submission) judge_all_fields(context, *form, draft);
  LP_CHECK_OK(judge_references(context, *form, changed, draft));
  LP_TRY(auto owner, owner_data(context, draft.record));
  judge_reason(*move, reason, draft);
  judge_needs(*form, *move, draft);
  judge_target(context, *form, *move, owner, draft);
  advance(context, *move, submission, draft);
  return draft;
}

}  // namespace lp::records
