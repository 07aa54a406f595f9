#pragma once
// New indicators against everything an event store kept: who met this before anybody knew it.
//
// A name is hit by indicators of the names above it as well, a URL by those of its host and of the names above it, an address by
// ranges around it, as they would have been while the event passed. The keys are computed from the kept value while looking;
// the value's own is kept beside it. Every hit is verified against the indicator's key.
//
// Sightings of one indicator and one value in one stream, role and organisation are one, with their count, first and last time.
//
// Threads: one.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "detect/indicators/allow_lists.h"
#include "detect/indicators/indicator_image.h"
#include "store/events/event_store.h"

namespace lp::service {

struct Sighting {
  detect::IndicatorKind kind = detect::IndicatorKind::ip;
  std::string indicator;          // key_text()
  bool exact = true;              // false: below the indicated name, within the range, at the indicated host
  std::vector<detect::IndicatorContext> contexts{};  // those in date at the last time
  std::string value, stream, owner;
  store::ObservableKind value_kind = store::ObservableKind::ipv4;
  store::ObservableRole role = store::ObservableRole::other;
  OrgId org;
  std::uint64_t count = 0;
  std::int64_t first = 0, last = 0;
  std::string allowed_by{};       // an allow-list and its entry
  int confidence() const;         // the highest of the contexts
};
// "longpan-sighting/1", one object a sighting.
json::object to_json(const Sighting& sighting);

struct LookBackOptions {
  store::TimeSpan span;
  bool any_date = false;          // count sightings outside of an indicator's dates too
  const detect::AllowLists* allow = nullptr;  // what is on one is told, marked
  std::size_t most = 1'000'000;   // sightings kept apart; beyond it they are only counted
};
struct LookBack {
  std::vector<Sighting> sightings;             // surest first, then the latest
  std::uint64_t observables = 0;               // looked at
  std::uint64_t seen = 0;                      // of them hit
  std::uint64_t out_of_date = 0, beyond = 0;   // hits not told: outside the dates; too many
  bool stopped = false;
};

// `progress(observables looked at)` answers false to stop.
Result<LookBack> look_back(store::EventStore& store, const store::Reach& reach, std::span<const std::shared_ptr<const detect::IndicatorImage>> images,
                           const LookBackOptions& options, const std::function<bool(std::uint64_t)>& progress);

}  // namespace lp::service
