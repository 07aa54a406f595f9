// Creating: owner, defaults, values, computed fields, required fields.
#include <fmt/format.h>

#include <algorithm>

#include "records/draft.h"
#include "records/draft_fields.h"
#include "records/form.h"
#include "records/permissions.h"
#include "records/problems.h"

namespace lp::records {
namespace {

Error no_such_organisation(OrgId org) { return not_found_error("organisation", org.value); }

// Whose record it becomes. An organisation outside the viewer's wall is not_found.
Result<OrgId> owner_for(const DraftContext& context, const model::Kind& kind, OrgId wanted) {
  const model::Viewer& viewer = context.viewer;
  if (!kind.owned) return OrgId{};
  if (model::side_of(viewer.role) == model::Side::enterprise) {
    if (wanted && wanted != viewer.org) return no_such_organisation(wanted);
    wanted = viewer.org;
  }
  if (!wanted) {
    return invalid_error({make_problem("org", "required", {"请选择所属单位", "the organisation is required"})},
                         "the record has no owner");
  }
  if (context.catalogue.kind("organisation") == nullptr) return wanted;
  if (context.owners != nullptr && context.owners->known(wanted)) return wanted;
  auto found = context.tx.get(viewer, "organisation", to_record(wanted));
  if (found && context.owners != nullptr) context.owners->note(wanted);
  if (!found) return found.error().code == Errc::not_found ? no_such_organisation(wanted) : found.error();
  return wanted;
}

Result<std::string> start_state(const model::Kind& kind, std::string_view wanted) {
  const std::string name(wanted.empty() ? std::string_view(kind.workflow.start) : wanted);
  if (kind.workflow.find_state(name) != nullptr || (wanted.empty() && kind.workflow.states.empty())) return name;
  return local_error(Errc::invalid, {fmt::format("没有名为“{}”的状态", name), fmt::format("{} has no state {}", kind.name, name)});
}

// The state the record is put into may be locked or the end; whoever creates fills the form as in the start state.
Refusal refusal_when_new(const DraftContext& context, const model::Kind& kind, const model::Record& record) {
  model::Record fresh;
  fresh.kind = record.kind;
  fresh.org = record.org;
  fresh.state = kind.workflow.start;
  return [&context, &kind, fresh](const model::Field& field) -> std::string_view {
    const auto code = write_refusal(context.viewer, kind, fresh, field);
    // A start state that locks is still filled once, when the record is made.
    return code == "locked_field" ? std::string_view() : code;
  };
}

bool repeats_computed(const model::Kind& kind, const json::object& data) {
  return std::any_of(data.begin(), data.end(), [&](const auto& member) {
    const model::Field* field = kind.find_field(member.key());
    return field != nullptr && !field->computed.empty();
  });
}

// A sheet that repeats the computed grade is no contradiction: it is computed first, and what agrees is left out.
json::object without_right_repeats(const DraftContext& context, const model::Kind& kind, const json::object& data,
                                   const json::object& defaults) {
  json::object given = data;
  json::object expected = defaults;
  for (const auto& [name, value] : data) set_field(expected, name, value);
  compute_fields(kind, context.catalogue, expected);
  for (const auto& field : kind.fields) {
    if (field.computed.empty()) continue;
    const json::value* sent = find(given, field.name);
    const json::value* right = find(expected, field.name);
    if (sent != nullptr && right != nullptr && same_value(*sent, *right)) given.erase(field.name);
  }
  return given;
}

}  // namespace

Result<Draft> draft_create(const DraftContext& context, std::string_view kind_name, OrgId org,
                           const json::object& data, std::string_view state) {
  LP_TRY(const model::Kind* kind, kind_named(context.catalogue, kind_name));
  if (!may_create(context.viewer, *kind)) {
    return local_error(Errc::denied, {fmt::format("您不能新建“{}”", kind->title.zh), fmt::format("you may not create {}", kind->name)});
  }
  Draft draft;
  draft.kind = kind;
  draft.changed = true;
  draft.record.kind = kind->name;
  draft.record.form_version = kind->version;
  LP_TRY(draft.record.org, owner_for(context, *kind, org));
  LP_TRY(draft.record.state, start_state(*kind, state));
  fill_defaults(*kind, draft.record.data);
  const auto refusal = refusal_when_new(context, *kind, draft.record);
  auto changed = repeats_computed(*kind, data)
                     ? take_values(context, *kind, without_right_repeats(context, *kind, data, draft.record.data), refusal, draft)
                     : take_values(context, *kind, data, refusal, draft);
  compute_fields(*kind, context.catalogue, draft.record.data);
  LP_CHECK_OK(judge_references(context, *kind, changed, draft));
  LP_TRY(auto owner, owner_data_for(*kind, context, draft.record));
  add_unmentioned(missing_fields(*kind, draft.record, draft.record.state, &owner, context.today()), draft.problems);
  return draft;
}

}  // namespace lp::records
