#pragma once
// Members of a request's JSON body, and errors about them.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace lp::server {

// nullopt when absent, null or of another type.
std::optional<std::string> text_member(const json::object& o, std::string_view key);
std::optional<std::vector<std::string>> texts_member(const json::object& o, std::string_view key);
std::optional<std::vector<std::int64_t>> ids_member(const json::object& o, std::string_view key);
Error field_error(std::string field, std::string code, std::string zh, std::string en);
// An absent member counts as an empty object; one of another type is invalid.
Result<json::object> object_member(const json::object& o, std::string_view key);

}  // namespace lp::server
