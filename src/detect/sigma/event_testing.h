#pragma once
// For tests and benchmarks: an Event from a JSON text, by the plainest means. Keys that nest are joined with '.', arrays are
// several values; a key that is written with its dots goes before one that nests. Everything is copied: an event may stay.

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "base/check.h"
#include "detect/event.h"

namespace lp::detect::sigma {

class JsonEvent final : public Texts {
 public:
  JsonEvent(std::string_view json, const FieldTable& table) : event_(table), table_(table) {
    const boost::json::value root = boost::json::parse(boost::json::string_view(json.data(), json.size()));
    event_.clear();
    room_.reserve(json.size() + 64);  // unescaped texts are never longer
    add("", root, 0);
    event_.texts = this;
  }
  JsonEvent(const JsonEvent&) = delete;
  JsonEvent& operator=(const JsonEvent&) = delete;

  Event& event() { return event_; }
  const Event& event() const { return event_; }
  bool any(bool (*matches)(void*, std::string_view), void* context) const override {
    for (const std::string_view text : texts_) {
      if (matches(context, text)) return true;
    }
    return false;
  }

 private:
  std::string_view keep(std::string_view text) {
    LP_CHECK(room_.size() + text.size() <= room_.capacity());
    const std::size_t at = room_.size();
    room_ += text;
    return texts_.emplace_back(std::string_view(room_).substr(at));
  }
  void add(const std::string& name, const boost::json::value& value, int depth) {
    if (depth > 60) return;
    if (value.is_object()) {
      for (const auto& [key, inner] : value.as_object()) {
        const std::string part(key);
        add(name.empty() ? part : name + "." + part, inner, depth + 1);
      }
      return;
    }
    if (value.is_array()) {
      for (const auto& inner : value.as_array()) add(name, inner, depth + 1);
      return;
    }
    add_scalar(name.find_first_not_of(' ') == name.npos ? no_field : table_.find(name), value);
  }
  void add_scalar(FieldId field, const boost::json::value& value) {
    if (value.is_string()) {
      const std::string_view text = keep({value.as_string().data(), value.as_string().size()});
      if (field != no_field) event_.add_text(field, text);
      return;
    }
    if (field == no_field) return;
    if (value.is_null()) event_.add_null(field);
    if (value.is_bool()) event_.add_boolean(field, value.as_bool());
    if (value.is_int64()) event_.add_integer(field, value.as_int64());
    if (value.is_uint64()) event_.add_real(field, static_cast<double>(value.as_uint64()), event_.keep(std::to_string(value.as_uint64())));
    if (value.is_double()) event_.add_real(field, value.as_double());
  }

  Event event_;
  const FieldTable& table_;
  std::string room_;  // never grows: the texts are views into it
  std::vector<std::string_view> texts_;
};

}  // namespace lp::detect::sigma
