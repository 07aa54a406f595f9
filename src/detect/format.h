#pragma once
// A log format: how its lines become events, and how a file of it is recognised. One format is one file under
// detect/formats/, collected by lp_builtins; what its fields mean elsewhere (ECS, Sigma) and which log sources its events
// belong to is data: specs/events/<id>.yaml (event_mapping.h).
//
// Every line is accounted for: it is an event, a control line (header, comment, empty), or rejected with a reason.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "detect/event.h"
#include "detect/routes.h"

namespace lp::detect {

class EventMapping;

// Behind every line given to a decoder at least this many bytes may be read (they may hold anything).
inline constexpr std::size_t line_slack = 64;

struct DecodeContext {
  const FieldTable& fields;
  const EventMapping& mapping;
  RouteTable& routes;
  // Times written without a zone are this many minutes ahead of UTC; times written without a year are the ones nearest to
  // `reference` (microseconds UTC; no_time: such events have no time).
  int zone_minutes = 0;
  std::int64_t reference = no_time;
};

enum class Decoded : std::uint8_t { event, control, rejected };

// Decodes the lines of one stream, in order. One thread at a time.
class Decoder {
 public:
  virtual ~Decoder() = default;
  // `line` is without its line end. On Decoded::event `out`, cleared before, holds the fields that were asked for, time, route
  // and raw; it is valid until the next call. Never throws; any bytes may come.
  virtual Decoded decode(std::string_view line, Event& out) = 0;
  std::string_view reason() const { return reason_; }  // of the last rejection: a stable word, "not_json"
  // Lines that needed mending before they could be read (bytes that are no UTF-8): events all the same, but counted.
  std::uint64_t mended() const { return mended_; }

 protected:
  Decoded reject(std::string_view reason) { reason_ = reason; return Decoded::rejected; }
  std::string_view reason_{};
  std::uint64_t mended_ = 0;
};

struct Format {
  std::string_view id;                        // "suricata_eve": also the name of its mapping
  std::string_view zh, en;                    // "Suricata EVE 日志"
  int (*sniff)(std::string_view head);        // 0 = not this one … 100 = certainly; head: whole lines, at most 64 KiB
  std::unique_ptr<Decoder> (*make)(const DecodeContext& context);
  // Lines that change how later ones are read (#fields of Zeek, the header of a CSV); null when every line stands alone.
  // A decoder that starts in the middle of a file is given the control lines before its place first.
  bool (*is_control)(std::string_view line, bool first_line) = nullptr;
};

const std::vector<Format>& builtin_formats();
const Format* find_format(std::string_view id);
// The surest format; null when none knows it.
const Format* sniff_format(std::string_view head);

}  // namespace lp::detect
