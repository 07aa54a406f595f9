#pragma once
// Files of alerts ("longpan-alert/1") back as the alerts they were. A line that is none is counted with its place and reason, and
// ends nothing. Any thread.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detect/alert.h"
#include "io/bytes.h"

namespace lp::detect {

struct ReadAlert {
  Alert alert;      // alert.type means nothing
  AlertType type;
};

enum class AlertLine : std::uint8_t {
  alert,
  not_json,        // no JSON object, or cut off
  not_an_alert,    // another format, or none
  other_version,   // alerts of a version this program does not know
  incomplete,      // without id, rule or a count from 1 up
  too_long,        // above 16 MiB
};
std::string_view to_string(AlertLine line);
LocalText title(AlertLine line);

// `out` is whole when the answer is `alert`, else of no meaning. A time that is none becomes no_time, an unknown severity medium.
AlertLine read_alert(std::string_view line, ReadAlert& out);

struct BadLines {
  static constexpr std::size_t places_kept = 20;
  struct Place {
    std::string file;
    std::uint64_t line = 0;
    AlertLine why = AlertLine::not_json;
  };
  std::uint64_t total = 0;
  std::map<AlertLine, std::uint64_t> by_reason{};
  std::vector<Place> first{};            // at most places_kept
  void add(const std::string& file, std::uint64_t line, AlertLine why);
};

// Every alert with the number of its line, from 1. Empty lines are passed over. Errors are those of the source.
using TakeAlert = std::function<void(const ReadAlert&, std::uint64_t line)>;
Status read_alerts(io::ByteSource& source, const std::string& file, const TakeAlert& take, BadLines& bad);

}  // namespace lp::detect
