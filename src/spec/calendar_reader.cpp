#include "spec/readers.h"
#include "spec/shared_readers.h"

namespace lp::spec {
namespace {

std::optional<Date> day_of_year(const SourceRef& where, std::string_view text, int year, Diagnostics& out) {
  const auto date = parse_date(text);
  if (date && date->year() == year) return *date;
  out.error(where, "bad_day", "\"" + std::string(text) + "\" is not a day of " + std::to_string(year), {}, "write YYYY-MM-DD");
  return std::nullopt;
}

}  // namespace

void read_calendar(const std::string&, const io::YamlNode& root, model::Catalogue& into, Diagnostics& out) {
  MapReader map(root, "calendar", out);
  if (!map.usable()) return;
  map.require("year");
  const int year = map.integer("year", 0, 1900, 2200);
  map.require("source");
  map.texts("source");
  map.local_text("title");
  map.boolean("verified", true);
  std::set<Date> holidays, make_up;
  std::map<Date, LocalText> names;
  map.each_entry("holidays", [&](const io::YamlEntry& entry) {
    const auto date = day_of_year(entry.where, entry.key, year, out);
    if (!date) return;
    holidays.insert(*date);
    names[*date] = read_local_text(entry.value, out);
  });
  map.each_item("make_up_days", [&](const io::YamlNode& node) {
    const auto text = read_text(node, "make_up_days", out);
    const auto date = text ? day_of_year(node.where, *text, year, out) : std::nullopt;
    if (!date) return;
    make_up.insert(*date);
    if (holidays.contains(*date)) {
      out.error(node.where, "bad_day", to_string(*date) + " is a holiday and a make-up day", {}, "it can be one of them");
    }
  });
  map.finish();
  if (year == 0) return;
  if (into.calendar.covers(year)) {
    out.error(root.where, "duplicate_year", "the year " + std::to_string(year) + " has two calendars", {}, "keep one file a year");
    return;
  }
  into.calendar.add_year(year, std::move(holidays), std::move(make_up), std::move(names));
}

}  // namespace lp::spec
