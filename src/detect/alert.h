#pragma once
// What detect tells people: one alert for one rule, one entity and one organisation over a stretch of time, with exact
// counts, whatever the number of events behind it.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/local_text.h"
#include "detect/event.h"

namespace lp::detect {

// The levels of Sigma; the enumerator is the wire name.
enum class Severity : std::uint8_t { informational, low, medium, high, critical };
std::string_view to_string(Severity s);
LocalText title(Severity s);
// Unknown words are medium: a rule without a level is no reason to hide what it found.
Severity parse_severity(std::string_view text);

enum class AlertKind : std::uint8_t { rule, correlation, indicator, sensor };
std::string_view to_string(AlertKind k);

// What can be found: a rule, a kind of indicator, a signature of a sensor. Shared by all alerts of it.
struct AlertType {
  AlertKind kind = AlertKind::rule;
  std::string id;                         // stable: the rule's id, "indicator:domain", "suricata:2024897"
  LocalText title;
  Severity severity = Severity::medium;
  std::vector<std::string> tags{};        // "attack.t1059.001"
  std::vector<std::string> classes{};     // codes of the taxonomies threat_202, event_gbt20986, rsit
  bool operator==(const AlertType&) const = default;
};

// Whose problem it is. An unknown owner is an answer: empty organisation, with the reason.
struct Owner {
  std::string organisation, object, reason;
  bool operator==(const Owner&) const = default;
};

// One event that showed one thing. Owns its texts: it outlives the event.
struct Finding {
  std::uint32_t type = 0;                 // index into the run's AlertTypes
  std::uint64_t sequence = 0;             // number of the event in the run, from 0
  std::int64_t time = no_time;
  Severity severity = Severity::medium;   // of the type, or lower where an allow-list speaks against it
  std::string entity;                     // "ip:10.1.2.3", "host:ws-17": what it is about
  Owner owner{};
  std::string evidence{};                 // the event's line, already masked; may be cut
  std::vector<std::string> notes{};       // reasons: the indicator and its sources, the list that demoted it
};

enum class AlertState : std::uint8_t { open, updated, closed };
std::string_view to_string(AlertState s);

struct Alert {
  std::string id;                         // of type, entity, organisation and first: the same in every run over the same events
  AlertState state = AlertState::open;
  std::uint32_t type = 0;
  Severity severity = Severity::informational;  // the highest seen
  std::string entity;
  Owner owner{};
  std::uint64_t count = 0;                // events
  std::int64_t first = no_time, last = no_time;
  std::vector<std::string> evidence{};    // of the first few events
  std::vector<std::string> notes{};       // each once, in the order met
  bool cut_short = false;                 // closed before its time because too many were open: the count goes on in another
};

// "longpan-alert/1", docs/formats/detect-alert.md. Members always in the same order; times are RFC 3339 with microseconds, UTC.
json::object to_json(const Alert& alert, const AlertType& type);
std::string csv_header();
std::string csv_row(const Alert& alert, const AlertType& type);
// "2024-07-31T01:02:03.000004Z"; empty for no_time.
std::string time_text(std::int64_t time);

}  // namespace lp::detect
