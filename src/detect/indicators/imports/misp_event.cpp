// MISP events, one or many, as MISP exports them and as its feeds carry them: attributes of the event and of its objects.
#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "detect/indicators/indicator_import.h"

namespace lp::detect {
namespace {

struct Type { std::string_view name; std::optional<IndicatorKind> first, second; };  // of the parts around '|'
constexpr auto types = std::to_array<Type>({
    {"ip-src", IndicatorKind::ip, {}}, {"ip-dst", IndicatorKind::ip, {}}, {"ip-src|port", IndicatorKind::ip, {}}, {"ip-dst|port", IndicatorKind::ip, {}},
    {"domain", IndicatorKind::domain, {}}, {"hostname", IndicatorKind::domain, {}}, {"hostname|port", IndicatorKind::domain, {}}, {"domain|ip", IndicatorKind::domain, IndicatorKind::ip},
    {"url", IndicatorKind::url, {}}, {"uri", IndicatorKind::url, {}}, {"link", IndicatorKind::url, {}}, {"md5", IndicatorKind::md5, {}}, {"sha1", IndicatorKind::sha1, {}},
    {"sha256", IndicatorKind::sha256, {}}, {"filename|md5", {}, IndicatorKind::md5}, {"filename|sha1", {}, IndicatorKind::sha1}, {"filename|sha256", {}, IndicatorKind::sha256},
    {"malware-sample", {}, IndicatorKind::md5}, {"email", IndicatorKind::email, {}}, {"email-src", IndicatorKind::email, {}}, {"email-dst", IndicatorKind::email, {}},
    {"email-reply-to", IndicatorKind::email, {}}, {"ja3-fingerprint-md5", IndicatorKind::ja3, {}}, {"ja4-plus", IndicatorKind::ja4, {}}});

// tlp:*, misp:confidence-level="…" and whatever says what kind of threat it is.
void read_tags(const json::object& o, IndicatorContext& context) {
  const json::array* tags = find_array(o, "Tag");
  if (tags == nullptr) return;
  struct Level { std::string_view word; std::uint8_t confidence; };
  constexpr auto levels = std::to_array<Level>({{"completely-confident", 100}, {"usually-confident", 75}, {"fairly-confident", 50}, {"rarely-confident", 25}, {"unconfident", 0}});
  for (const json::value& tag : *tags) {
    const std::string name = tag.is_object() ? get_string(tag.as_object(), "name") : std::string{};
    if (const Tlp tlp = parse_tlp(name); tlp != Tlp::none && starts_with(to_lower_ascii(name), "tlp:")) context.tlp = tlp;
    for (const Level& level : levels)
      if (name == "misp:confidence-level=\"" + std::string(level.word) + "\"") context.confidence = level.confidence;
  }
}

void read_attribute(const json::object& attribute, IndicatorContext context, ImportSink& sink) {
  if (get_bool(attribute, "deleted")) return sink.leave_out("deleted");
  if (!get_bool(attribute, "to_ids", true)) return sink.leave_out("not_for_detection");
  const std::string type = get_string(attribute, "type");
  const auto found = std::ranges::find(types, std::string_view(type), &Type::name);
  if (found == types.end()) return sink.leave_out("unsupported_kind");
  context.type = get_string(attribute, "category");
  if (const std::string comment = get_string(attribute, "comment"); !comment.empty()) context.description = truncate(comment, 500);
  context.from = import_time(get_string(attribute, "first_seen"));
  read_tags(attribute, context);
  const std::string value = get_string(attribute, "value");
  const std::size_t bar = type.find('|') != std::string::npos || type == "malware-sample" ? value.find('|') : std::string::npos;
  if (found->first) sink.take(*found->first, std::string_view(value).substr(0, bar), context);
  if (!found->second) return;
  if (bar == std::string::npos) return sink.refuse(0, "short_value", "a value of type " + type + " without its second part");
  sink.take(*found->second, std::string_view(value).substr(bar + 1), context);
}

void read_attributes(const json::object& o, const IndicatorContext& context, ImportSink& sink) {
  if (const json::array* attributes = find_array(o, "Attribute"))
    for (const json::value& attribute : *attributes) {
      if (attribute.is_object()) read_attribute(attribute.as_object(), context, sink);
      else sink.refuse(0, "bad_attribute", "an attribute that is no object");
    }
}

void read_event(const json::object& event, ImportSink& sink) {
  IndicatorContext context = sink.defaults();
  if (const json::object* by = find_object(event, "Orgc")) {
    const std::string name = get_string(*by, "name");
    if (!name.empty()) context.source = truncate(name, 100);
  }
  context.description = truncate(get_string(event, "info", context.description), 500);
  read_tags(event, context);
  read_attributes(event, context, sink);
  if (const json::array* objects = find_array(event, "Object"))
    for (const json::value& object : *objects)
      if (object.is_object()) read_attributes(object.as_object(), context, sink);
}

void read_value(const json::value& value, ImportSink& sink) {
  if (value.is_array()) {
    for (const json::value& item : value.as_array()) read_value(item, sink);
    return;
  }
  if (!value.is_object()) return sink.refuse(0, "bad_event", "an event that is no object");
  const json::object& o = value.as_object();
  if (const json::object* event = find_object(o, "Event")) return read_event(*event, sink);
  if (const json::value* response = lp::find(o, "response")) return read_value(*response, sink);
  if (find_array(o, "Attribute") != nullptr) return read_attributes(o, sink.defaults(), sink);
  sink.refuse(0, "bad_event", "an object without Event");
}

void read(std::string_view bytes, ImportSink& sink) {
  const auto root = parse_json(bytes);
  if (!root) return sink.fail(root.error().message);
  read_value(*root, sink);
}

int sniff(std::string_view head) {
  const std::string_view text = trim(head);
  if (!text.starts_with('{') && !text.starts_with('[')) return 0;
  const auto has = [&](std::string_view word) { return text.find(word) != std::string_view::npos; };
  return has("\"Event\"") || has("\"Attribute\"") ? 90 : 0;
}

}  // namespace

IndicatorImport import_misp_event() { return {"misp_event", "MISP 事件", "MISP events", sniff, read}; }

}  // namespace lp::detect
