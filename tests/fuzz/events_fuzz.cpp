// Any bytes as lines of any log format (the first byte picks it): no crash, no hang, every line is an event, a control line or
// rejected with a reason, and what an event holds is valid UTF-8.
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>

#include "base/check.h"
#include "base/text.h"
#include "detect/event_mapping.h"
#include "detect/format.h"

namespace {

using namespace lp::detect;

struct World {
  FieldTable fields;
  RouteTable routes;
  std::map<std::string, EventMapping, std::less<>> mappings;
  World() {
    lp::Diagnostics out;
    auto loaded = load_event_mappings(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
    LP_CHECK(loaded.has_value());
    mappings = *std::move(loaded);
    for (const char* name : {"source.ip", "destination.ip", "query", "answer", "url.path", "url.query", "CommandLine", "Image", "EventID", "md5", "message", "a", "a.b"})
      fields.intern(name);
  }
};

void check(const Event& event) {
  for (const Value& value : event.values()) LP_CHECK(lp::is_valid_utf8(value.text));
  if (!event.texts) return;
  const auto valid = [](void*, std::string_view text) { return !lp::is_valid_utf8(text); };
  LP_CHECK(!event.texts->any(valid, nullptr));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static World world;
  if (size == 0) return 0;
  const auto& formats = builtin_formats();
  const Format& format = formats[data[0] % formats.size()];
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  (void)sniff_format(input);
  Event event(world.fields);
  // Making a decoder costs more than its lines; those whose lines stand alone are kept.
  static std::map<std::string_view, std::unique_ptr<Decoder>> kept;
  std::unique_ptr<Decoder>& decoder = kept[format.id];
  if (!decoder || format.is_control) {
    decoder = format.make({world.fields, world.mappings.find(format.id)->second, world.routes, 480, 1'719'500'000'000'000});
  }
  for (const std::string_view line : lp::split(input, '\n')) {
    // The slack is no more than what is promised, and nothing in it may show in the event.
    const auto room = std::make_unique<char[]>(line.size() + line_slack);
    std::copy(line.begin(), line.end(), room.get());
    std::fill_n(room.get() + line.size(), line_slack, '\xff');
    const Decoded done = decoder->decode({room.get(), line.size()}, event);
    LP_CHECK(done != Decoded::rejected || !decoder->reason().empty());
    if (done == Decoded::event) check(event);
  }
  return 0;
}
