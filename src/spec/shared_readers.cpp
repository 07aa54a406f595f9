#include "spec/shared_readers.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace lp::spec {
namespace {

model::Basis read_one_basis(const io::YamlNode& node, Diagnostics& out) {
  if (node.is_scalar()) return {node.text, {}, true};
  MapReader map(node, "basis", out);
  model::Basis basis{map.require_text("doc"), map.text("clause"), map.boolean("verified", true)};
  map.finish();
  return basis;
}

std::optional<model::Reminder> read_reminder_map(const io::YamlNode& node, Diagnostics& out) {
  MapReader map(node, "reminder", out);
  const auto overdue = map.period("overdue");
  const auto before = map.period("before");
  const bool escalate = map.boolean("escalate", false);
  map.finish();
  if (overdue.has_value() == before.has_value()) {
    out.error(node.where, "bad_reminder", "a reminder names one of overdue and before", {}, "write {overdue: 3d, escalate: true}");
    return std::nullopt;
  }
  const auto when = overdue ? model::Reminder::When::overdue : model::Reminder::When::before;
  return model::Reminder{when, overdue ? *overdue : *before, escalate};
}

std::optional<model::Reminder> read_reminder(const io::YamlNode& node, Diagnostics& out) {
  if (!node.is_scalar()) return read_reminder_map(node, out);
  if (node.text == "overdue") return model::Reminder{model::Reminder::When::overdue, {0, model::PeriodUnit::days}, false};
  auto period = read_period(node, out);
  if (!period) return std::nullopt;
  if (period->amount > 0) {
    out.error(node.where, "bad_reminder", "a reminder before the date is written -" + node.text, {},
              "write -" + node.text + ", or {overdue: " + node.text + "} for after it");
    return std::nullopt;
  }
  period->amount = -period->amount;
  return model::Reminder{model::Reminder::When::before, *period, false};
}

}  // namespace

std::vector<model::Basis> read_basis(MapReader& map, std::string_view key) {
  std::vector<model::Basis> found;
  map.each_item(key, [&](const io::YamlNode& node) { found.push_back(read_one_basis(node, map.out())); });
  return found;
}

std::vector<model::Reminder> read_reminders(MapReader& map, std::string_view key) {
  std::vector<model::Reminder> found;
  map.each_item(key, [&](const io::YamlNode& node) {
    if (const auto reminder = read_reminder(node, map.out())) found.push_back(*reminder);
  });
  return found;
}

std::vector<model::Option> read_options(MapReader& map, std::string_view key) {
  std::vector<model::Option> found;
  std::set<std::string> seen;
  map.each_item(key, [&](const io::YamlNode& node) {
    MapReader entry(node, "entry", map.out());
    model::Option option{entry.require_text("code"), entry.local_text("title"), entry.text("parent"),
                         entry.boolean("verified", true), entry.text("source")};
    entry.finish();
    if (option.code.empty()) return;
    if (!seen.insert(option.code).second) {
      map.out().error(node.where, "duplicate_code", "code \"" + option.code + "\" stands twice", {}, "codes are unique in a list");
      return;
    }
    found.push_back(std::move(option));
  });
  return found;
}

bool check_name(const SourceRef& where, std::string_view what, std::string_view name, Diagnostics& out) {
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  const bool starts_well = !name.empty() && name[0] >= 'a' && name[0] <= 'z';
  if (starts_well && name.size() <= 60 && std::all_of(name.begin(), name.end(), good)) return true;
  out.error(where, "bad_name", std::string(what) + " cannot be named \"" + truncate(name, 80) + "\"",
            "names become table columns and addresses", "use lower-case letters, digits and _, starting with a letter");
  return false;
}

}  // namespace lp::spec
