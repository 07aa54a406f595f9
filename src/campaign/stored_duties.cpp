#include "campaign/stored_duties.h"

namespace lp::campaign {

Status StoredDuties::load(store::ReadTx& tx, OrgId org_or_all) {
  // Rows of one obligation tend to lie together: the last answer is tried first.
  std::string last_name;
  int last_rule = -1;
  return tx.each_duty_row(ledger_viewer(), rules_.plan().name, "", org_or_all,
                          [&](std::string_view obligation, const store::DutyRow& row) {
                            if (obligation != last_name) {
                              last_name = obligation;
                              last_rule = rules_.find_rule(obligation);
                            }
                            if (last_rule < 0) unknown_.push_back(row.id);
                            else by_rule_[static_cast<std::size_t>(last_rule)].push_back(row);
                            return true;
                          });
}

std::span<const store::DutyRow> StoredDuties::sorted(std::size_t rule) {
  sort_rows(by_rule_[rule]);
  return by_rule_[rule];
}

}  // namespace lp::campaign
