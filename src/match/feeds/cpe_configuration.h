#pragma once
// CPE configurations of the NVD: lists of CPE matches, joined by OR, or by AND where one needs another (a platform).

#include <span>
#include <string>
#include <vector>

#include "match/feeds/json_fields.h"

namespace lp::match {

// One list of matches ("cpe_match", "cpeMatch"): any of them.
struct CpeList {
  JsonArray matches;
  std::string place;       // JSON pointer of the list
  bool single = false;     // only element `index` of it counts: an AND of matches in one list
  std::size_t index = 0;
};

// Adds what `lists` say to an advisory. Matches of one name that differ in the version only become one statement. With `all`
// (AND) each list's vulnerable matches hold only where one of every other list is there too: its Conditions. Matches that are not
// vulnerable are platforms, and never affected. Version ANY is every version, within the bounds given; NA ("-") is the text "-" in
// a statement and any version in a condition. No order is stated in such data: the scheme is the generic one.
void append_configuration(std::span<const CpeList> lists, bool all, Advisory& advisory, FeedSink& sink);

}  // namespace lp::match
