#include "detect/event.h"

#include <fmt/format.h>

namespace lp::detect {

void Event::clear() {
  values_.clear();
  kept_used_ = 0;
  if (++round_ == 0) {  // after 2^32 events the old marks would look new
    for (Slot& slot : slots_) slot = Slot{};
    round_ = 1;
  }
  time = no_time;
  route = no_route;
  raw = {};
  texts = nullptr;
}

void Event::add_boolean(FieldId field, bool value) {
  add(Value{.field = field, .kind = Kind::boolean, .text = value ? "true" : "false", .integer = value ? 1 : 0});
}

void Event::add_integer(FieldId field, std::int64_t value, std::string_view text) {
  if (text.empty()) text = keep(fmt::format_int(value).str());
  add(Value{.field = field, .kind = Kind::integer, .text = text, .integer = value, .real = static_cast<double>(value)});
}

void Event::add_real(FieldId field, double value, std::string_view text) {
  if (text.empty()) text = keep(fmt::format("{}", value));
  add(Value{.field = field, .kind = Kind::real, .text = text, .real = value});
}

std::string_view Event::keep(std::string text) {
  if (kept_used_ == kept_.size()) kept_.emplace_back();
  std::string& home = kept_[kept_used_++];
  home = std::move(text);
  return home;
}

std::string_view Event::text(FieldId field) const {
  const Value* value = first(field);
  return value ? value->text : std::string_view{};
}

}  // namespace lp::detect
