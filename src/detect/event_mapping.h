#pragma once
// What a format's fields mean elsewhere, as data (specs/events/<format>.yaml): which fields hold the time, under which
// other names a field is known (ECS, Sigma), and which Sigma log sources an event belongs to.
//
// Read once, then read-only: any number of threads.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "base/local_text.h"
#include "base/result.h"
#include "detect/routes.h"

namespace lp::detect {

// `is` holds for events whose fields have the values in `when`: all fields, any value of each, ASCII case ignored;
// the value "*" = the field is there; and no condition of `unless` holds. Field names as rules use them (every native field mapped to the name counts).
struct LogsourceRow {
  using Condition = std::pair<std::string, std::vector<std::string>>;
  std::vector<Condition> when, unless;
  std::vector<Logsource> is;
};

class EventMapping {
 public:
  std::string id;                                     // the format's
  std::string like;                                   // another mapping whose fields, parts, times and rows count too
  LocalText title;
  std::vector<std::string> time;                      // native fields; the first that holds a time wins
  // Native field → its other names. "prefix.*" → {"*"}: whatever stands below has the rest as a name of its own.
  std::vector<std::pair<std::string, std::vector<std::string>>> fields;
  // Native field → other names of a part of its value: "host", "path", "query", "extension" of a URL or path;
  // "md5", "sha1", "sha256", "imphash" of a list like "MD5=…,SHA256=…".
  struct Part {
    std::string native, part;
    std::vector<std::string> names;
  };
  std::vector<Part> parts;
  std::vector<LogsourceRow> rows;                     // all that hold count

  // All native fields that hold what `name` means: itself first, then those mapped to it, no repetition.
  std::vector<std::string> natives_of(std::string_view name) const;
  // All (native field, part) that hold what `name` means.
  std::vector<std::pair<std::string, std::string>> parts_of(std::string_view name) const;
  // Fields whose values decide the log sources, in order of their first mention.
  std::vector<std::string> key_fields() const;
  // Of key_fields(): is only asked whether it is there?
  std::vector<bool> only_presence() const;
  // Adds what `other` says behind its own.
  void take_over(const EventMapping& other);
  // The log sources of an event; values[i] is that of key_fields()[i], nullptr = not there.
  std::vector<Logsource> sources_for(const std::vector<const std::string*>& values) const;
};

// One file's text; `file` names it in `out`. What cannot be read is reported there and left out.
EventMapping read_event_mapping(std::string_view file, std::string_view text, Diagnostics& out);

// specs/events/*.yaml by id. Error only when the folder cannot be read (not_found, io).
Result<std::map<std::string, EventMapping, std::less<>>> load_event_mappings(const std::filesystem::path& specs, Diagnostics& out);

}  // namespace lp::detect
