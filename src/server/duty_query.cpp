#include "server/duty_query.h"

#include <array>
#include <charconv>
#include <limits>
#include <span>
#include <utility>

#include "base/text.h"
#include "server/json_read.h"

namespace lp::server {
namespace {

std::vector<std::string> values_of(const Request& request, std::string_view name) {
  std::vector<std::string> out;
  for (const auto& [key, value] : request.head.query) {
    if (key != name) continue;
    for (std::string_view part : split(value, ',')) {
      if (!part.empty()) out.emplace_back(part);
    }
  }
  return out;
}

Error bad_value(std::string_view name, std::string_view value) {
  return field_error(std::string(name), "type", "“" + truncate(value, 40) + "”不合要求", "\"" + truncate(value, 40) + "\" is not accepted");
}

Result<std::int32_t> read_day(const Request& request, std::string_view name) {
  const std::string text = request.query(name);
  if (text.empty()) return model::Duty::no_date;
  const auto day = parse_date(text);
  if (!day) return bad_value(name, text);
  return day->days();
}

Status read_tasks(const Request& request, store::DutyFilter& filter) {
  for (const std::string& text : values_of(request, "task")) {
    int task = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), task);
    if (ec != std::errc{} || end != text.data() + text.size() || task < 0 || task > 13) return bad_value("task", text);
    filter.tasks.push_back(task);
  }
  return ok_status();
}

Status read_states(const Request& request, store::DutyFilter& filter) {
  for (const std::string& text : values_of(request, "state")) {
    const auto state = model::parse_duty_state(text);
    if (!state) return bad_value("state", text);
    filter.states.push_back(*state);
  }
  return ok_status();
}

Status read_order(const Request& request, std::span<const std::string_view> known, store::DutyFilter& filter) {
  const std::string text = request.query("sort");
  if (text.empty()) return ok_status();
  const std::string_view field = text.front() == '-' ? std::string_view(text).substr(1) : std::string_view(text);
  for (std::string_view name : known) {
    if (name == field) {
      filter.order = text;
      return ok_status();
    }
  }
  return bad_value("sort", text);
}

constexpr std::array<std::string_view, 6> duty_orders{"urgent", "due", "org", "task", "state", "no"};
constexpr std::array<std::string_view, 3> board_orders{"name", "overdue", "no"};

Result<store::DutyFilter> read_filter(const Request& request, const App& app, std::span<const std::string_view> orders) {
  store::DutyFilter filter;
  filter.plan = plan_of(request, app);
  LP_TRY(const std::int64_t org, request.query_int("org", 0, 0, std::numeric_limits<std::int64_t>::max()));
  filter.org = OrgId{org};
  filter.obligations = values_of(request, "obligation");
  filter.regions = values_of(request, "region");
  filter.types = values_of(request, "type");
  LP_TRY(const std::int64_t object, request.query_int("object", 0, 0, std::numeric_limits<std::int64_t>::max()));
  filter.object = RecordId{object};
  filter.text = std::string(trim(request.query("q")));
  LP_CHECK_OK(read_tasks(request, filter));
  LP_CHECK_OK(read_states(request, filter));
  LP_CHECK_OK(read_order(request, orders, filter));
  LP_TRY(filter.due_from, read_day(request, "due_from"));
  LP_TRY(filter.due_to, read_day(request, "due_to"));
  LP_TRY(const Page page, page_of(request));
  filter.offset = page.offset();
  filter.limit = static_cast<int>(page.size);
  return filter;
}

}  // namespace

std::string plan_of(const Request& request, const App& app) {
  std::string plan = request.query("plan", get_string(request.json, "plan"));
  if (plan.empty() && app.catalogue.plans.size() == 1) plan = app.catalogue.plans.begin()->first;
  return plan;
}

Result<store::DutyFilter> read_duty_filter(const Request& request, const App& app) { return read_filter(request, app, duty_orders); }

Result<store::DutyFilter> read_board_filter(const Request& request, const App& app) {
  LP_TRY(store::DutyFilter filter, read_filter(request, app, board_orders));
  filter.search = std::exchange(filter.text, {});  // a board has organisations, not duties
  return filter;
}

}  // namespace lp::server
