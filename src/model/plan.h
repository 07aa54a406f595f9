#pragma once
// A campaign as data: a plan (specs/plans/*.yaml) names phases, tasks and obligations
// (specs/obligations/*.yaml). See docs/extending/specs.md for the YAML.

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/local_text.h"
#include "base/source_map.h"
#include "model/period.h"
#include "model/predicate.h"

namespace lp::model {

enum class Force { must, encouraged, regulator_must };
std::string_view to_string(Force f);
std::optional<Force> parse_force(std::string_view name);

struct Basis {
  std::string doc;      // 苏通函〔2024〕88号
  std::string clause;   // 二(一)1
  bool verified = true;
};

// One way a due date arises; an obligation's due is the earliest of its sources that apply.
struct DueSource {
  enum class Kind { on, after_state, after_field, every, standing };
  Kind kind = Kind::standing;
  Date date;                     // on
  std::string state;             // after_state: when the object entered this state
  std::string field;             // after_field: a date field of the object
  Period within;                 // after_*: limit
  // every: cycle by a field's value, {grade: {"3": 1y, "2": 2y}}; anchored on the last proof's date
  std::string cycle_field;
  std::vector<std::pair<std::string, Period>> cycles;
  LocalText note;
  bool verified = true;
};

struct MetWhen {
  std::string kind;                     // record kind that proves it; empty = the object itself
  std::vector<std::string> states;      // the record must be in one of these
  std::optional<Predicate> where;       // further condition on the proving record
  std::string object_field;             // field of the proving record that refers to the object (each)
  std::string date_field;               // when it counts as done; empty = time it entered the state
  int at_least = 1;                     // number of proving records
};

struct Reminder {
  enum class When { before, overdue };
  When when = When::before;
  Period before;                        // before: due − period
  bool escalate = false;                // to the leader too
};

struct Obligation {
  std::string name;
  LocalText title, summary;
  int task = 0;                         // 1..13; 0 = of a phase or the requirements
  std::string phase;                    // name in the plan; may be empty
  std::vector<Basis> basis;
  bool verified = true;
  Force force = Force::must;
  Predicate applies_to;                 // on the organisation (fields of kind `organisation`)
  std::string each_kind;                // one duty per record of this kind; empty = one per organisation
  Predicate each_where;
  MetWhen met;
  std::vector<DueSource> due;
  std::vector<std::string> proof;       // keys of taxonomy proof_types
  std::string submit_to;                // key of taxonomy receiving_systems
  std::vector<Reminder> remind;
  std::vector<std::string> form;        // task_report duties: extra field names asked (specs/records/task_report.yaml)
  LocalText advice;                     // what to do, one or two sentences
  SourceRef where;
  SourceMap places;                     // of its keys, for checks
};

struct Phase {
  std::string name;
  LocalText title, summary;
  Date from, to;
};
struct Task {
  int number = 0;
  LocalText title, summary;
  std::string group;                    // of the four 赋能
};
struct TaskGroup {
  std::string name;
  LocalText title;
};

struct Plan {
  std::string name;                     // longpan2024
  LocalText title;
  std::string document;                 // 苏通函〔2024〕88号
  Date issued;
  std::string region;                   // taxonomy regions code, e.g. 320000
  std::vector<TaskGroup> groups;
  std::vector<Phase> phases;
  std::vector<Task> tasks;
  std::vector<std::string> obligations; // names, in display order
  SourceRef where;
  SourceMap places;                     // of its keys, for checks
};

// A named deadline for workflow states (specs/clocks/*.yaml).
struct ClockRule {
  std::string name;
  LocalText title;
  Period limit;
  LocalText start;                      // in words: what starts it
  std::string subject;                  // enterprise | regulator
  std::vector<Reminder> remind;
  std::vector<Basis> basis;
  bool verified = true;
  SourceRef where;
  SourceMap places;                     // of its keys, for checks
};

}  // namespace lp::model
