#include "records/draft_fields.h"

#include <fmt/format.h>

#include "model/field_check.h"
#include "records/engine.h"
#include "records/form.h"
#include "records/problems.h"
#include "records/references.h"

namespace lp::records {
namespace {

FieldProblem unknown_field(std::string_view name) {
  const std::string shown(name.substr(0, 60));
  return make_problem(shown, "unknown_field",
                      {fmt::format("没有名为“{}”的字段", shown), fmt::format("there is no field {}", shown)});
}

const json::value& value_or_null(const json::object& data, std::string_view name) {
  static const json::value null;
  const json::value* found = find(data, name);
  return found != nullptr ? *found : null;
}

}  // namespace

std::vector<const model::Field*> take_values(const DraftContext& context, const model::Kind& form,
                                             const json::object& values, const Refusal& refusal, Draft& draft) {
  std::vector<const model::Field*> changed;
  for (const auto& [name, raw] : values) {
    const model::Field* field = form.find_field(name);
    if (field == nullptr) {
      draft.problems.push_back(unknown_field(name));
      continue;
    }
    json::value value = normal_value(*field, raw);
    if (same_value(value, value_or_null(draft.record.data, name))) continue;
    if (const auto code = refusal(*field); !code.empty()) {
      draft.problems.push_back(refusal_problem(*field, code));
      continue;
    }
    auto wrong = model::check_field(*field, value, context.catalogue);
    draft.problems.insert(draft.problems.end(), wrong.begin(), wrong.end());
    if (!wrong.empty()) continue;
    set_field(draft.record.data, name, std::move(value));
    changed.push_back(field);
  }
  return changed;
}

Status judge_references(const DraftContext& context, const model::Kind& form,
                        const std::vector<const model::Field*>& changed, Draft& draft) {
  const ReferenceContext references{context.tx, context.blobs, context.viewer, context.catalogue};
  LP_TRY(auto wrong, check_references(references, form, draft.record, changed));
  draft.problems.insert(draft.problems.end(), wrong.begin(), wrong.end());
  return ok_status();
}

Result<const model::Kind*> kind_named(const model::Catalogue& catalogue, std::string_view name) {
  const model::Kind* kind = catalogue.kind(name);
  if (kind != nullptr) return kind;
  const std::string shown(name.substr(0, 60));
  return local_error(Errc::unsupported, {fmt::format("没有名为“{}”的记录类型", shown),
                                         fmt::format("there is no record kind {}", shown)});
}

Status check_version(const model::Record& record, std::int64_t expected) {
  if (expected == Engine::any_version || expected == record.version) return ok_status();
  return local_error(Errc::conflict,
                     {fmt::format("记录已被他人修改（您看到的是第{}版，现为第{}版）", expected, record.version),
                      fmt::format("the record has changed: version {} expected, {} found", expected, record.version)},
                     "load the record again and repeat the change");
}

}  // namespace lp::records
