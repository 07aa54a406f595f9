#pragma once
#include <string_view>

#include "match/feeds/feed_format.h"

namespace lp::match {

// An entry of the catalogue of known exploited vulnerabilities, from JSON or CSV, as its texts stand.
struct KevEntry {
  std::string_view cve, added, due, ransomware;
};
// Gives the signal, or refuses it at `place`.
void take_kev_entry(const KevEntry& entry, std::string_view place, FeedSink& sink);

}  // namespace lp::match
