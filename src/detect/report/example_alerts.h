#pragma once
// For tests: a small set of alerts of every kind.

#include <string>
#include <vector>

#include "detect/report/alert_reader.h"
#include "detect/report/alert_set.h"

namespace lp::detect::example {

inline constexpr std::int64_t noon = 1'722'398'400'000'000;   // 2024-07-31T04:00:00Z, 12:00 in China
inline constexpr std::int64_t hour = 3'600'000'000;

inline AlertType mining() {
  return {.kind = AlertKind::rule, .id = "r-mining", .title = {"Linux 主机运行挖矿程序", "A miner was started on Linux"}, .severity = Severity::critical,
          .tags = {"attack.impact", "attack.t1496"}, .classes = {"threat_classes_202:T2.trojan", "event_classes:malware.mining", "rsit:malicious-code.infected-system"}};
}
inline AlertType guessing() {
  return {.kind = AlertKind::correlation, .id = "r-guessing", .title = {"口令猜测", "Password guessing"}, .severity = Severity::medium,
          .tags = {"attack.credential-access", "attack.T1110.001"}, .classes = {"threat_classes_202:T3.weak_password", "event_classes:attack.credential"}};
}
inline AlertType domain() { return {.kind = AlertKind::indicator, .id = "indicator:domain", .title = {"情报命中：域名", "Indicator: domain"}, .severity = Severity::high}; }
inline AlertType signature() { return {.kind = AlertKind::sensor, .id = "suricata:2024897", .title = {"ET SCAN Nmap", "ET SCAN Nmap"}, .severity = Severity::low, .tags = {"suricata.category:Attempted Recon"}}; }

inline Alert alert(std::string id, Severity severity, std::string entity, std::string organisation, std::uint64_t count, std::int64_t first, std::int64_t last) {
  return {.id = std::move(id), .state = AlertState::closed, .severity = severity, .entity = std::move(entity),
          .owner = {organisation, organisation.empty() ? "" : "办公网", organisation.empty() ? "no_owner" : "10.1.0.0/16"}, .count = count, .first = first, .last = last,
          .evidence = {"{\"evidence\":\"of it\",\"idcard\":\"320102**********1X\"}"}, .notes = {"note of it"}};
}

struct Told {
  Alert alert;
  AlertType type;
};

inline std::vector<Told> told() {
  std::vector<Told> all{{alert("a1", Severity::critical, "host:ws-17", "甲公司", 12, noon, noon + hour), mining()},
                        {alert("a2", Severity::medium, "ip:10.1.2.3", "甲公司", 400, noon - 5 * hour, noon + 3 * hour), guessing()},
                        {alert("a3", Severity::high, "ip:10.1.2.3", "甲公司", 3, noon + 2 * hour, noon + 2 * hour), domain()},
                        {alert("a4", Severity::low, "ip:198.51.100.7", "", 9, noon + 20 * hour, noon + 21 * hour), signature()},
                        {alert("a5", Severity::medium, "ip:10.2.0.9", "乙公司", 40, noon + 20 * hour, noon + 21 * hour), guessing()},
                        {alert("a6", Severity::low, "event", "", 1, no_time, no_time), signature()}};
  all[3].alert.state = AlertState::updated;
  all[1].alert.cut_short = true;
  return all;
}

inline AlertSet set() {
  AlertSet set;
  for (const Told& one : told()) set.add(one.alert, one.type);
  return set;
}

}  // namespace lp::detect::example
