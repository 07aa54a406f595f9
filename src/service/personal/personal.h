#pragma once
// What belongs to one person: how to be told, saved views of lists, the inbox. Every call is about
// the caller's own account; there is no way to name another's.

#include <string_view>

#include "base/json.h"
#include "service/accounts/accounts.h"

namespace lp::service {

// {channels, quiet, digest, webhook_url, language, theme}
json::object preferences_of(const store::Account& account);
// Members given replace those kept; unknown ones are dropped. invalid with the fields that are wrong.
Result<json::object> save_preferences(store::Store& store, UserId user, const json::object& given);

// [{name, page, query}] by name; at most 100 of them.
json::array views_of(const store::Account& account);
Status save_view(store::Store& store, UserId user, std::string_view name, std::string_view page, std::string_view query);
Status delete_view(store::Store& store, UserId user, std::string_view name);

// {rows: [{id, at, topic, title, text, path, read}], total, unread}, newest first.
Result<json::object> inbox(store::Store& store, UserId user, bool unread_only, std::int64_t offset, int limit);
// Ids that are not the caller's are left alone without a word. Empty = all.
Status mark_read(store::Store& store, UserId user, const std::vector<std::int64_t>& ids);

}  // namespace lp::service
