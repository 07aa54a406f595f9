#include "detect/event_builder.h"

#include <charconv>

#include "detect/value_parts.h"

namespace lp::detect {
namespace {

constexpr std::size_t known_limit = 65'536;

// Digits as a program would write them: no sign but '-', no leading zero.
bool canonical_integer(std::string_view text, std::int64_t& value) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || digits.size() > 18 || digits[0] < '0' || digits[0] > '9') return false;
  if (digits[0] == '0' && text.size() > 1) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

EventBuilder::EventBuilder(const DecodeContext& context)
    : wanted_(context.fields, context.mapping), mapping_(context.mapping), routes_(context.routes),
      reading_{context.zone_minutes, context.reference}, keys_(wanted_.key_count()), only_presence_(mapping_.only_presence()) {}

void EventBuilder::begin(Event& out, std::string_view raw) {
  out.raw = raw;
  out_ = &out;
  time_rank_ = Wanted::no_rank;
  for (std::string_view& key : keys_) key = {};
}

void EventBuilder::put_parts(const Wanted& wanted, std::string_view text) {
  for (const auto& [kind, field] : wanted.parts)
    if (const std::string_view part = value_part(text, kind); part.data() != nullptr) out_->add_text(field, part);
}

void EventBuilder::put_special(const Wanted& wanted, const Value& value) {
  if (value.kind == Kind::null) return;
  if (!wanted.parts.empty() && value.kind == Kind::text) put_parts(wanted, value.text);
  for (const std::uint16_t key : wanted.keys)
    if (keys_[key].data() == nullptr) keys_[key] = only_presence_[key] || value.text.data() == nullptr ? std::string_view("") : value.text;
  if (wanted.time_rank >= time_rank_) return;
  std::int64_t time = no_time;
  if (value.kind == Kind::text) time = parse_time(value.text, reading_);
  if (value.kind == Kind::integer) time = epoch_time(value.integer);
  if (value.kind == Kind::real) time = epoch_time(value.real);
  if (time == no_time) return;
  out_->time = time;
  time_rank_ = wanted.time_rank;
}

void EventBuilder::put_untyped(const Wanted& wanted, std::string_view text) {
  std::int64_t value = 0;
  if (!canonical_integer(text, value)) return put_text(wanted, text);
  put(wanted, Value{.kind = Kind::integer, .text = text, .integer = value, .real = static_cast<double>(value)});
}

void EventBuilder::finish() {
  key_text_.clear();
  for (const std::string_view key : keys_) {
    key_text_ += key.data() == nullptr ? '\1' : '\2';
    key_text_ += key;
    key_text_ += '\0';
  }
  if (!has_last_ || key_text_ != last_key_) {
    last_route_ = find_route();
    last_key_ = key_text_;
    has_last_ = true;
  }
  out_->route = last_route_;
}

RouteId EventBuilder::find_route() {
  if (const auto known = known_routes_.find(std::string_view(key_text_)); known != known_routes_.end()) return known->second;
  if (known_routes_.size() >= known_limit) known_routes_.clear();
  std::vector<std::string> texts(keys_.begin(), keys_.end());
  std::vector<const std::string*> values;
  for (std::size_t i = 0; i < keys_.size(); ++i) values.push_back(keys_[i].data() == nullptr ? nullptr : &texts[i]);
  const RouteId route = routes_.intern(mapping_.sources_for(values));
  known_routes_.emplace(key_text_, route);
  return route;
}

}  // namespace lp::detect
