#pragma once
// One test of a rule: a field (or every text of the event: keywords) against values of which one must hold.
// What `Image|endswith: ['\a.exe', '\b.exe']` says. Values linked by `|all` are several tests.
//
// Frozen after reading; any thread may evaluate it, each with a Scratch of its own.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "detect/event.h"
#include "detect/sigma/address_range.h"
#include "detect/sigma/pattern.h"
#include "detect/sigma/regex.h"
#include "detect/sigma/time_part.h"

namespace lp::detect::sigma {

enum class Op : std::uint8_t {
  equals, starts, ends, contains,  // text in `form`
  wildcards,                       // the pattern in `form`
  regex,
  address,                         // within a range
  number_equals, less, less_equal, greater, greater_equal,
  present,                         // the field stands in the event, whatever its value
  absent,                          // it does not
  null,                            // absent, or one of its values is null
  field,                           // the same as another field's value, by `compare`
};

struct Pattern {
  Op op = Op::equals;
  Form form = Form::folded;
  std::string text{};                       // in `form`; field: the other field's name
  Wildcards wildcards{};                    // in `form`
  std::shared_ptr<const Regex> regex{};
  std::optional<AddressRange> range{};
  double number = 0;
  std::optional<std::int64_t> integer{};    // when the number is one
  std::optional<TimePart> part{};           // numbers: of this part of the time the value is
  Op compare = Op::equals;                  // field: equals, starts, ends or contains
  std::string written{};                    // as the rule has it, for people
};

struct Test {
  std::string field{};                      // empty: keywords
  bool negated = false;                     // neq: the field is there and none of the patterns holds
  std::vector<Pattern> any{};
  std::string key{};                        // as the rule has it: "Image|endswith"
  SourceRef where{};
};

struct TestScratch {
  std::string text, other;
  Regex::Scratch regex;
  // The addresses read last: rules ask again and again about the two of an event.
  struct ReadAddress {
    std::string text;
    std::optional<Address> address;
  };
  std::array<ReadAddress, 2> addresses;
  std::size_t oldest_address = 0;
};

// What a test asks of an event's fields, found once per table.
struct TestFields {
  FieldId field = no_field;
  std::vector<FieldId> others{};            // per pattern; no_field where it names none
};
TestFields intern_fields(const Test& test, FieldTable& table);

// Straight from the definition, value by value: what the matcher asks for rare tests, and what it is tested against.
bool holds(const Test& test, const TestFields& fields, const Event& event, TestScratch& scratch);
// One value of the field (or one text of the event) against one pattern; Op::present, absent and null are of no value.
bool holds(const Pattern& pattern, FieldId other, const Value& value, const Event& event, TestScratch& scratch);
// The number a text is in full, as JSON or a program would write it: "4688", "-1.5e3".
std::optional<double> number_of(const Value& value);

}  // namespace lp::detect::sigma
