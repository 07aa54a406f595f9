// What is to be done: the work list, the review queue, search over everything.
#include "base/text.h"
#include "server/app.h"
#include "server/json_read.h"
#include "server/read_json.h"
#include "server/route.h"
#include "service/browse/names.h"
#include "service/browse/record_view.h"
#include "service/work/review_queue.h"
#include "service/work/work_list.h"

namespace lp::server {
namespace {

Result<Response> work(const Request& request, App& app) {
  return read_json(app, [&](store::ReadTx& tx) { return service::work_list(tx, request.viewer(), app.engine, app.clock.today()); });
}

Result<Response> reviews(const Request& request, App& app) {
  LP_TRY(const Page page, page_of(request));
  if (page.offset() + page.size > 5000) return field_error("page", "range", "请先筛选再翻页", "filter before paging this far");
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    LP_TRY(const auto queue, service::review_queue(tx, request.viewer(), app.engine, request.query("kind"), page.offset(), page.size));
    json::object body;
    LP_TRY(body["rows"], service::to_json(tx, request.viewer(), app.catalogue, queue.rows, service::Personal::masked));
    body["total"] = queue.total;
    return body;
  });
}

Result<Response> search(const Request& request, App& app) {
  constexpr int most = 50;
  const std::string text(trim(request.query("q")));
  if (count_codepoints(text) < 2) return field_error("q", "too_short", "请至少输入两个字", "at least two characters");
  if (count_codepoints(text) > 200) return field_error("q", "too_long", "搜索词过长", "at most 200 characters");
  return read_json(app, [&](store::ReadTx& tx) -> Result<json::object> {
    LP_TRY(const auto hits, tx.search(request.viewer(), text, most));
    std::vector<OrgId> orgs;
    for (const store::SearchHit& hit : hits) orgs.push_back(hit.org);
    LP_TRY(auto names, service::org_names(tx, request.viewer(), app.catalogue, orgs));
    json::array items;
    for (const store::SearchHit& hit : hits) {
      items.push_back(json::object{{"kind", hit.kind}, {"id", hit.id.value}, {"no", hit.no}, {"label", hit.label},
                                   {"org", hit.org.value}, {"org_name", names[hit.org]}});
    }
    json::object body;
    body["hits"] = std::move(items);
    return body;
  });
}

}  // namespace

RouteSet route_work() {
  return {"work",
          {"待办", "Work"},
          {{.method = "GET", .pattern = "/api/work", .summary = {"我的待办", "My work"}, .who = signed_in(), .handler = work},
           {.method = "GET", .pattern = "/api/reviews", .summary = {"待审核", "What waits for review"}, .who = signed_in(),
            .query = {{"kind", {}}, {"page", {}, "integer"}, {"size", {}, "integer"}}, .handler = reviews},
           {.method = "GET", .pattern = "/api/search", .summary = {"全局搜索", "Search over every kind"}, .who = signed_in(),
            .query = {{"q", {"至少两个字", "at least two characters"}}}, .handler = search}}};
}

}  // namespace lp::server
