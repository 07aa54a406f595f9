#include "detect/report/alert_reader.h"

#include <array>

#include "base/text.h"
#include "base/time.h"
#include "detect/stream/line_blocks.h"

namespace lp::detect {
namespace {

std::vector<std::string> texts(const json::object& o, std::string_view key) {
  std::vector<std::string> out;
  if (const json::array* list = find_array(o, key))
    for (const json::value& item : *list)
      if (const json::string* text = item.if_string()) out.emplace_back(text->data(), text->size());
  return out;
}

std::int64_t moment(const json::object& o, std::string_view key) {
  const auto read = parse_timestamp(get_string(o, key));
  return read ? read->micros() : no_time;
}

// Boost.JSON reads what fits as signed, and larger numbers as unsigned.
std::uint64_t count_of(const json::object& o) {
  const json::value* found = find(o, "count");
  if (found == nullptr) return 0;
  if (found->is_uint64()) return found->get_uint64();
  return found->is_int64() && found->get_int64() > 0 ? static_cast<std::uint64_t>(found->get_int64()) : 0;
}

template <class Enum, std::size_t N>
Enum parse(const std::array<Enum, N>& all, std::string_view text) {
  for (const Enum one : all)
    if (to_string(one) == text) return one;
  return all.front();
}

AlertType type_of(const json::object& o) {
  constexpr std::array kinds{AlertKind::rule, AlertKind::correlation, AlertKind::indicator, AlertKind::sensor};
  AlertType type{.kind = parse(kinds, get_string(o, "kind")), .id = get_string(o, "rule"), .title = {}, .severity = parse_severity(get_string(o, "severity")),
                 .tags = texts(o, "tags"), .classes = texts(o, "classes")};
  if (const json::object* title = find_object(o, "title")) type.title = {get_string(*title, "zh"), get_string(*title, "en")};
  if (type.title.zh.empty()) type.title.zh = type.title.en.empty() ? type.id : type.title.en;
  if (type.title.en.empty()) type.title.en = type.title.zh;
  return type;
}

Alert alert_of(const json::object& o) {
  constexpr std::array states{AlertState::closed, AlertState::open, AlertState::updated};
  Alert alert{.id = get_string(o, "id"), .state = parse(states, get_string(o, "state")), .severity = parse_severity(get_string(o, "severity")),
              .entity = get_string(o, "entity"), .owner = {get_string(o, "organisation"), get_string(o, "object"), get_string(o, "attribution")},
              .count = count_of(o), .first = moment(o, "first"), .last = moment(o, "last"), .evidence = texts(o, "evidence"), .notes = texts(o, "notes")};
  alert.cut_short = get_bool(o, "cut_short");
  return alert;
}

}  // namespace

std::string_view to_string(AlertLine line) {
  static constexpr std::array<std::string_view, 6> names{"alert", "not_json", "not_an_alert", "other_version", "incomplete", "too_long"};
  return names[static_cast<std::size_t>(line)];
}

LocalText title(AlertLine line) {
  static const std::array<LocalText, 6> titles{{{"告警", "an alert"}, {"不是 JSON 或不完整", "no JSON, or cut off"}, {"不是告警", "no alert"},
                                                {"告警格式的版本不认识", "alerts of an unknown version"}, {"缺少编号、规则或次数", "without id, rule or count"}, {"行过长", "too long a line"}}};
  return titles[static_cast<std::size_t>(line)];
}

AlertLine read_alert(std::string_view line, ReadAlert& out) {
  const auto parsed = parse_json(line);
  if (!parsed || !parsed->is_object()) return AlertLine::not_json;
  const json::object& o = parsed->get_object();
  const std::string format = get_string(o, "format");
  if (!format.starts_with("longpan-alert/")) return AlertLine::not_an_alert;
  if (format != "longpan-alert/1") return AlertLine::other_version;
  out = {alert_of(o), type_of(o)};
  return out.alert.id.empty() || out.type.id.empty() || out.alert.count == 0 ? AlertLine::incomplete : AlertLine::alert;
}

void BadLines::add(const std::string& file, std::uint64_t line, AlertLine why) {
  ++total;
  ++by_reason[why];
  if (first.size() < places_kept) first.push_back({file, line, why});
}

Status read_alerts(io::ByteSource& source, const std::string& file, const TakeAlert& take, BadLines& bad) {
  LineBlocks blocks(source, {});
  ReadAlert read;
  for (;;) {
    LP_TRY(const auto block, blocks.next(true));
    if (!block) return ok_status();
    each_line(*block, [&](std::string_view line, std::uint64_t number) {
      // trim() takes a byte order mark with it.
      if (trim(line).empty()) return;
      const AlertLine why = read_alert(trim(line), read);
      if (why == AlertLine::alert) take(read, number);
      else bad.add(file, number, why);
    });
    for (const OverlongLine& line : block->overlong) bad.add(file, line.line, AlertLine::too_long);
  }
}

}  // namespace lp::detect
