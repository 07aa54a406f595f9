// Accounts of every role and the first notifications.
#include <fmt/format.h>
#include <map>

#include "campaign/reminders.h"
#include "service/example/parts.h"

namespace lp::service::example {
namespace {

using model::Role;

constexpr std::size_t most_enterprise_accounts = 500;
constexpr std::size_t most_notifications = 3000;

store::Account make_account(std::string login, std::string name, Role role, OrgId org, const std::string& hash) {
  store::Account a;
  a.login = std::move(login);
  a.name = std::move(name);
  a.email = a.login + "@longpan.example";
  a.role = role;
  a.org = org;
  a.password_hash = hash;
  return a;
}

const Organisation* find_org(const std::vector<Organisation>& orgs, std::string_view type) {
  for (const Organisation& o : orgs) {
    if (o.has(type)) return &o;
  }
  return nullptr;
}

std::vector<store::Account> named_accounts(World& w, const std::vector<Organisation>& orgs, const std::string& hash) {
  const Organisation* regulator = find_org(orgs, "regulator");
  const Organisation* assessor = find_org(orgs, "assessor");
  const OrgId office = regulator == nullptr ? OrgId{} : regulator->id;
  std::vector<store::Account> all;
  const auto add = [&](std::string login, Role role, OrgId org) -> store::Account& {
    return all.emplace_back(make_account(std::move(login), make_person(w.random), role, org, hash));
  };
  add("admin", Role::administrator, office);
  add("director", Role::regulator_leader, office);
  add("officer", Role::regulator_officer, office);
  add("nanjing", Role::regulator_officer, office).regions = {"320100"};
  add("vehicles", Role::regulator_officer, office).sectors = {"vehicle_platform"};
  add("auditor", Role::auditor, office);
  store::Account& body = add("assessor", Role::assessor, assessor == nullptr ? OrgId{} : assessor->id);
  for (std::size_t i = 0; i < orgs.size() && i < 12; ++i) {
    if (orgs[i].is_enterprise()) body.assigned.push_back(orgs[i].id);
  }
  if (!orgs.empty()) {
    add("enterprise", Role::enterprise_officer, orgs[0].id);
    add("leader", Role::enterprise_leader, orgs[0].id);
  }
  return all;
}

}  // namespace

Result<std::vector<ExampleAccount>> put_accounts(World& w, store::WriteTx& tx, const std::vector<Organisation>& orgs,
                                                 const std::string& hash, std::int64_t& count) {
  std::vector<ExampleAccount> sign_in;
  for (const store::Account& a : named_accounts(w, orgs, hash)) {
    LP_CHECK_OK(tx.put_account(a));
    sign_in.push_back({a.login, std::string(to_string(a.role)), a.role});
    ++count;
  }
  std::size_t made = 0;
  for (std::size_t i = 1; i < orgs.size() && made < most_enterprise_accounts; ++i) {
    if (!orgs[i].is_enterprise()) continue;
    LP_CHECK_OK(tx.put_account(make_account(fmt::format("e{:05}", i + 1), make_person(w.random), Role::enterprise_officer, orgs[i].id, hash)));
    ++made;
    ++count;
  }
  return sign_in;
}

Status put_notifications(World& w, store::WriteTx& tx, const std::vector<Organisation>&) {
  LP_TRY(const std::vector<store::Account> accounts, tx.accounts({}));
  std::multimap<std::int64_t, UserId> officers;
  for (const store::Account& a : accounts) {
    if (a.role == Role::enterprise_officer) officers.emplace(a.org.value, a.id);
  }
  std::vector<campaign::DutyReminder> due;
  LP_CHECK_OK(campaign::each_reminder(tx, w.catalogue, w.options.plan, w.today(), [&](const campaign::DutyReminder& r) {
    if (officers.contains(r.duty.org.value)) due.push_back(r);
    return due.size() < most_notifications;
  }));
  for (const campaign::DutyReminder& r : due) {
    const model::Obligation* o = w.catalogue.obligation(r.duty.obligation);
    const bool late = r.when == model::Reminder::When::overdue;
    const std::string day = to_string(Date::from_days(r.duty.due));
    const auto range = officers.equal_range(r.duty.org.value);
    for (auto officer = range.first; officer != range.second; ++officer) {
      store::OutboxMessage m;
      m.to = officer->second;
      m.channel = "in_app";
      m.topic = r.topic;
      m.dedupe = r.dedupe;
      m.title = {(late ? "已逾期：" : "即将到期：") + o->title.zh, (late ? "Overdue: " : "Due soon: ") + o->title.en};
      m.body = {"期限 " + day, "due " + day};
      m.link = "/ledger/" + r.duty.no;
      m.state = "sent";
      m.created_at = m.done_at = start_of_day_in_china(w.today()).plus_seconds(8 * 3600);
      LP_CHECK_OK(tx.enqueue(m));
    }
  }
  return {};
}

}  // namespace lp::service::example
