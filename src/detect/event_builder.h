#pragma once
// Fills one event after another from the native fields a decoder hands over: under every wanted name, with the event's time
// and its route. One per decoder, one thread at a time.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detect/event_time.h"
#include "detect/format.h"
#include "detect/wanted_fields.h"

namespace lp::detect {

class EventBuilder {
 public:
  // The context's tables and mapping must live as long as the builder.
  explicit EventBuilder(const DecodeContext& context);

  const WantedFields& wanted() const { return wanted_; }

  void begin(Event& out, std::string_view raw);
  // value.field does not matter; its text must live as long as the event's values.
  void put(const Wanted& wanted, const Value& value) {
    for (const FieldId field : wanted.fields) out_->add(field, value.kind, value.text, value.integer, value.real);
    if (wanted.special) put_special(wanted, value);
  }
  void put_text(const Wanted& wanted, std::string_view text) { put(wanted, Value{.kind = Kind::text, .text = text}); }
  // Text of a format without types: a canonical integer of up to 18 digits becomes one, anything else stays text.
  void put_untyped(const Wanted& wanted, std::string_view text);
  void put_untyped(std::string_view name, std::string_view text) {
    if (const Wanted* found = wanted_.find(name)) put_untyped(*found, text);
  }
  void put_untyped(const Wanted* wanted, std::string_view text) {
    if (wanted) put_untyped(*wanted, text);
  }
  // A text that lives as long as the event's values.
  std::string_view keep(std::string text) { return out_->keep(std::move(text)); }
  void set_time(std::int64_t time) { out_->time = time; time_rank_ = 0; }
  void finish();  // route
  const TimeReading& time_reading() const { return reading_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  void put_special(const Wanted& wanted, const Value& value);
  void put_parts(const Wanted& wanted, std::string_view text);
  RouteId find_route();

  WantedFields wanted_;
  const EventMapping& mapping_;
  RouteTable& routes_;
  TimeReading reading_;
  Event* out_ = nullptr;
  std::uint16_t time_rank_ = Wanted::no_rank;
  std::vector<std::string_view> keys_;  // data() == nullptr: not there
  std::vector<bool> only_presence_;     // by key: its value does not matter
  std::string key_text_, last_key_;
  RouteId last_route_ = no_route;
  bool has_last_ = false;
  std::unordered_map<std::string, RouteId, Hash, std::equal_to<>> known_routes_;
};

}  // namespace lp::detect
