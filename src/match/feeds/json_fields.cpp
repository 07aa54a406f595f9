#include "match/feeds/json_fields.h"

#include <charconv>

namespace lp::match {
namespace {

template <class T>
std::optional<T> member_of(JsonObject object, std::string_view member) {
  T value;
  if (object[member].get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

template <class T>
std::optional<T> member_of(JsonObject object, std::string_view member, const Place& place, FeedSink& sink, const char* wanted) {
  JsonElement element;
  if (object[member].get(element) != simdjson::SUCCESS || element.is_null()) return std::nullopt;
  T value;
  if (element.get(value) == simdjson::SUCCESS) return value;
  sink.refuse(Place(place, member).pointer(), "wrong_type", std::string("is no ") + wanted);
  return std::nullopt;
}

}  // namespace

std::string Place::pointer() const {
  if (above_ == nullptr) return {};
  std::string path = above_->pointer() + '/';
  if (index_ != none) return path + std::to_string(index_);
  for (const char c : member_) {
    if (c == '~') path += "~0";
    else if (c == '/') path += "~1";
    else path += c;
  }
  return path;
}

std::string_view text_of(JsonElement element) {
  std::string_view text;
  return element.get(text) == simdjson::SUCCESS ? text : std::string_view();
}

std::string_view text_of(JsonObject object, std::string_view member) {
  std::string_view text;
  return object[member].get(text) == simdjson::SUCCESS ? text : std::string_view();
}

bool true_of(JsonObject object, std::string_view member) { return member_of<bool>(object, member).value_or(false); }

std::optional<double> number_of(JsonObject object, std::string_view member) {
  if (const auto number = member_of<double>(object, member)) return number;
  const std::string_view text = text_of(object, member);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<JsonArray> array_of(JsonObject object, std::string_view member, const Place& place, FeedSink& sink) { return member_of<JsonArray>(object, member, place, sink, "list"); }
std::optional<JsonObject> object_of(JsonObject object, std::string_view member, const Place& place, FeedSink& sink) { return member_of<JsonObject>(object, member, place, sink, "object"); }
std::optional<JsonArray> array_of(JsonObject object, std::string_view member) { return member_of<JsonArray>(object, member); }
std::optional<JsonObject> object_of(JsonObject object, std::string_view member) { return member_of<JsonObject>(object, member); }
std::optional<JsonObject> object_of(JsonElement element) {
  JsonObject object;
  if (element.get(object) != simdjson::SUCCESS) return std::nullopt;
  return object;
}

}  // namespace lp::match
