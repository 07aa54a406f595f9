#pragma once
// Accounts, sessions and named documents behind ReadTx and WriteTx. No wall: service guards them.

#include <utility>

#include "store/context.h"

namespace lp::store {

Result<Account> find_account(Context& ctx, std::string_view condition, const db::Params& params);
Result<std::vector<Account>> list_accounts(Context& ctx, OrgId org_or_none);
Result<UserId> put_account_row(Context& ctx, const Account& account);

Result<Session> find_session(Context& ctx, std::string_view token_hash);
Status put_session_row(Context& ctx, const Session& session);

Result<json::value> read_document(Context& ctx, std::string_view collection, std::string_view key);
Result<std::vector<std::pair<std::string, json::value>>> read_documents(Context& ctx, std::string_view collection);
Status put_document_row(Context& ctx, std::string_view collection, std::string_view key, const json::value& body);

}  // namespace lp::store
