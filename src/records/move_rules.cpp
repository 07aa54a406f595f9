#include "records/move_rules.h"

#include <algorithm>
#include <fmt/format.h>

#include "records/form.h"
#include "records/permissions.h"
#include "records/problems.h"

namespace lp::records {
namespace {

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

LocalText title_of_state(const model::Kind& kind, std::string_view name) {
  const model::State* state = kind.workflow.find_state(name);
  return state != nullptr ? state->title : LocalText{std::string(name), std::string(name)};
}

LocalText title_of_side(model::Side side) {
  switch (side) {
    case model::Side::enterprise: return {"企业", "the enterprise"};
    case model::Side::assessor: return {"评测机构", "the assessor"};
    case model::Side::regulator: return {"主管部门", "the regulator"};
    case model::Side::expert: return {"专家", "the experts"};
    case model::Side::system: return {"系统", "Longpan itself"};
  }
  return {};
}

LocalText sides_in_words(const std::vector<model::Side>& sides) {
  LocalText words;
  for (model::Side side : sides) {
    const LocalText title = title_of_side(side);
    words.zh += (words.zh.empty() ? "" : "、") + title.zh;
    words.en += (words.en.empty() ? "" : " or ") + title.en;
  }
  return words;
}

class FormTitles final : public model::TitleSource {
 public:
  explicit FormTitles(const model::Kind& kind) : kind_(kind) {}
  std::string field_title(std::string_view field, bool zh) const override {
    const model::Field* found = kind_.find_field(field);
    if (found == nullptr) return std::string(field);
    return zh ? found->title.zh : found->title.en;
  }
  std::string value_title(std::string_view, const json::value& value, bool) const override {
    return value.is_string() ? std::string(value.as_string().c_str()) : to_text(value);
  }

 private:
  const model::Kind& kind_;
};

// Who made the named move last; none when nobody did.
Result<UserId> last_actor(store::ReadTx& tx, const model::Record& record, std::string_view move) {
  LP_TRY(auto history, tx.history(model::Viewer::system("four-eyes rule"), record.kind, record.id));
  const std::string action = "move:" + std::string(move);
  UserId actor;
  std::int64_t version = 0;
  for (const auto& entry : history) {
    if (entry.action != action || entry.version < version) continue;
    actor = entry.by;
    version = entry.version;
  }
  return actor;
}

}  // namespace

std::optional<Error> state_refusal(const model::Kind& kind, const model::Move& move, const model::Record& record) {
  if (has(move.from, record.state)) return std::nullopt;
  const LocalText state = title_of_state(kind, record.state);
  return local_error(Errc::locked, {fmt::format("“{}”状态下不能“{}”", state.zh, move.title.zh),
                                    fmt::format("{} is not possible in state {}", move.name, record.state)},
                     "look at the record again: its state has changed");
}

std::optional<Error> side_refusal(const model::Viewer& viewer, const model::Kind&, const model::Move& move,
                                  const model::Record& record) {
  if (side_may(viewer, move) && acts_for(viewer, record)) return std::nullopt;
  if (!model::may_write_records(viewer.role)) {
    return local_error(Errc::denied, {"您的角色只能查看", "your role may not write records"});
  }
  const LocalText who = sides_in_words(move.by);
  return local_error(Errc::denied, {fmt::format("“{}”由{}办理", move.title.zh, who.zh),
                                    fmt::format("{} is made by {}", move.name, who.en)});
}

Result<std::optional<Error>> four_eyes_refusal(store::ReadTx& tx, const model::Viewer& viewer,
                                               const model::Kind& kind, const model::Move& move,
                                               const model::Record& record) {
  if (move.not_by.empty() || !viewer.user) return std::optional<Error>();
  UserId actor = record.submitted_by;
  LocalText deed{"提交", "submitted it"};
  if (move.not_by != "submitter") {
    LP_TRY(actor, last_actor(tx, record, move.not_by));
    const model::Move* earlier = kind.workflow.find_move(move.not_by);
    deed = {earlier != nullptr ? earlier->title.zh : move.not_by, fmt::format("made the move {}", move.not_by)};
  }
  if (actor != viewer.user) return std::optional<Error>();
  return std::optional(local_error(
      Errc::denied, {fmt::format("您办理了“{}”，“{}”须由他人办理", deed.zh, move.title.zh),
                     fmt::format("who {} may not {} it", deed.en, move.name)},
      "ask a colleague to make this move"));
}

std::vector<LocalText> failed_guards(const model::Kind& kind, const model::Move& move, const model::Record& record,
                                     const json::object* org, Date today) {
  std::vector<LocalText> failed;
  const RecordSource source(record, org);
  const FormTitles titles(kind);
  for (std::size_t i = 0; i < move.guards.size(); ++i) {
    if (model::test(move.guards[i], source, today)) continue;
    const bool titled = i < move.guard_titles.size() && !move.guard_titles[i].empty();
    failed.push_back(titled ? move.guard_titles[i]
                            : LocalText{model::to_words(move.guards[i], titles, true),
                                        model::to_words(move.guards[i], titles, false)});
  }
  return failed;
}

bool needs_reason(const model::Move& move) { return has(move.needs, "reason"); }

bool moves_field(const model::Move& move, std::string_view field) {
  return has(move.needs, field) || has(move.sets, field);
}

std::string_view target_state(const model::Move& move, const model::Record& record) {
  return move.to.empty() ? std::string_view(record.state) : std::string_view(move.to);
}

}  // namespace lp::records
