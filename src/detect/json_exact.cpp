#include "detect/json_exact.h"

#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <limits>

namespace lp::detect {
namespace {

namespace bj = boost::json;

// Of a number that is outside of double: is it too small rather than too large?
bool is_tiny(std::string_view number) {
  const std::size_t exponent = number.find_first_of("eE");
  if (exponent != number.npos) return number[exponent + 1] == '-';
  if (number.starts_with('-')) number.remove_prefix(1);
  return number.starts_with("0.");
}

// What Boost calls back; builds the flat list.
struct Handler {
  static constexpr std::size_t max_object_size = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_array_size = max_object_size;
  static constexpr std::size_t max_key_size = max_object_size;
  static constexpr std::size_t max_string_size = max_object_size;
  using Error = bj::error_code;
  using View = bj::string_view;
  using Type = ExactJson::Type;

  std::vector<ExactJson::Item>& items;
  std::string& texts;
  std::vector<std::size_t> open{};
  std::size_t text_start = 0;
  std::string number{};

  ExactJson::Item& add(Type type) {
    items.push_back({});
    items.back().type = type;
    return items.back();
  }
  bool start(Type type) {
    open.push_back(items.size());
    add(type);
    return true;
  }
  bool close() {
    items[open.back()].end = static_cast<std::uint32_t>(items.size());
    open.pop_back();
    return true;
  }
  bool add_text(View s) {
    texts.append(s.data(), s.size());
    ExactJson::Item& item = add(Type::text);
    item.offset = text_start;
    item.length = texts.size() - text_start;
    text_start = texts.size();
    return true;
  }
  bool add_part(View s) {
    texts.append(s.data(), s.size());
    return true;
  }
  bool add_real(View s);

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) { return start(Type::object); }
  bool on_object_end(std::size_t, Error&) { return close(); }
  bool on_array_begin(Error&) { return start(Type::list); }
  bool on_array_end(std::size_t, Error&) { return close(); }
  bool on_key_part(View s, std::size_t, Error&) { return add_part(s); }
  bool on_key(View s, std::size_t, Error&) { return add_text(s); }
  bool on_string_part(View s, std::size_t, Error&) { return add_part(s); }
  bool on_string(View s, std::size_t, Error&) { return add_text(s); }
  bool on_number_part(View s, Error&) {
    number.append(s.data(), s.size());
    return true;
  }
  bool on_int64(std::int64_t value, View, Error&) {
    number.clear();
    add(Type::integer).integer = value;
    return true;
  }
  bool on_uint64(std::uint64_t value, View, Error&) {
    number.clear();
    if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      add(Type::integer).integer = static_cast<std::int64_t>(value);
    } else {
      add(Type::unsigned_integer).wide = value;
    }
    return true;
  }
  bool on_double(double, View s, Error&) { return add_real(s); }
  bool on_bool(bool value, Error&) {
    add(Type::boolean).integer = value ? 1 : 0;
    return true;
  }
  bool on_null(Error&) {
    add(Type::null);
    return true;
  }
  bool on_comment_part(View, Error&) { return true; }
  bool on_comment(View, Error&) { return true; }
};

// Boost's own value is not the nearest one; from_chars' is, as the fast reader's.
bool Handler::add_real(View s) {
  number.append(s.data(), s.size());
  ExactJson::Item& item = add(Type::real);
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), item.real);
  bool too_large = error == std::errc::result_out_of_range;
  if (too_large && is_tiny(number)) {
    too_large = false;
    item.real = 0;
  } else if (too_large) {
    item.real = std::numeric_limits<double>::infinity();
  }
  if (error != std::errc{} && number[0] == '-') item.real = -item.real;
  if (too_large || number.find_first_of(".eE") == number.npos) {
    item.big = true;
    item.offset = text_start;
    item.length = number.size();
    texts.append(number);
    text_start = texts.size();
  }
  number.clear();
  return true;
}

}  // namespace

bool ExactJson::parse(std::string_view text) {
  items_.clear();
  texts_.clear();
  too_deep_ = false;
  bj::parse_options options;
  options.max_depth = json_depth_limit;
  bj::basic_parser<Handler> parser(options, Handler{items_, texts_});
  bj::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  texts_.append(key_slack, '\0');
  too_deep_ = error == bj::error::too_deep;
  return !error && text.find_first_not_of(" \t\r\n", read) == text.npos;
}

}  // namespace lp::detect
