#include "records/problems.h"

#include <fmt/format.h>

#include <algorithm>

namespace lp::records {

FieldProblem make_problem(std::string field, std::string code, LocalText text) {
  return {std::move(field), std::move(code), std::move(text.zh), std::move(text.en)};
}

FieldProblem refusal_problem(const model::Field& field, std::string_view code) {
  const auto& t = field.title;
  const auto name = [&](std::string_view zh, std::string_view en) {
    return LocalText{fmt::format("“{}”{}", t.zh, zh), fmt::format("{} {}", t.en, en)};
  };
  LocalText text = name("不能由您填写", "is not yours to write");
  if (code == "computed") text = name("由系统计算，不能填写", "is computed and cannot be written");
  if (code == "locked_field") text = name("在当前状态下已锁定", "is locked in this state");
  if (code == "immutable") text = name("填写后不能更改", "cannot change once it has a value");
  return make_problem(field.name, std::string(code), std::move(text));
}

void add_unmentioned(std::vector<FieldProblem> missing, std::vector<FieldProblem>& problems) {
  for (FieldProblem& one : missing) {
    const bool known = std::any_of(problems.begin(), problems.end(), [&](const FieldProblem& p) { return p.field == one.field; });
    if (!known) problems.push_back(std::move(one));
  }
}

Error invalid_error(std::vector<FieldProblem> problems, std::string_view what) {
  Error error = make_error(Errc::invalid, std::string(what), "correct the fields listed and send again");
  if (!problems.empty()) {
    const auto& first = problems.front();
    error.message = fmt::format("{}: {} problem{}, first: {}", what, problems.size(),
                                problems.size() == 1 ? "" : "s", first.en);
    error.message_zh = problems.size() == 1 ? first.zh : fmt::format("{}等{}处需要更正", first.zh, problems.size());
  }
  error.fields = std::move(problems);
  return error;
}

Error local_error(Errc code, LocalText text, std::string hint) {
  Error error = make_error(code, std::move(text.en), std::move(hint));
  error.message_zh = std::move(text.zh);
  return error;
}

Error not_found_error(std::string_view kind, std::int64_t id) {
  return local_error(Errc::not_found, {fmt::format("没有编号为{}的记录", id), fmt::format("no {} with id {}", kind, id)});
}

}  // namespace lp::records
