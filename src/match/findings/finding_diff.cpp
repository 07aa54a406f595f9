// What happened between two states of a book, or two imports.
#include <map>

#include "match/findings/book_state.h"

namespace lp::match {
namespace {

void compare(const Finding& was, const Finding& is, FindingChanges& out) {
  const bool was_current = was.state != FindingState::closed, is_current = is.state != FindingState::closed;
  if (was_current && !is_current) {
    if (is.merged_into.empty()) out.add({FindingEvent::closed, is.id, {}, {}});
    else out.add({FindingEvent::merged, is.id, is.merged_into, {}});
    return;
  }
  if (!is_current) return;
  if (was.state != is.state) out.add({is.state == FindingState::accepted ? FindingEvent::accepted : FindingEvent::reopened, is.id, {}, {}});
  if (std::vector<std::string> fields = changed_fields(was.reported, is.reported); !fields.empty()) out.add({FindingEvent::changed, is.id, {}, std::move(fields)});
  else if (was.state == is.state) ++out.kept;
}

using ByIdentity = std::map<FindingIdentity, ReportedFinding>;

ByIdentity by_identity(const FindingImport& import, const AliasView& aliases, FindingChanges& out) {
  ByIdentity found;
  for (ReportedFinding finding : import.findings) {
    tidy(finding);
    FindingIdentity identity = identity_of(finding, aliases);
    const auto [place, added] = found.try_emplace(std::move(identity), finding);
    if (added) continue;
    ++out.repeated;
    combine(place->second, std::move(finding));
  }
  return found;
}

}  // namespace

FindingChanges diff(const FindingBook& before, const FindingBook& after) {
  FindingChanges out;
  for (const Finding& is : after.findings()) {
    if (const Finding* was = before.find(is.id)) {
      compare(*was, is, out);
      continue;
    }
    out.add({is.recurrence_of.empty() ? FindingEvent::created : FindingEvent::recurred, is.id, is.recurrence_of, {}});
    if (is.state == FindingState::closed) {
      if (is.merged_into.empty()) out.add({FindingEvent::closed, is.id, {}, {}});
      else out.add({FindingEvent::merged, is.id, is.merged_into, {}});
    }
  }
  finish(out);
  return out;
}

FindingChanges diff(const FindingImport& before, const FindingImport& after, const AliasView& aliases) {
  FindingChanges out, ignored;
  const ByIdentity was = by_identity(before, aliases, ignored), is = by_identity(after, aliases, out);
  for (const auto& [identity, finding] : is) {
    const auto found = was.find(identity);
    if (found == was.end()) out.add({FindingEvent::created, to_finding_id(identity), {}, {}});
    else if (std::vector<std::string> fields = changed_fields(found->second, finding); !fields.empty()) out.add({FindingEvent::changed, to_finding_id(identity), {}, std::move(fields)});
    else ++out.kept;
  }
  for (const auto& [identity, finding] : was)
    if (!is.contains(identity)) out.add({FindingEvent::closed, to_finding_id(identity), {}, {}});
  finish(out);
  return out;
}

}  // namespace lp::match
