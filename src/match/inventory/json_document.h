#pragma once
// JSON inventories: parsing in place, with the place of an error.

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

#include "match/inventory/inventory_format.h"

namespace lp::match {

class JsonDocument {
 public:
  // nullopt: not JSON; the sink was told with line and column. `bytes` has slack behind it.
  std::optional<simdjson::dom::element> parse(std::string_view bytes, InventorySink& sink);

 private:
  simdjson::dom::parser parser_;
};

// Empty when it is no text.
inline std::string_view text_of(const simdjson::dom::element& e) {
  std::string_view text;
  return e.get(text) == simdjson::SUCCESS ? text : std::string_view{};
}
inline std::string_view text_at(const simdjson::dom::object& o, std::string_view key) {
  simdjson::dom::element e;
  return o.at_key(key).get(e) == simdjson::SUCCESS ? text_of(e) : std::string_view{};
}
inline std::optional<simdjson::dom::object> object_at(const simdjson::dom::object& o, std::string_view key) {
  simdjson::dom::object found;
  return o.at_key(key).get(found) == simdjson::SUCCESS ? std::optional(found) : std::nullopt;
}
inline std::optional<simdjson::dom::array> array_at(const simdjson::dom::object& o, std::string_view key) {
  simdjson::dom::array found;
  return o.at_key(key).get(found) == simdjson::SUCCESS ? std::optional(found) : std::nullopt;
}

// A JSON pointer that grows and shrinks with the reader.
class Pointer {
 public:
  const std::string& text() const { return text_; }
  std::string with(std::string_view member) const { return text_ + '/' + std::string(member); }
  std::string with(std::string_view member, std::size_t index) const { return with(member) + '/' + std::to_string(index); }
  class Step {
   public:
    Step(Pointer& pointer, std::string_view member) : pointer_(pointer), size_(pointer.text_.size()) { pointer.text_.append(1, '/').append(member); }
    Step(Pointer& pointer, std::size_t index) : Step(pointer, std::string_view(std::to_string(index))) {}
    ~Step() { pointer_.text_.resize(size_); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    Pointer& pointer_;
    std::size_t size_;
  };

 private:
  std::string text_;
};

}  // namespace lp::match
