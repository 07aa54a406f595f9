// For auditors and administrators: the journal and the outbox.
#include "model/kind_json.h"
#include "server/app.h"
#include "server/read_json.h"
#include "server/route.h"
#include "service/browse/names.h"

namespace lp::server {
namespace {

using model::Role;

json::object journal_line(const store::JournalEntry& entry, const std::string& org_name) {
  json::object out{{"seq", entry.seq}, {"at", entry.at.micros()}, {"by", entry.user.value}, {"by_name", entry.who},
                   {"action", entry.action}, {"kind", entry.kind}, {"record", entry.record.value}, {"org", entry.org.value},
                   {"org_name", org_name}, {"hash", entry.hash}};
  out["detail"] = entry.detail.empty() ? std::string() : to_text(entry.detail);
  return out;
}

Result<Response> journal(const Request& request, App& app) {
  LP_TRY(const std::int64_t before, request.query_int("before", 0, 0, std::numeric_limits<std::int64_t>::max()));
  LP_TRY(const std::int64_t size, request.query_int("size", 100, 1, 500));
  const std::int64_t from = before == 0 ? std::numeric_limits<std::int64_t>::max() : before;
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    LP_TRY(const auto entries, tx.journal(request.viewer(), from, static_cast<int>(size)));
    std::vector<OrgId> orgs;
    for (const store::JournalEntry& entry : entries) orgs.push_back(entry.org);
    LP_TRY(auto names, service::org_names(tx, request.viewer(), app.catalogue, orgs));
    json::array lines;
    for (const store::JournalEntry& entry : entries) lines.push_back(journal_line(entry, names[entry.org]));
    json::object body;
    body["entries"] = std::move(lines);
    return body;
  });
}

json::object outbox_line(const store::OutboxMessage& message, const std::string& to) {
  json::object out{{"id", message.id}, {"at", message.created_at.micros()}, {"channel", message.channel}, {"to", to},
                   {"topic", message.topic}, {"state", message.state}, {"attempts", message.attempts}, {"error", message.last_error},
                   {"not_before", message.not_before.micros()}, {"done_at", message.done_at.micros()}};
  return out;
}

// Who was told by which way and whether it arrived: titles name records, which administrators do not see.
Result<Response> outbox(const Request& request, App& app) {
  LP_TRY(const Page page, page_of(request));
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    std::int64_t total = 0;
    LP_TRY(const auto messages, tx.outbox(request.query("state"), page.offset(), static_cast<int>(page.size), &total));
    std::vector<UserId> users;
    for (const store::OutboxMessage& message : messages) users.push_back(message.to);
    LP_TRY(auto names, service::user_names(tx, users));
    json::array rows;
    for (const store::OutboxMessage& message : messages) {
      json::object line = outbox_line(message, names[message.to]);
      if (request.viewer().role == Role::auditor) line["subject"] = request.zh ? message.title.zh : message.title.en;
      rows.push_back(std::move(line));
    }
    json::object body;
    body["rows"] = std::move(rows);
    body["total"] = total;
    return body;
  });
}

}  // namespace

RouteSet route_oversight() {
  const Who overseers = only({Role::auditor, Role::administrator});
  return {"oversight",
          {"审计", "Oversight"},
          {{.method = "GET", .pattern = "/api/journal", .summary = {"日志", "Journal, newest first"}, .who = overseers,
            .query = {{"before", {"小于此序号", "below this number"}, "integer"}, {"size", {}, "integer"}}, .handler = journal},
           {.method = "GET", .pattern = "/api/outbox", .summary = {"发送情况", "Messages and their delivery"}, .who = overseers,
            .query = {{"state", {}}, {"page", {}, "integer"}, {"size", {}, "integer"}}, .handler = outbox}}};
}

}  // namespace lp::server
