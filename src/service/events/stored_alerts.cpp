#include "service/events/stored_alerts.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "base/json.h"
#include "io/csv_writer.h"

namespace lp::service {
namespace {

using store::AlertGroup;

detect::Severity to_severity(unsigned number) { return static_cast<detect::Severity>(std::min<unsigned>(number, static_cast<unsigned>(detect::Severity::critical))); }

std::string csv_of(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) {
  std::string out;
  io::CsvSink sink([&](std::string_view piece) {
    out += piece;
    return ok_status();
  });
  std::vector<io::Column> columns;
  for (const std::string& title : header) columns.push_back({.title = title});
  Status written = sink.begin("", columns);
  std::vector<io::Cell> cells;
  for (const auto& row : rows) {
    cells.clear();
    for (const std::string& text : row) cells.push_back(io::Cell::of(text));
    if (written) written = sink.write(cells);
  }
  if (written) written = sink.finish();
  LP_CHECK(written);  // into memory
  return out;
}

}  // namespace

detect::Severity severity_of(const store::StoredAlert& alert) { return to_severity(alert.severity); }

detect::Severity severity_of_key(std::string_view key) {
  unsigned number = 0;
  std::from_chars(key.data(), key.data() + key.size(), number);
  return to_severity(number);
}

std::string title_of(const store::StoredAlert& alert, bool zh) {
  if (const auto parsed = parse_json(alert.json); parsed && parsed->is_object())
    if (const json::object* title = find_object(parsed->as_object(), "title"); title != nullptr)
      if (std::string text = get_string(*title, zh ? "zh" : "en"); !text.empty()) return text;
  return alert.rule;
}

std::optional<AlertGroup> parse_alert_group(std::string_view name) {
  if (name == "rule") return AlertGroup::rule;
  if (name == "severity") return AlertGroup::severity;
  if (name == "org") return AlertGroup::org;
  if (name == "day") return AlertGroup::day;
  return std::nullopt;
}

std::string wire_key(AlertGroup by, const std::string& key) {
  if (by == AlertGroup::severity) return std::string(detect::to_string(severity_of_key(key)));
  return by == AlertGroup::org && key == "0" ? std::string() : key;
}

std::string alerts_csv(std::span<const store::StoredAlert> alerts) {
  std::vector<std::vector<std::string>> rows;
  for (const store::StoredAlert& a : alerts) {
    const auto state = static_cast<detect::AlertState>(std::min<unsigned>(a.state, static_cast<unsigned>(detect::AlertState::closed)));
    rows.push_back({a.id, std::string(detect::to_string(state)), a.kind, a.rule, title_of(a, true), title_of(a, false), std::string(detect::to_string(severity_of(a))), a.entity,
                    a.owner, a.object, std::to_string(a.count), detect::time_text(a.first), detect::time_text(a.last)});
  }
  return csv_of({"id", "state", "kind", "rule", "title_zh", "title_en", "severity", "entity", "organisation", "object", "count", "first", "last"}, rows);
}

std::string counts_csv(std::string_view name, AlertGroup by, std::span<const store::AlertCount> counts) {
  std::vector<std::vector<std::string>> rows;
  for (const store::AlertCount& c : counts) rows.push_back({wire_key(by, c.key), std::to_string(c.alerts), std::to_string(c.events)});
  return csv_of({std::string(name), "alerts", "events"}, rows);
}

}  // namespace lp::service
