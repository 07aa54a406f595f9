#include "server/request.h"

#include <charconv>

#include "base/check.h"

namespace lp::server {
namespace {

std::optional<std::int64_t> to_int(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

const model::Viewer& Request::viewer() const {
  LP_CHECK(caller.has_value(), "a handler of a public route asked for the viewer");
  return caller->viewer;
}

std::string_view Request::param(std::string_view name) const {
  const auto found = params.find(name);
  LP_CHECK(found != params.end(), "the pattern has no parameter " + std::string(name));
  return found->second;
}

Result<std::int64_t> Request::id_param(std::string_view name) const {
  const auto value = to_int(param(name));
  if (!value || *value <= 0) return make_error(Errc::not_found, "no such " + std::string(name));
  return *value;
}

std::string Request::query(std::string_view name, std::string_view fallback) const {
  for (const auto& [key, value] : head.query) {
    if (key == name) return value;
  }
  return std::string(fallback);
}

bool Request::has_query(std::string_view name) const {
  for (const auto& [key, value] : head.query) {
    if (key == name) return true;
  }
  return false;
}

Result<std::int64_t> Request::query_int(std::string_view name, std::int64_t fallback, std::int64_t low, std::int64_t high) const {
  const std::string text = query(name);
  if (text.empty()) return fallback;
  const auto value = to_int(text);
  if (value && *value >= low && *value <= high) return *value;
  const std::string range = std::to_string(low) + " … " + std::to_string(high);
  Error error = make_error(Errc::invalid, std::string(name) + " must be a whole number in " + range);
  error.message_zh = std::string(name) + " 须为 " + range + " 之间的整数";
  error.fields.push_back({std::string(name), "range", error.message_zh, error.message});
  return error;
}

Result<Page> page_of(const Request& request) {
  Page page;
  LP_TRY(page.number, request.query_int("page", 1, 1, 10'000'000));
  LP_TRY(page.size, request.query_int("size", 50, 1, 500));
  return page;
}

}  // namespace lp::server
