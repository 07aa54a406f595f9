#pragma once
// Tracks that no name calls so: many positions for each of few subjects in one document are where those subjects went.

#include <optional>

#include "discover/result.h"

namespace lp::discover {

// A finding "location_track" when positions (coordinates, cells) stand in the document at least five times as often as there
// are different subjects (vehicles, numbers, devices, persons). Nothing when a track is found already. `d` has its findings.
std::optional<Finding> find_track(const Document& d);

}  // namespace lp::discover
