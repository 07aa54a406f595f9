#include "match/feeds/ssvc.h"

#include "base/text.h"

namespace lp::match {
namespace {

Exploitation exploitation_of(std::string_view stated) {
  const std::string lower = to_lower_ascii(stated);
  if (lower == "none") return Exploitation::none;
  if (lower == "poc" || lower == "public poc") return Exploitation::proof_of_concept;
  return lower == "active" ? Exploitation::active : Exploitation::unknown;
}

}  // namespace

void read_ssvc(JsonObject content, Advisory& advisory, FeedSink& sink) {
  const auto options = array_of(content, "options");
  if (!options) return sink.leave_out("empty_ssvc");
  Signal signal{.id = advisory.id, .source = "ssvc"};
  for (const JsonElement element : *options) {
    const auto option = object_of(element);
    if (!option) continue;
    for (const auto& [name, value] : *option) {
      if (name == "Exploitation") signal.exploitation = exploitation_of(text_of(value));
      else if (name == "Automatable") signal.automatable = to_lower_ascii(text_of(value));
      else if (name == "Technical Impact") signal.technical_impact = to_lower_ascii(text_of(value));
    }
  }
  signal.as_of = feed_time(text_of(content, "timestamp"));
  advisory.exploitation = signal.exploitation;
  advisory.automatable = signal.automatable;
  advisory.technical_impact = signal.technical_impact;
  sink.take(std::move(signal));
}

void take_kev(JsonObject content, const Advisory& advisory, FeedSink& sink) {
  Signal signal{.id = advisory.id, .source = "kev", .exploited = true};
  if (const auto date = parse_date_lenient(trim(text_of(content, "dateAdded")))) signal.added = *date;
  sink.take(std::move(signal));
}

}  // namespace lp::match
