#pragma once
// Which fields of an event are looked up, as what, and what a hit in each means. Names are ECS; the mappings of the formats give
// events these names. Adding a field is adding a line to the table in watched_fields.cpp.
//
// Threads: read-only once made.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/local_text.h"
#include "detect/event.h"

namespace lp::detect {

// How a value is read.
enum class FieldRole : std::uint8_t {
  none, address,   // an IP address, or a name
  host,            // the same with a port perhaps: "Host: example.com:8080"
  url,             // whole, with or without scheme
  url_path,        // of the event's host: "/x?y"; whole when it begins with a scheme
  hash,            // MD5, SHA-1 or SHA-256 by length; or Sysmon's "MD5=…,SHA256=…,IMPHASH=…"
  email,           // "a@b", "Name <a@b>"
  ja3, ja4
};

// Who did what with the thing that was hit.
enum class Direction : std::uint8_t {
  inbound,         // it came to us: a scan, a try; most of the internet's noise
  outbound,        // one of ours went there
  query,           // one of ours asked for the name
  answer,          // a name one of ours asked for leads there
  request,         // one of ours fetched it, or named it in the handshake
  referrer,        // one of ours was led from there
  content,         // it is on a machine, or on the wire
  mail,            // it sent or received mail
  client           // the look of a program's handshake
};
std::string_view to_string(Direction d);
LocalText title(Direction d);

struct WatchedField {
  std::string_view name;
  FieldRole role;
  Direction direction;
};
std::span<const WatchedField> watched_fields();

class Watched {
 public:
  // Asks for the fields: call while loading, before events are made.
  explicit Watched(FieldTable& fields);
  const WatchedField* find(FieldId id) const { return id < of_field_.size() ? of_field_[id] : nullptr; }
  // Where the event says the host of a path: the first of these that has a value.
  std::span<const FieldId> hosts() const { return hosts_; }
  std::string_view name(FieldId id) const;  // empty when it is not watched

 private:
  std::vector<const WatchedField*> of_field_;
  std::vector<FieldId> hosts_;
};

}  // namespace lp::detect
