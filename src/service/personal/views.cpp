#include <algorithm>

#include "base/text.h"
#include "service/personal/personal.h"

namespace lp::service {
namespace {

constexpr std::size_t most_views = 100;

bool is_named(const json::value& view, std::string_view name) {
  return view.is_object() && get_string(view.get_object(), "name") == name;
}

Error view_error(std::string field, std::string zh, std::string en) {
  Error error = make_error(Errc::invalid, field + ": " + en);
  error.message_zh = zh;
  error.fields.push_back({std::move(field), "range", std::move(zh), std::move(en)});
  return error;
}

Status change_views(store::Store& store, UserId user, const std::function<Status(json::array&)>& change) {
  return store.write([&](store::WriteTx& tx) -> Status {
    LP_TRY(store::Account account, tx.account(user));
    json::array views = views_of(account);
    LP_CHECK_OK(change(views));
    account.preferences["views"] = std::move(views);
    LP_TRY([[maybe_unused]] const UserId same, tx.put_account(account));
    return ok_status();
  });
}

}  // namespace

json::array views_of(const store::Account& account) {
  const json::array* views = find_array(account.preferences, "views");
  return views == nullptr ? json::array() : *views;
}

Status save_view(store::Store& store, UserId user, std::string_view name, std::string_view page, std::string_view query) {
  const std::size_t length = count_codepoints(name);
  if (length < 1 || length > 60) return view_error("name", "名称为 1 至 60 个字", "1 to 60 characters");
  if (page.size() > 200 || query.size() > 4000) return view_error("query", "筛选条件过长", "the query is too long");
  return change_views(store, user, [&](json::array& views) -> Status {
    views.erase(std::remove_if(views.begin(), views.end(), [&](const json::value& v) { return is_named(v, name); }), views.end());
    if (views.size() >= most_views) return view_error("name", "最多保存 100 个视图", "at most 100 views");
    views.push_back(json::object{{"name", name}, {"page", page}, {"query", query}});
    std::sort(views.begin(), views.end(), [](const json::value& a, const json::value& b) {
      return get_string(a.get_object(), "name") < get_string(b.get_object(), "name");
    });
    return ok_status();
  });
}

Status delete_view(store::Store& store, UserId user, std::string_view name) {
  return change_views(store, user, [&](json::array& views) -> Status {
    const auto end = std::remove_if(views.begin(), views.end(), [&](const json::value& v) { return is_named(v, name); });
    if (end == views.end()) return make_error(Errc::not_found, "no such view");
    views.erase(end, views.end());
    return ok_status();
  });
}

}  // namespace lp::service
