#pragma once
// What a route's handler gets: who asks, for what, with what body. Everything in it is decoded
// and checked for form; nothing in it is trusted further than that.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "server/http/message.h"
#include "service/accounts/accounts.h"

namespace lp::server {

struct Request {
  std::string id;                                    // of the request, for log and errors
  RequestHead head;
  std::map<std::string, std::string, std::less<>> params;  // of the pattern
  std::optional<service::Caller> caller;             // absent on public routes without a session
  json::object json;                                 // BodyKind::json; empty object when there was no body
  std::string body;                                  // BodyKind::bytes
  std::optional<TempFile> file;                      // BodyKind::upload
  std::int64_t if_match = 0;                         // version, on routes with needs_if_match
  bool zh = true;                                    // language of the caller

  const model::Viewer& viewer() const;               // LP_CHECKs that there is a caller
  std::string_view param(std::string_view name) const;              // LP_CHECKs that the pattern has it
  Result<std::int64_t> id_param(std::string_view name) const;       // not_found unless a positive integer
  std::string query(std::string_view name, std::string_view fallback = {}) const;  // the first
  bool has_query(std::string_view name) const;
  // A whole number within [low, high]; the fallback when absent; invalid otherwise.
  Result<std::int64_t> query_int(std::string_view name, std::int64_t fallback, std::int64_t low, std::int64_t high) const;
};

struct Page {
  std::int64_t number = 1, size = 50;
  std::int64_t offset() const { return (number - 1) * size; }
};
Result<Page> page_of(const Request& request);        // ?page=&size= (size ≤ 500)

}  // namespace lp::server
