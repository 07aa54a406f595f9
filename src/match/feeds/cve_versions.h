#pragma once
// `versions` of an `affected` entry of a CVE 5 record as intervals, in groups of one order each.

#include <string>
#include <vector>

#include "match/feeds/json_fields.h"
#include "match/version/range.h"

namespace lp::match {

struct VersionGroup {
  std::string scheme{};                       // "" = none is stated
  std::vector<Interval> intervals{};
  std::vector<std::string> versions{};
  std::vector<std::string> fixed_versions{};
  double confidence = 1;
  bool from_text = false;                     // read out of words: "prior to 2.1"
};

// What is affected, by the format's rules: `lessThan` and `lessThanOrEqual` begin at `version` ("0" and "*" = at the first), "*" = no end, "5.10.*" =
// the end of that branch; `changes` switch within; where all is affected but what is listed (`defaultStatus`), the gaps of the list. Git
// commits are left out, counted.
std::vector<VersionGroup> read_cve_versions(JsonObject affected, const Place& place, FeedSink& sink);

}  // namespace lp::match
