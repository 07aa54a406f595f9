#pragma once
// What a set of alerts comes to: totals, time, the rules, entities, organisations, classes and techniques with most, and the
// gravest alerts. Pure; a value that refers to nothing.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "detect/report/alert_reader.h"
#include "detect/report/alert_set.h"
#include "detect/report/time_buckets.h"

namespace lp::detect {

// What was read to find the alerts, where that is known: a file of alerts does not say.
struct LinesRead {
  std::uint64_t lines = 0, events = 0, control = 0, rejected = 0;   // lines = events + control + rejected
  std::map<std::string, std::uint64_t, std::less<>> rejected_for{};
  std::uint64_t not_read = 0;                                       // files no format knew
  bool stopped = false;                                             // by a signal, before the end
};

struct Totals {
  std::uint64_t alerts = 0, events = 0;
  Severity severity = Severity::informational;    // the highest
};
struct RuleTotals : Totals {
  AlertType type{};
  std::uint64_t entities = 0;                     // different ones
  std::int64_t last = no_time;
};
struct EntityTotals : Totals {
  std::string entity;
  std::uint64_t rules = 0;
  std::vector<std::string> organisations{};       // at most three, empty ones left out
};
struct OrganisationTotals : Totals {
  std::string organisation;                       // empty: nobody known
  std::uint64_t entities = 0;
};
struct ClassTotals : Totals {
  std::string taxonomy, code;                     // "threat_classes_202", "T2.virus"
};
struct TagTotals : Totals {
  std::string tag;                                // "attack.t1059.001"
};

// The first of a list that may be longer.
template <class T>
struct Top {
  std::vector<T> rows;                            // gravest first, then most alerts, then most events, then by name
  std::uint64_t all = 0;
};

struct AlertRow {
  Alert alert;                                    // without evidence and notes when `whole` is false
  AlertType type;
  bool whole = true;
};

struct SummaryOptions {
  std::size_t alerts = 300, rules = 20, entities = 15, organisations = 15, tags = 30;
};

struct AlertSummary {
  std::array<Totals, 5> severities{};             // by Severity
  std::uint64_t alerts = 0, events = 0, open = 0, cut_short = 0;
  std::uint64_t told_again = 0;                   // lines that told an alert anew
  std::uint64_t without_owner = 0;                // alerts
  std::int64_t first = no_time, last = no_time;
  TimeBuckets over_time;
  Top<RuleTotals> rules;
  Top<EntityTotals> entities;
  Top<OrganisationTotals> organisations;
  std::vector<ClassTotals> classes;               // all, by taxonomy
  Top<TagTotals> techniques;                      // ATT&CK techniques
  std::vector<TagTotals> tactics;                 // all
  std::vector<AlertRow> rows;                     // gravest first, then last time; alerts - rows.size() are left out
  std::optional<LinesRead> lines;
  BadLines bad;
};

AlertSummary summarise(const AlertSet& set, const SummaryOptions& options = {});

// "attack.t1059.001", also with upper case letters.
bool is_technique(std::string_view tag);

}  // namespace lp::detect
