#pragma once
// What an event shows of addresses, names, URLs, hashes, mail and handshakes, in the form indicators are compared in: what is kept
// to look back at when a new indicator comes (retro_hunt.h).
//
// An observation for each value of a watched field; the same thing seen in the same way (direction) in several fields of one event
// is one. A URL stands for its host as well, a name for those above it: they are not repeated. What has no key is no observation.
// An event has 1,024 observations of 64 KiB together at most, so that no line of a log can fill the memory; the others are counted.
//
// Pure. One observer a thread; the watched fields are shared and must outlive it.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "detect/event.h"
#include "detect/indicators/indicator.h"
#include "detect/indicators/watched_fields.h"

namespace lp::detect {

struct Observation {
  std::int64_t time = no_time;           // of the event
  std::uint64_t hash = 0;                // hash_key() of kind and key
  const WatchedField* field = nullptr;   // lives as long as the program
  std::uint32_t place = 0, length = 0;   // of its text in Observations::texts
  std::uint32_t owner = 0;               // in Observations::owners
  IndicatorKind kind = IndicatorKind::ip;
};

// Those of many events; owns the texts.
struct Observations {
  std::vector<Observation> rows;
  std::string texts;
  std::vector<std::string> owners{std::string()};  // organisations; the first is nobody known
  std::map<std::string, std::uint32_t, std::less<>> owner_ids;
  std::uint64_t left_out = 0;

  // key_text(): "192.0.2.1", "www.example.com", "example.com/x?y"
  std::string_view text(const Observation& o) const { return std::string_view(texts).substr(o.place, o.length); }
  std::uint32_t intern_owner(std::string_view organisation);
};

class Observer {
 public:
  explicit Observer(const Watched& watched) : watched_(watched) {}
  // Appends those of the event.
  void observe(const Event& event, std::uint32_t owner, Observations& out);

 private:
  struct Place;
  void take_address(std::string_view text, const Place& at);
  void take_url(const Place& at);
  void take_path(std::string_view text, const Event& event, const Place& at);
  void take_key(IndicatorKind kind, std::string_view text, const Place& at);
  static void add(IndicatorKind kind, std::string_view key, std::string_view text, const Place& at);

  const Watched& watched_;
  std::string scratch_;
};

}  // namespace lp::detect
