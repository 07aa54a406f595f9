#pragma once
// Why a duty is as it is, in words of both languages: the clause, the rule, each record looked
// at with a verdict, what is missing, where the due date came from. Computed afresh from the
// records by the same rules as the ledger (duty_rules.h), so it cannot disagree with it.
// Pure apart from the reads of `tx`; one thread per call.

#include <string>
#include <string_view>

#include "base/json.h"
#include "model/catalogue.h"
#include "store/store.h"

namespace lp::campaign {

// {duty, clauses, rule: {zh,en}, considered: [{kind,id,label,verdict,why}], missing, due_from:
// [{zh,en,date,chosen}], history} as in docs/api.md. not_found behind the wall. `considered`
// holds the newest 50 records and `considered_total` the number of all.
Result<json::object> explain(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                             std::string_view no, Date today);
// The same for a terminal.
std::string to_text(const json::object& explanation, bool zh);

// One duty as the API shows it (docs/api.md): titles, object and proof as links, days left, what
// to do next. `org_name` may be empty; then it is read.
Result<json::object> duty_to_json(store::ReadTx& tx, const model::Viewer& viewer, const model::Catalogue& catalogue,
                                  const model::Duty& duty, Date today, std::string_view org_name = {});

}  // namespace lp::campaign
