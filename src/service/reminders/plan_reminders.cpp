#include <map>

#include "service/reminders/planner.h"

namespace lp::service {
namespace {

struct Gathered {
  std::vector<campaign::DutyReminder> reminders;
  std::map<std::int64_t, ReminderOrg> orgs;
  std::vector<store::Account> people;
};

ReminderOrg to_org(const model::Record& record) {
  ReminderOrg org;
  org.id = {record.id.value};
  org.name = get_string(record.data, "name");
  org.region = get_string(record.data, "region");
  if (const json::array* types = find_array(record.data, "types")) {
    for (const json::value& t : *types) {
      if (t.is_string()) org.types.emplace_back(t.get_string());
    }
  }
  return org;
}

Status gather(store::ReadTx& tx, const model::Catalogue& catalogue, Date today, Gathered& out) {
  const model::Viewer system = model::Viewer::system("reminders of " + to_string(today));
  for (const auto& [name, plan] : catalogue.plans) {
    LP_CHECK_OK(campaign::each_reminder(tx, catalogue, name, today, [&](const campaign::DutyReminder& r) {
      out.reminders.push_back(r);
      return true;
    }));
  }
  for (const campaign::DutyReminder& r : out.reminders) {
    if (out.orgs.contains(r.duty.org.value)) continue;
    const auto record = tx.get(system, "organisation", to_record(r.duty.org));
    if (!record && record.error().code == Errc::not_found) continue;
    if (!record) return record.error();
    out.orgs.emplace(r.duty.org.value, to_org(*record));
  }
  LP_TRY(out.people, tx.accounts({}));
  return ok_status();
}

}  // namespace

Result<std::size_t> plan_reminders(store::Store& store, Date today) {
  const model::Catalogue& catalogue = store.catalogue();
  Gathered gathered;
  LP_CHECK_OK(store.read([&](store::ReadTx& tx) { return gather(tx, catalogue, today, gathered); }));
  PlanContext context{.catalogue = catalogue, .people = std::move(gathered.people), .org = {}, .now = store.clock().now()};
  context.org = [&](OrgId id) -> const ReminderOrg* {
    const auto at = gathered.orgs.find(id.value);
    return at == gathered.orgs.end() ? nullptr : &at->second;
  };
  const auto messages = plan_messages(context, gathered.reminders);
  if (messages.empty()) return std::size_t{0};
  LP_CHECK_OK(store.write_bulk([&](store::WriteTx& tx) -> Status {
    for (const store::OutboxMessage& m : messages) LP_CHECK_OK(tx.enqueue(m));
    return ok_status();
  }));
  return messages.size();
}

}  // namespace lp::service
