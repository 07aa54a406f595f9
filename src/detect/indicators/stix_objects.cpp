// The indicators among STIX objects.
#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "detect/indicators/indicator_import.h"
#include "detect/indicators/stix_pattern.h"

namespace lp::detect {
namespace {

struct Path { std::string_view name; IndicatorKind kind; };
constexpr auto paths = std::to_array<Path>({
    {"ipv4-addr:value", IndicatorKind::ip}, {"ipv6-addr:value", IndicatorKind::ip}, {"domain-name:value", IndicatorKind::domain}, {"url:value", IndicatorKind::url},
    {"email-addr:value", IndicatorKind::email}, {"email-message:from_ref.value", IndicatorKind::email}, {"email-message:sender_ref.value", IndicatorKind::email},
    {"file:hashes.MD5", IndicatorKind::md5}, {"file:hashes.SHA-1", IndicatorKind::sha1}, {"file:hashes.SHA-256", IndicatorKind::sha256}, {"file:hashes.SHA1", IndicatorKind::sha1},
    {"file:hashes.SHA256", IndicatorKind::sha256}, {"file:hashes.md5", IndicatorKind::md5}});

// TLP has fixed identifiers, 1.0 and 2.0.
struct Marking { std::string_view id; Tlp tlp; };
constexpr auto markings = std::to_array<Marking>({
    {"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", Tlp::clear}, {"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", Tlp::green},
    {"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", Tlp::amber}, {"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", Tlp::red},
    {"marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", Tlp::clear}, {"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", Tlp::green},
    {"marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", Tlp::amber}, {"marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", Tlp::amber_strict},
    {"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", Tlp::red}});

IndicatorContext context_of(const json::object& indicator, const IndicatorContext& defaults) {
  IndicatorContext context = defaults;
  const std::string name = get_string(indicator, "name"), description = get_string(indicator, "description");
  if (!name.empty() || !description.empty()) context.description = truncate(name.empty() ? description : description.empty() ? name : name + ": " + description, 500);
  for (const std::string_view key : {"indicator_types", "labels"})
    if (const json::array* words = find_array(indicator, key); words != nullptr && !words->empty() && (*words)[0].is_string()) {
      context.type = truncate(std::string_view((*words)[0].as_string()), 100);
      break;
    }
  const json::value* confidence = lp::find(indicator, "confidence");
  if (confidence != nullptr && confidence->is_int64()) context.confidence = static_cast<std::uint8_t>(std::clamp<std::int64_t>(confidence->as_int64(), 0, 100));
  context.from = import_time(get_string(indicator, "valid_from"));
  context.until = import_time(get_string(indicator, "valid_until"));
  if (const json::array* refs = find_array(indicator, "object_marking_refs"))
    for (const json::value& ref : *refs)
      if (ref.is_string())
        if (const auto found = std::ranges::find(markings, std::string_view(ref.as_string()), &Marking::id); found != markings.end()) context.tlp = std::max(context.tlp, found->tlp);
  return context;
}

void take_comparison(const StixComparison& comparison, const IndicatorContext& context, ImportSink& sink) {
  if (comparison.negated) return sink.leave_out("negated_comparison");
  const auto path = std::ranges::find(paths, std::string_view(comparison.path), &Path::name);
  if (path == paths.end()) return sink.leave_out("unsupported_kind");
  const bool subset = comparison.op == "ISSUBSET" && path->kind == IndicatorKind::ip;
  if (comparison.op != "=" && comparison.op != "IN" && !subset) return sink.leave_out("unsupported_operator");
  for (const std::string& value : comparison.values) sink.take(path->kind, value, context);
}

void read_indicator(const json::object& indicator, ImportSink& sink) {
  if (get_bool(indicator, "revoked")) return sink.leave_out("revoked");
  if (get_string(indicator, "pattern_type", "stix") != "stix") return sink.leave_out("unsupported_pattern_type");
  StixPattern pattern;
  if (!parse_stix_pattern(get_string(indicator, "pattern"), pattern)) return sink.refuse(0, "bad_pattern", "a pattern that cannot be read: " + truncate(get_string(indicator, "id"), 60));
  if (pattern.narrowed) sink.leave_out("condition_between_comparisons");
  const IndicatorContext context = context_of(indicator, sink.defaults());
  for (const StixComparison& comparison : pattern.comparisons) take_comparison(comparison, context, sink);
}

}  // namespace

void read_stix_objects(const json::array& objects, ImportSink& sink) {
  for (const json::value& object : objects) {
    if (!object.is_object()) sink.refuse(0, "bad_object", "an object that is none");
    else if (get_string(object.as_object(), "type") == "indicator") read_indicator(object.as_object(), sink);
    else sink.leave_out("other_object");
  }
}

}  // namespace lp::detect
