#include "server/ingest/bulk_body.h"

#include <algorithm>

#include "server/ingest/syslog_framing.h"

namespace lp::server {
namespace {

std::string_view next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

void refuse(BulkItem& item, int status, std::string_view error, std::string_view reason) {
  item.status = status;
  item.error = error;
  item.reason = reason;
}

// {"agent":{"type":"filebeat"},"message":"…"}: the message is the line that was shipped.
const json::string* shipped_line(const json::object& document) {
  const json::object* agent = find_object(document, "agent");
  const json::value* message = find(document, "message");
  if (agent == nullptr || message == nullptr || !message->is_string() || get_string(*agent, "type") != "filebeat") return nullptr;
  return &message->as_string();
}

void read_document(std::string_view document, std::size_t longest, BulkItem& item) {
  if (document.size() > longest) return refuse(item, 413, "document_too_large", "a document may have " + std::to_string(longest) + " bytes");
  const auto parsed = parse_json(document);
  if (!parsed || !parsed->is_object()) return refuse(item, 400, "mapper_parsing_exception", "the document is no JSON object");
  if (const json::string* line = shipped_line(parsed->as_object())) {
    append_line(*line, item.line);
    if (!item.line.empty()) item.line.pop_back();
  } else {
    item.line = document;
  }
}

// The action's name and index; an empty name: no action.
BulkItem read_action(std::string_view line, std::string_view index) {
  BulkItem item{.action = {}, .index = std::string(index)};
  const auto parsed = parse_json(line);
  if (!parsed || !parsed->is_object() || parsed->as_object().size() != 1) return item;
  const auto& [name, what] = *parsed->as_object().begin();
  item.action = std::string(name);
  if (what.is_object())
    if (const std::string named = get_string(what.as_object(), "_index"); !named.empty()) item.index = named;
  return item;
}

}  // namespace

Result<std::vector<BulkItem>> read_bulk(std::string_view body, std::string_view index, std::size_t longest) {
  if (body.empty() || body.back() != '\n') return make_error(Errc::invalid, "the bulk request must be terminated by a newline");
  std::vector<BulkItem> items;
  while (!body.empty()) {
    const std::string_view line = next_line(body);
    if (line.find_first_not_of(" \t") == line.npos) continue;
    BulkItem item = read_action(line, index);
    if (item.action != "create" && item.action != "index" && item.action != "update" && item.action != "delete")
      return make_error(Errc::invalid, "malformed action line " + std::to_string(items.size() + 1) + ": expected create, index, update or delete");
    if (item.action != "delete") {
      const std::string_view document = next_line(body);
      if (item.action != "update") read_document(document, longest, item);
    }
    if (item.action == "delete" || item.action == "update") refuse(item, 400, "illegal_argument_exception", "what was taken is not changed: only create and index are offered");
    items.push_back(std::move(item));
  }
  return items;
}

std::map<std::string, std::string> lines_by_index(const std::vector<BulkItem>& items) {
  std::map<std::string, std::string> out;
  for (const BulkItem& item : items)
    if (item.status == 201 && !item.line.empty()) out[item.index] += item.line + "\n";
  return out;
}

json::object bulk_answer(const std::vector<BulkItem>& items, std::uint64_t first_number) {
  json::array answers;
  bool errors = false;
  for (const BulkItem& item : items) {
    json::object answer{{"_index", item.index}, {"_id", std::to_string(first_number)}, {"status", item.status}};
    if (item.status == 201) {
      answer["_version"] = 1;
      answer["result"] = "created";
      answer["_shards"] = json::object{{"total", 1}, {"successful", 1}, {"failed", 0}};
      answer["_seq_no"] = first_number;
      answer["_primary_term"] = 1;
    } else {
      errors = true;
      answer["error"] = json::object{{"type", item.error}, {"reason", item.reason}};
    }
    ++first_number;
    answers.push_back(json::object{{item.action, std::move(answer)}});
  }
  return json::object{{"took", 1}, {"errors", errors}, {"items", std::move(answers)}};
}

}  // namespace lp::server
