#include "service/reminders/preferences.h"

#include "io/webhook.h"

namespace lp::service {
namespace {

constexpr std::int64_t minute = 60'000'000;

int minute_of_day(Timestamp t) {
  return static_cast<int>((t.micros() - start_of_day_in_china(date_in_china(t)).micros()) / minute);
}

Timestamp at_minute(Date day, int minutes) { return start_of_day_in_china(day).plus_seconds(std::int64_t{minutes} * 60); }

FieldProblem bad_time(std::string field, const std::string& value) {
  return {.field = std::move(field), .code = "time", .zh = "时间“" + value + "”应写成 22:00", .en = "time \"" + value + "\" must look like 22:00"};
}

}  // namespace

std::optional<int> parse_minute_of_day(std::string_view text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
  const int hours = (text[0] - '0') * 10 + text[1] - '0';
  const int minutes = (text[3] - '0') * 10 + text[4] - '0';
  if (hours > 23 || minutes > 59) return std::nullopt;
  return hours * 60 + minutes;
}

NotifyPreferences NotifyPreferences::parse(const json::object& preferences) {
  NotifyPreferences out;
  if (const json::object* channels = find_object(preferences, "channels")) {
    out.in_app = get_bool(*channels, "in_app", out.in_app);
    out.mail = get_bool(*channels, "mail", out.mail);
    out.webhook = get_bool(*channels, "webhook", out.webhook);
  }
  out.webhook_url = get_string(preferences, "webhook_url");
  out.daily_digest = get_string(preferences, "digest") == "daily";
  if (const json::object* quiet = find_object(preferences, "quiet")) {
    const auto from = parse_minute_of_day(get_string(*quiet, "from"));
    const auto to = parse_minute_of_day(get_string(*quiet, "to"));
    if (from && to && *from != *to) {
      out.quiet_from = *from;
      out.quiet_to = *to;
    }
  }
  return out;
}

std::vector<FieldProblem> NotifyPreferences::check(const json::object& preferences) {
  std::vector<FieldProblem> out;
  if (const json::object* quiet = find_object(preferences, "quiet")) {
    for (const char* end : {"from", "to"}) {
      const std::string value = get_string(*quiet, end);
      if (!value.empty() && !parse_minute_of_day(value)) out.push_back(bad_time(std::string("quiet.") + end, value));
    }
  }
  const std::string digest = get_string(preferences, "digest");
  if (!digest.empty() && digest != "none" && digest != "daily") {
    out.push_back({.field = "digest", .code = "unknown_option", .zh = "汇总方式应为 none 或 daily", .en = "digest must be none or daily"});
  }
  const std::string url = get_string(preferences, "webhook_url");
  if (!url.empty()) {
    if (const Status s = io::check_webhook_url(url, {.allow_plain_http = true}); !s) {
      out.push_back({.field = "webhook_url", .code = "url", .zh = s.error().message_zh, .en = s.error().message});
    }
  }
  return out;
}

Timestamp NotifyPreferences::earliest(Timestamp now) const {
  if (quiet_from < 0) return now;
  const int m = minute_of_day(now);
  const Date today = date_in_china(now);
  if (quiet_from < quiet_to) return m >= quiet_from && m < quiet_to ? at_minute(today, quiet_to) : now;
  if (m >= quiet_from) return at_minute(today.plus_days(1), quiet_to);  // over midnight
  return m < quiet_to ? at_minute(today, quiet_to) : now;
}

Timestamp NotifyPreferences::next_digest(Timestamp now) const {
  const Date today = date_in_china(now);
  const Timestamp candidate = at_minute(today, digest_minute);
  return earliest(candidate > now ? candidate : at_minute(today.plus_days(1), digest_minute));
}

}  // namespace lp::service
