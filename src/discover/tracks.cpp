#include "discover/tracks.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace lp::discover {
namespace {

constexpr std::array<std::string_view, 3> positions{"coordinates", "geo_coordinates", "cell_id"};
constexpr std::array<std::string_view, 7> subjects{"vin", "plate", "mobile", "imsi", "imei", "iccid", "resident_id_18"};
constexpr std::uint64_t fewest_positions = 50, positions_a_subject = 5;

template <class Kinds>
bool is_one_of(const Kinds& kinds, const Finding& f) {
  return std::find(kinds.begin(), kinds.end(), f.kind) != kinds.end();
}

}  // namespace

std::optional<Finding> find_track(const Document& d) {
  const Finding* position = nullptr;
  const Finding* subject = nullptr;
  for (const Finding& f : d.findings) {
    if (f.kind == "location_track") return std::nullopt;
    if (is_one_of(positions, f) && (position == nullptr || f.hits > position->hits)) position = &f;
    // The subject that every row has, not the telephone number of a dealer in the head.
    if (is_one_of(subjects, f) && f.distinct > 0 && (subject == nullptr || f.hits > subject->hits)) subject = &f;
  }
  if (position == nullptr || subject == nullptr || position->hits < fewest_positions) return std::nullopt;
  if (subject->hits * 2 < position->hits || position->hits < positions_a_subject * subject->distinct) return std::nullopt;
  Finding track = *position;
  track.kind = "location_track";
  track.because = "points_of_subjects";
  track.distinct = subject->distinct;
  track.distinct_exact = subject->distinct_exact;
  track.confidence = std::min(position->confidence, 80);
  return track;
}

}  // namespace lp::discover
