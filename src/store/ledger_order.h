#pragma once
// The orders of a page of duties. The ledger is kept by date (index duty_when, undated last);
// every other order is put together from walks of that index, so that no page sorts a million
// duties. A few organisations' duties are simply sorted. Both ways give the same order.
//
//   due     nearest date first, undated last        -due   latest date first, undated last
//   task    by task, then as due                    -task  tasks downwards, each as due
//   state   by state, then as due                   -state
//   urgent  open duties by the distance of their date from today, what is past before what is to
//           come, so that a campaign's July leads and not what has been overdue for years; then
//           standing duties, undated first; then what is done, latest first
//   org no  by organisation, by number              -org -no

#include <optional>
#include <string>
#include <vector>

#include "store/ledger.h"

namespace lp::store {

// As the index duty_when has it.
inline constexpr std::string_view undated = "(CASE WHEN d.due = -1000000 THEN 1 ELSE 0 END)";

// One walk. Segments follow each other; each holds the duties that satisfy `where`.
struct Segment {
  std::string where;                      // "" = all
  std::string order;                      // " ORDER BY …"
  std::optional<std::int64_t> count;      // when known without looking
  bool by_distance = false;               // two walks from today outwards, merged
};

// For duties that are sorted. invalid: no such order.
Result<std::string> sorted_order(std::string_view order, Date today);
// For duties that are walked; `counts` [task][state] of the filter, or null when not known.
// Empty: this order has no better way than sorting or its own index.
std::vector<Segment> segments_of(std::string_view order, const BoardCounts* counts);

}  // namespace lp::store
