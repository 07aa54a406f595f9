#pragma once
// Members of JSON records as feeds need them: absent and null are alike; a wrong type is refused with its place, once.

#include <optional>
#include <string>
#include <string_view>

#include <simdjson.h>

#include "base/time.h"
#include "match/feeds/feed_format.h"

namespace lp::match {

using JsonElement = simdjson::dom::element;
using JsonObject = simdjson::dom::object;
using JsonArray = simdjson::dom::array;

// A path in the record, as links up the stack: nothing is written before it is asked for.
class Place {
 public:
  constexpr Place() = default;
  constexpr Place(const Place& above, std::string_view member) : above_(&above), member_(member) {}
  constexpr Place(const Place& above, std::size_t index) : above_(&above), index_(index) {}
  std::string pointer() const;   // "/affected/0/ranges", members escaped (RFC 6901)

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  const Place* above_ = nullptr;
  std::string_view member_{};
  std::size_t index_ = none;
};

// "" when absent or no text.
std::string_view text_of(JsonObject object, std::string_view member);
std::string_view text_of(JsonElement element);
bool true_of(JsonObject object, std::string_view member);
// A number, or a text that is one.
std::optional<double> number_of(JsonObject object, std::string_view member);
// nullopt when absent; present and of another type: refused at `place`/member.
std::optional<JsonArray> array_of(JsonObject object, std::string_view member, const Place& place, FeedSink& sink);
std::optional<JsonObject> object_of(JsonObject object, std::string_view member, const Place& place, FeedSink& sink);
std::optional<JsonArray> array_of(JsonObject object, std::string_view member);    // other types are as if absent
std::optional<JsonObject> object_of(JsonObject object, std::string_view member);
std::optional<JsonObject> object_of(JsonElement element);

// Instants as feeds write them: RFC 3339, without a zone (UTC), without seconds ("2018-10-03T21:29Z"), "2024-07-01 12:00:00.5 UTC", dates.
// nullopt: none of these, or before 1970 ("0001-01-01T00:00:00Z" says nothing).
std::optional<Timestamp> feed_time(std::string_view text);

}  // namespace lp::match
