#pragma once
// The body of Elasticsearch's _bulk: a line of action, a line of document, and so on. `index` and `create` are taken, `update` and
// `delete` answered as not offered, item by item, as that service does. What Filebeat wraps around a line of a log is taken off: the
// line is what the formats of detect know.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace lp::server {

struct BulkItem {
  std::string action;        // "create"
  std::string index;         // "filebeat-8.17.0"; empty: none was named
  std::string line{};        // one line, without its end; empty when refused
  int status = 201;
  std::string error{};       // "mapper_parsing_exception"
  std::string reason{};
};

// invalid: the body is no _bulk body at all (the first action cannot be read, or it does not end in a line end).
Result<std::vector<BulkItem>> read_bulk(std::string_view body, std::string_view index, std::size_t longest = std::size_t{10} << 20);
// The lines that were taken, by index.
std::map<std::string, std::string> lines_by_index(const std::vector<BulkItem>& items);
// {"took":…,"errors":…,"items":[…]}
json::object bulk_answer(const std::vector<BulkItem>& items, std::uint64_t first_number);

}  // namespace lp::server
