#pragma once
#include <string_view>

#include "base/ids.h"
#include "store/store.h"

namespace lp::cli {

// The organisation a person means: record id, USCC, number, exact name, else the one whose name
// contains the text. not_found; conflict with the candidates in the hint when several fit.
Result<OrgId> find_org(store::ReadTx& tx, const model::Viewer& viewer, std::string_view text);

// The one with exactly this name, USCC or number; none when there is no such one, or several.
Result<OrgId> find_exact_org(store::ReadTx& tx, const model::Viewer& viewer, std::string_view text);

}  // namespace lp::cli
