#include "service/reminders/planner.h"

#include <algorithm>
#include <map>

namespace lp::service {
namespace {

using model::Role;

constexpr std::size_t digest_lines = 50;

bool contains_any(const std::vector<std::string>& wanted, const std::vector<std::string>& have) {
  return wanted.empty() || std::any_of(have.begin(), have.end(), [&](const std::string& h) { return std::find(wanted.begin(), wanted.end(), h) != wanted.end(); });
}

bool oversees(const store::Account& person, const ReminderOrg& org) {
  if (person.role != Role::regulator_officer) return false;
  return contains_any(person.regions, {org.region}) && contains_any(person.sectors, org.types);
}

// Escalation goes to people of the house and, for enterprises' duties, to their regulators.
bool hears(const store::Account& person, const campaign::DutyReminder& r, const ReminderOrg& org, bool regulators_own) {
  if (person.disabled) return false;
  const bool own = person.org == org.id;
  if (regulators_own) return own && (person.role == Role::regulator_officer || (r.escalate && person.role == Role::regulator_leader));
  if (own && person.role == Role::enterprise_officer) return true;
  return r.escalate && ((own && person.role == Role::enterprise_leader) || oversees(person, org));
}

LocalText days_text(const model::Duty& duty, Date today) {
  const int left = duty.due - today.days();
  if (left > 0) return {"还有 " + std::to_string(left) + " 天到期", "due in " + std::to_string(left) + " days"};
  if (left == 0) return {"今天到期", "due today"};
  return {"已逾期 " + std::to_string(-left) + " 天", "overdue by " + std::to_string(-left) + " days"};
}

store::OutboxMessage make_message(const PlanContext& context, const campaign::DutyReminder& r, const ReminderOrg& org) {
  const model::Obligation* o = context.catalogue.obligation(r.duty.obligation);
  const LocalText duty = o != nullptr ? o->title : LocalText{r.duty.obligation, r.duty.obligation};
  const LocalText when = days_text(r.duty, date_in_china(context.now));
  const std::string due = to_string(Date::from_days(r.duty.due));
  store::OutboxMessage m;
  m.topic = r.topic;
  m.dedupe = r.dedupe;
  m.title = {"【" + when.zh + "】" + duty.zh, duty.en + ": " + when.en};
  m.body = {org.name + "\n" + duty.zh + "（" + r.duty.no + "）\n截止日期：" + due + "，" + when.zh, org.name + "\n" + duty.en + " (" + r.duty.no + ")\nDue: " + due + ", " + when.en};
  if (o != nullptr && !o->advice.empty()) {
    m.body.zh += "\n" + o->advice.zh;
    m.body.en += "\n" + o->advice.en;
  }
  m.link = "/ledger/" + r.duty.no;
  m.state = "queued";
  m.created_at = context.now;
  return m;
}

// One person's reminders of the day on one channel, in one message.
store::OutboxMessage make_digest(const std::vector<store::OutboxMessage>& all, Timestamp now, Timestamp not_before) {
  store::OutboxMessage m = all.front();
  const std::string day = to_string(date_in_china(now));
  const std::string n = std::to_string(all.size());
  m.topic = "digest.daily";
  m.dedupe = "digest/" + day;
  m.title = {"专项行动每日提醒：" + n + " 项", "Daily digest: " + n + " duties"};
  m.body = {day, day};
  for (std::size_t i = 0; i < all.size() && i < digest_lines; ++i) {
    m.body.zh += "\n" + std::to_string(i + 1) + ". " + all[i].title.zh;
    m.body.en += "\n" + std::to_string(i + 1) + ". " + all[i].title.en;
  }
  if (all.size() > digest_lines) {
    m.body.zh += "\n…… 其余请登录查看";
    m.body.en += "\n… sign in to see the rest";
  }
  m.link = "/work";
  m.not_before = not_before;
  return m;
}

class Planner {
 public:
  explicit Planner(const PlanContext& context) : context_(context) {
    for (const store::Account& a : context.people) preferences_.emplace(a.id.value, NotifyPreferences::parse(a.preferences));
  }

  void add(const campaign::DutyReminder& r) {
    const ReminderOrg* org = context_.org(r.duty.org);
    if (org == nullptr) return;
    const model::Obligation* o = context_.catalogue.obligation(r.duty.obligation);
    const bool regulators_own = o != nullptr && o->force == model::Force::regulator_must;
    const store::OutboxMessage message = make_message(context_, r, *org);
    for (const store::Account& person : context_.people) {
      if (hears(person, r, *org, regulators_own)) address(person, message);
    }
  }

  std::vector<store::OutboxMessage> finish() {
    for (auto& [to, messages] : digests_) {
      const NotifyPreferences& p = preferences_.at(to.first);
      out_.push_back(make_digest(messages, context_.now, p.next_digest(context_.now)));
    }
    return std::move(out_);
  }

 private:
  void address(const store::Account& person, store::OutboxMessage message) {
    const NotifyPreferences& p = preferences_.at(person.id.value);
    message.to = person.id;
    if (p.in_app) put(message, "in_app", context_.now);
    for (const auto& [wanted, channel] : {std::pair{p.mail, "mail"}, std::pair{p.webhook, "webhook"}}) {
      if (!wanted) continue;
      if (p.daily_digest) {
        message.channel = channel;
        digests_[{person.id.value, channel}].push_back(message);
      } else {
        put(message, channel, p.earliest(context_.now));
      }
    }
  }

  void put(store::OutboxMessage message, const char* channel, Timestamp not_before) {
    message.channel = channel;
    message.not_before = not_before;
    out_.push_back(std::move(message));
  }

  const PlanContext& context_;
  std::map<std::int64_t, NotifyPreferences> preferences_;
  std::map<std::pair<std::int64_t, std::string>, std::vector<store::OutboxMessage>> digests_;
  std::vector<store::OutboxMessage> out_;
};

}  // namespace

std::vector<store::OutboxMessage> plan_messages(const PlanContext& context, const std::vector<campaign::DutyReminder>& reminders) {
  Planner planner(context);
  for (const campaign::DutyReminder& r : reminders) planner.add(r);
  return planner.finish();
}

}  // namespace lp::service
