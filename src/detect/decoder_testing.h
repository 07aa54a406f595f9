#pragma once
// For tests only: one decoder with the fields a test asks for.

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "detect/event_mapping.h"
#include "detect/format.h"

namespace lp::detect {

// The mappings of the source tree; a test that cannot read them fails.
inline const std::map<std::string, EventMapping, std::less<>>& real_mappings() {
  static const auto mappings = [] {
    Diagnostics out;
    auto loaded = load_event_mappings(std::filesystem::path(LP_SOURCE_DIR) / "specs", out);
    for (const Diagnostic& item : out.items()) ADD_FAILURE() << to_string(item.where) << ' ' << item.what;
    if (!loaded) ADD_FAILURE() << loaded.error().message;
    return loaded ? *std::move(loaded) : std::map<std::string, EventMapping, std::less<>>{};
  }();
  return mappings;
}

inline EventMapping mapping_of(std::string_view yaml) {
  Diagnostics out;
  EventMapping mapping = read_event_mapping("test.yaml", yaml, out);
  for (const Diagnostic& item : out.items()) ADD_FAILURE() << to_string(item.where) << ' ' << item.what;
  return mapping;
}

class DecoderUnderTest {
 public:
  using Make = std::unique_ptr<Decoder> (*)(const DecodeContext&);

  DecoderUnderTest(Make make, EventMapping mapping, const std::vector<std::string>& wanted, int zone_minutes = 0,
                   std::int64_t reference = no_time)
      : mapping_(std::move(mapping)) {
    for (const std::string& name : wanted) fields_.intern(name);
    event_ = std::make_unique<Event>(fields_);
    decoder_ = make(DecodeContext{fields_, mapping_, routes_, zone_minutes, reference});
  }
  // With the format's real mapping.
  DecoderUnderTest(std::string_view format, const std::vector<std::string>& wanted, int zone_minutes = 0, std::int64_t reference = no_time)
      : DecoderUnderTest(find_format(format)->make, real_mappings().find(format)->second, wanted, zone_minutes, reference) {}

  // The line is kept, with slack behind it, until the next one.
  Decoded decode(std::string_view line) {
    line_.assign(line);
    line_.append(line_slack, '"');
    return decoder_->decode(std::string_view(line_).substr(0, line.size()), *event_);
  }
  // All values of a field, joined by '|'; "∅" for null, "–" when the field is not there.
  std::string all(std::string_view name) const {
    const FieldId field = fields_.find(name);
    const Value* value = field == no_field ? nullptr : event_->first(field);
    if (value == nullptr) return "–";
    std::string joined;
    for (; value; value = event_->next(*value)) {
      if (!joined.empty()) joined += '|';
      joined += value->kind == Kind::null ? std::string("∅") : std::string(value->text);
    }
    return joined;
  }
  // "windows/process_creation/;windows//sysmon"
  std::string route() const {
    std::string text;
    for (const Logsource& s : routes_.sources(event_->route)) text += (text.empty() ? "" : ";") + s.product + '/' + s.category + '/' + s.service;
    return text;
  }
  std::vector<std::string> texts() const {
    std::vector<std::string> found;
    const auto note = [](void* context, std::string_view text) {
      static_cast<std::vector<std::string>*>(context)->emplace_back(text);
      return false;
    };
    if (event_->texts) event_->texts->any(note, &found);
    return found;
  }
  const Event& event() const { return *event_; }
  Decoder& decoder() { return *decoder_; }
  const FieldTable& fields() const { return fields_; }
  const RouteTable& routes() const { return routes_; }

 private:
  FieldTable fields_;
  RouteTable routes_;
  EventMapping mapping_;
  std::unique_ptr<Event> event_;
  std::unique_ptr<Decoder> decoder_;
  std::string line_;
};

// The shared corpus beside the source tree; empty when it is not there (which fails in CI).
inline std::filesystem::path shared_data() {
  const auto path = std::filesystem::path(LP_SOURCE_DIR) / ".." / "shared" / "data" / "detect";
  if (std::filesystem::exists(path)) return path;
  const char* ci = std::getenv("CI");
  if (ci != nullptr && std::string(ci) == "true") ADD_FAILURE() << path << " is missing";
  return {};
}

}  // namespace lp::detect
