#pragma once
// What is known of a vulnerability beside the advisory: exploited in the wild (CISA KEV), likely to be (EPSS), the coordinator's view (SSVC).

#include <optional>
#include <string>

#include "base/time.h"
#include "match/advisory.h"

namespace lp::match {

struct Signal {
  std::string id;                             // CVE
  std::string source;                         // "kev", "epss", "ssvc"
  bool exploited = false;                     // KEV
  bool ransomware = false;                    // KEV: known ransomware campaign use
  std::optional<Date> added{}, due{};         // KEV
  std::optional<double> epss{}, percentile{}; // 0 … 1
  Exploitation exploitation = Exploitation::unknown;
  std::string automatable{}, technical_impact{};
  std::optional<Timestamp> as_of{};
};

}  // namespace lp::match
