#pragma once
// One way through a JSON document for both readers: FastNode is simdjson's, ExactNode ours. Same document, same visits.

#include <simdjson.h>

#include <string_view>

#include "detect/json_exact.h"

namespace lp::detect {

using JsonType = ExactJson::Type;

class FastNode {
 public:
  explicit FastNode(simdjson::dom::element element) : element_(element) {}
  JsonType type() const {
    switch (element_.type()) {
      case simdjson::dom::element_type::ARRAY: return JsonType::list;
      case simdjson::dom::element_type::OBJECT: return JsonType::object;
      case simdjson::dom::element_type::INT64: return JsonType::integer;
      case simdjson::dom::element_type::UINT64: return JsonType::unsigned_integer;
      case simdjson::dom::element_type::DOUBLE: return JsonType::real;
      case simdjson::dom::element_type::STRING: return JsonType::text;
      case simdjson::dom::element_type::BOOL: return JsonType::boolean;
      case simdjson::dom::element_type::NULL_VALUE: return JsonType::null;
    }
    return JsonType::null;
  }
  std::string_view text() const { return element_.get_string().value_unsafe(); }
  std::string_view big_digits() const { return {}; }
  bool boolean() const { return element_.get_bool().value_unsafe(); }
  std::int64_t integer() const { return element_.get_int64().value_unsafe(); }
  std::uint64_t wide() const { return element_.get_uint64().value_unsafe(); }
  double real() const { return element_.get_double().value_unsafe(); }
  // Stop and return true as soon as `visit` returns true. Behind a key key_slack bytes may be read.
  template <class Visit>
  bool any_member(Visit&& visit) const {
    const simdjson::dom::object object = element_.get_object().value_unsafe();
    const auto end = object.end();
    for (auto member = object.begin(); member != end; ++member)
      if (visit(std::string_view(member.key_c_str(), member.key_length()), FastNode(member.value()))) return true;
    return false;
  }
  template <class Visit>
  bool any_item(Visit&& visit) const {
    const simdjson::dom::array list = element_.get_array().value_unsafe();
    for (const auto item : list)
      if (visit(FastNode(item))) return true;
    return false;
  }

 private:
  simdjson::dom::element element_;
};

class ExactNode {
 public:
  ExactNode(const ExactJson& document, std::size_t at) : document_(&document), at_(at) {}
  JsonType type() const { return item().type; }
  std::string_view text() const { return document_->text(item()); }
  std::string_view big_digits() const { return item().big ? text() : std::string_view{}; }
  bool boolean() const { return item().integer != 0; }
  std::int64_t integer() const { return item().integer; }
  std::uint64_t wide() const { return item().wide; }
  double real() const { return item().real; }
  template <class Visit>
  bool any_member(Visit&& visit) const {
    for (std::size_t i = at_ + 1; i < item().end; i = after(i + 1))
      if (visit(document_->text(document_->items()[i]), ExactNode(*document_, i + 1))) return true;
    return false;
  }
  template <class Visit>
  bool any_item(Visit&& visit) const {
    for (std::size_t i = at_ + 1; i < item().end; i = after(i))
      if (visit(ExactNode(*document_, i))) return true;
    return false;
  }

 private:
  const ExactJson::Item& item() const { return document_->items()[at_]; }
  std::size_t after(std::size_t i) const {
    const std::size_t end = document_->items()[i].end;
    return end == 0 ? i + 1 : end;
  }
  const ExactJson* document_;
  std::size_t at_;
};

}  // namespace lp::detect
