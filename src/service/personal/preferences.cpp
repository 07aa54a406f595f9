#include "base/text.h"
#include "service/personal/personal.h"
#include "service/reminders/preferences.h"

namespace lp::service {
namespace {

constexpr std::string_view kept[] = {"channels", "quiet", "digest", "webhook_url", "theme"};

Error invalid(std::vector<FieldProblem> problems) {
  Error error = make_error(Errc::invalid, problems.front().field + ": " + problems.front().en);
  error.message_zh = problems.front().zh;
  error.fields = std::move(problems);
  return error;
}

std::vector<FieldProblem> problems_of(const json::object& given) {
  std::vector<FieldProblem> problems = NotifyPreferences::check(given);
  const std::string language = get_string(given, "language", "zh");
  if (language.substr(0, 2) != "zh" && language.substr(0, 2) != "en") {
    problems.push_back({"language", "unknown_option", "语言只能是 zh 或 en", "zh or en"});
  }
  const std::string theme = get_string(given, "theme", "auto");
  if (theme != "auto" && theme != "light" && theme != "dark") {
    problems.push_back({"theme", "unknown_option", "主题只能是 auto、light 或 dark", "auto, light or dark"});
  }
  return problems;
}

}  // namespace

json::object preferences_of(const store::Account& account) {
  json::object out;
  out["channels"] = json::object{{"in_app", true}, {"mail", false}, {"webhook", false}};
  out["quiet"] = nullptr;
  out["digest"] = "none";
  out["webhook_url"] = "";
  out["theme"] = "auto";
  for (std::string_view name : kept) {
    if (const json::value* value = find(account.preferences, name)) out[name] = *value;
  }
  out["language"] = account.zh ? "zh" : "en";
  return out;
}

Result<json::object> save_preferences(store::Store& store, UserId user, const json::object& given) {
  if (auto problems = problems_of(given); !problems.empty()) return invalid(std::move(problems));
  json::object out;
  LP_CHECK_OK(store.write([&](store::WriteTx& tx) -> Status {
    LP_TRY(store::Account account, tx.account(user));
    for (std::string_view name : kept) {
      if (const json::value* value = find(given, name)) account.preferences[name] = *value;
    }
    const std::string language = get_string(given, "language");
    if (!language.empty()) account.zh = starts_with(language, "zh");
    LP_CHECK_OK(tx.put_account(account));
    out = preferences_of(account);
    return ok_status();
  }));
  return out;
}

}  // namespace lp::service
