#pragma once
// JSON inventories: small ones parsed whole, large ones item by item; errors have their place.

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

#include "match/inventory/inventory_format.h"
#include "match/inventory/json_cursor.h"

namespace lp::match {

// " in line 3, column 7": where the text stops being JSON.
std::string place_of_json_error(std::string_view text);

class JsonDocument {
 public:
  // nullopt: not JSON; the sink was told with line and column.
  std::optional<simdjson::dom::element> parse(std::string_view text, InventorySink& sink);

 private:
  simdjson::dom::parser parser_;
};

// The items of a document. What one of them gives is valid until the next is parsed.
class JsonItems {
 public:
  JsonItems(std::string_view text, InventorySink& sink) : text_(text), sink_(sink), cursor(text) {}
  // nullopt: bad text in it, and it was refused at `where`; or no JSON, and the document failed.
  std::optional<simdjson::dom::element> parse(std::string_view item, std::string_view where);
  // Whether the document goes on.
  bool good() const { return !broken_ && !cursor.failed(); }
  // Tells the sink when the document is not whole.
  void finish();

 private:
  std::string_view text_;
  InventorySink& sink_;
  simdjson::dom::parser parser_;
  std::string buffer_;
  bool broken_ = false;

 public:
  JsonCursor cursor;
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
