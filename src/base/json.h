#pragma once
// JSON for the API, configuration and record data. Boost.JSON under two rules of ours:
// depth ≤ 64, and numbers that leave double range (1e400) are refused.

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lp {

namespace json = boost::json;

Result<json::value> parse_json(std::string_view text);
// Members in insertion order; non-finite doubles become null.
std::string to_text(const json::value& v);
// Keys sorted at every depth: equal data gives equal bytes. For hashes and goldens.
std::string to_canonical_text(const json::value& v);
// Indented by two, trailing newline. For people and goldens.
std::string to_pretty_text(const json::value& v);

// Convenience readers: the fallback when absent, null or of another type.
std::string get_string(const json::object& o, std::string_view key, std::string_view fallback = {});
std::int64_t get_int(const json::object& o, std::string_view key, std::int64_t fallback = 0);
// Up to 2^64 - 1; 0 for what is no whole number or is negative.
std::uint64_t get_count(const json::object& o, std::string_view key);
bool get_bool(const json::object& o, std::string_view key, bool fallback = false);
const json::value* find(const json::object& o, std::string_view key);
// nullptr when absent, null or not an object/array
const json::object* find_object(const json::object& o, std::string_view key);
const json::array* find_array(const json::object& o, std::string_view key);

}  // namespace lp
