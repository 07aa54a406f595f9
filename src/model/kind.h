#pragma once
// A record kind (specs/records/<kind>.yaml): fields, workflow, who sees it. From a Kind come
// the table, the API, forms, lists, import/export, history, search and audit.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/json.h"
#include "base/local_text.h"
#include "base/source_map.h"
#include "model/predicate.h"

namespace lp::model {

// Value shapes in record data (json::object keyed by field name; absent = null):
//   text long_text uscc phone email url domain ip_range icp_number → string
//   integer → int64 · decimal → double · boolean → bool
//   date → "YYYY-MM-DD" · timestamp → int64 µs UTC
//   code (of taxonomy) enumeration (of `options`) → string; multi: true → array of string
//   record (of kind) → int64 RecordId · user → int64 UserId
//   file → {"hash","name","size","type"}; multi: true → array of those
//   list → array of strings typed by `item` · rows → array of objects with `columns`
enum class FieldType {
  text, long_text, integer, decimal, boolean, date, timestamp, code, enumeration, record, user,
  file, list, rows, uscc, phone, email, url, domain, ip_range, icp_number,
};
std::string_view to_string(FieldType t);
std::optional<FieldType> parse_field_type(std::string_view name);

struct Option {  // of an enumeration or a taxonomy entry
  std::string code;
  LocalText title;
  std::string parent;       // taxonomy tree; empty = root
  bool verified = true;     // false is shown as 未核实
  std::string source;
};

struct Field {
  std::string name;
  FieldType type = FieldType::text;
  LocalText title, help, section;      // section groups a form; empty = the first
  std::string of;                      // code: taxonomy; record: kind
  std::vector<Option> options;         // enumeration
  FieldType item = FieldType::text;    // list
  std::vector<Field> columns;          // rows: the panel's columns (no nested rows)
  bool multi = false;
  bool required = false;               // from the first save
  std::vector<std::string> required_from;  // required to be in (or move into) these states
  std::optional<Predicate> required_when;  // in memory, e.g. {has_public_ip: true}
  std::optional<double> min, max;      // numbers: range; list/rows: count
  int max_length = 0;                  // codepoints; 0 = 500 for text, 20,000 for long_text
  std::string pattern;                 // RE2-free subset: std::regex ECMAScript, whole match
  std::string computed;                // "telecom_grade(impact, scale, importance, weights)"; read-only
  bool unique = false;                 // over live records of the kind (system-wide)
  bool unique_in_org = false;
  bool filter = true;                  // offered as a filter (scalar fields)
  bool search = false;                 // part of full-text search
  bool list = false;                   // column of the default list
  bool personal = false;               // masked in lists, exports need a reason
  bool regulator_only = false;         // enterprise never sees or writes it
  bool assessor_only_write = false;
  bool immutable = false;              // cannot change after creation
  json::value default_value;
  std::string unit;                    // "GB", "台"
  std::vector<std::string> aliases;    // header names seen in people's sheets
  SourceRef where;
};

// Which side acts. `system` moves are made by Longpan itself (clock, import).
enum class Side { enterprise, assessor, regulator, expert, system };
std::string_view to_string(Side s);
std::optional<Side> parse_side(std::string_view name);

enum class Tone { neutral, info, success, warning, danger };
std::string_view to_string(Tone t);
std::optional<Tone> parse_tone(std::string_view name);

struct StateClock {                // a deadline that starts when the state is entered
  std::string clock;               // name in specs/clocks
};
struct State {
  std::string name;
  LocalText title;
  Tone tone = Tone::neutral;
  std::string clock;               // of specs/clocks; empty = none
  bool lock = false;               // fields cannot be edited by the owner
  bool end = false;                // terminal: no moves expected
  std::vector<std::string> editable;  // when lock: fields that still can be
  SourceRef where;
};
struct Move {
  std::string name;                // submit, return, pass, file …
  LocalText title;
  std::vector<std::string> from;
  std::string to;                  // "" = stays in the state
  std::vector<Side> by;
  std::vector<std::string> needs;  // fields that must be filled with the move ("reason" is built in)
  std::vector<std::string> sets;   // fields the mover may write with it (needs ⊆ sets ∪ {reason})
  std::vector<std::string> stamps; // date fields set to the day of the move; nobody can write them otherwise
  std::string not_by;              // "submitter" or a move name: the person who did that may not do this
  std::vector<Predicate> guards;   // all must hold on the record; named in explain
  std::vector<LocalText> guard_titles;
  std::string creates;             // kind:preset created beside it, e.g. a change filing; empty = none
  bool confirm = false;            // ask before doing
  Tone tone = Tone::neutral;
  bool review = false;             // part of the review screen (pass / return)
  SourceRef where;
};
struct Workflow {
  std::string start;
  std::vector<State> states;
  std::vector<Move> moves;
  const State* find_state(std::string_view name) const;
  const Move* find_move(std::string_view name) const;
};

// own: records of the viewer's organisation · assigned: organisations assigned to the assessor
// region: records of organisations inside the officer's regions and sectors · all · none
enum class Reach { none, own, assigned, region, all };
std::string_view to_string(Reach r);
std::optional<Reach> parse_reach(std::string_view name);

struct Kind {
  std::string name;                // network_unit; also the table and route name
  int version = 1;                 // raised when the form changes; submissions keep theirs
  LocalText title, help;
  int task = 0;                    // of the notice; 0 = none
  std::string icon;
  std::string label_field = "name";  // what a link to the record shows
  std::string number_prefix;       // stable number: <prefix>-<year>-<000001>
  bool owned = true;               // belongs to an organisation (false: the organisation itself, standards …)
  std::vector<Field> fields;
  Workflow workflow;
  std::map<Side, Reach> visible;
  std::map<Side, bool> creatable;  // who may create
  std::vector<std::string> search_fields() const;
  const Field* find_field(std::string_view name) const;
  bool verified = true;
  std::vector<std::string> sources;
  json::object portal_sheet;       // layout "fields to copy" (network.md §5.2): see specs/README.md
  SourceRef where;
};

struct Taxonomy {
  std::string name;
  LocalText title;
  std::vector<Option> entries;
  bool verified = true;
  std::string source;
  SourceRef where;
  SourceMap places;                // of its keys, for checks
  const Option* find(std::string_view code) const;
};

}  // namespace lp::model
