#pragma once
// One security event: the fields somebody asked for, its time, where it came from and the line it was.
//
// A field may have several values (a JSON array, a repeated key); a value may stand under several fields (the source's own
// name, the ECS name, the name Sigma rules use: see event_mapping.h). Numbers keep the text the source wrote or the
// shortest text that means the same, so that "4688" and 4688 compare alike.
//
// Lifetime: every view is into the line, the decoder's buffers or the event's own text; all end with the next clear() or
// the decoder's next line. Events are reused, one a thread: adding a value allocates only until the vectors have grown.

#include <cstdint>
#include <deque>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "detect/field_table.h"

namespace lp::detect {

enum class Kind : std::uint8_t { null, boolean, integer, real, text };

struct Value {
  FieldId field = no_field;
  Kind kind = Kind::null;
  std::uint32_t next = 0;        // 1 + index of the field's next value in Event::values(); 0 = the last
  std::string_view text{};       // null: empty; boolean: "true", "false"
  std::int64_t integer = 0;      // Kind::integer (booleans: 0, 1); numbers beyond 2^63 are real with their digits in `text`
  double real = 0;               // Kind::real and Kind::integer
};

// Times are microseconds since 1970-01-01 UTC.
inline constexpr std::int64_t no_time = std::numeric_limits<std::int64_t>::min();

// What Sigma calls a log source; index into RouteTable (routes.h): all the log sources this event belongs to.
using RouteId = std::uint32_t;
inline constexpr RouteId no_route = 0;

class Event;

// What can read out every text of the document an event came from, asked-for or not: keyword searches need it.
class Texts {
 public:
  virtual ~Texts() = default;
  // Calls back for each value's text (keys are not values); stops when the callback says true, and then says true.
  virtual bool any(bool (*matches)(void* context, std::string_view text), void* context) const = 0;
  // Does every text but those of numbers stand in the line it was read from, as it is, save that `"`, `\`, `/` and control
  // characters may be written otherwise, and that bytes which are no UTF-8 became U+FFFD?
  virtual bool shown_in(std::string_view) const { return false; }
};

class Event {
 public:
  explicit Event(const FieldTable& fields) : slots_(fields.size() + 1) {}

  void clear();
  void add_null(FieldId field) { add(Value{.field = field}); }
  void add_boolean(FieldId field, bool value);
  void add_integer(FieldId field, std::int64_t value, std::string_view text = {});  // empty text: written here
  void add_real(FieldId field, double value, std::string_view text = {});
  void add_text(FieldId field, std::string_view text) { add(Value{.field = field, .kind = Kind::text, .text = text}); }
  void add(const Value& value) { add(value.field, value); }  // field must be of the table the event was made for
  void add(FieldId field, const Value& value) { add(field, value.kind, value.text, value.integer, value.real); }
  void add(FieldId field, Kind kind, std::string_view text, std::int64_t integer, double real) {
    LP_CHECK(field < slots_.size());
    values_.push_back(Value{field, kind, 0, text, integer, real});
    const auto place = static_cast<std::uint32_t>(values_.size());
    Slot& slot = slots_[field];
    if (slot.round == round_) {
      values_[slot.last - 1].next = place;
      slot.last = place;
    } else {
      slot = Slot{round_, place, place};
    }
  }
  std::string_view keep(std::string text);  // a text that lives as long as the event's values

  std::span<const Value> values() const { return values_; }
  bool has(FieldId field) const { return slots_[field].round == round_; }
  const Value* first(FieldId field) const { return has(field) ? &values_[slots_[field].first - 1] : nullptr; }
  const Value* next(const Value& v) const { return v.next == 0 ? nullptr : &values_[v.next - 1]; }
  std::string_view text(FieldId field) const;  // of the first value; empty when there is none

  std::int64_t time = no_time;       // when it happened, by the event itself
  RouteId route = no_route;
  std::string_view raw{};            // the line
  const Texts* texts = nullptr;      // null: values() has them all

 private:
  struct Slot { std::uint32_t round = 0, first = 0, last = 0; };  // first and last: 1 + index
  std::vector<Value> values_;
  std::vector<Slot> slots_;
  std::uint32_t round_ = 1;
  std::deque<std::string> kept_;
  std::size_t kept_used_ = 0;
};

}  // namespace lp::detect
