#pragma once
// How a person wants to be told (docs/api.md /api/preferences, stored in Account::preferences).

#include <optional>
#include <string>

#include "base/json.h"
#include "base/time.h"

namespace lp::service {

struct NotifyPreferences {
  bool in_app = true, mail = false, webhook = false;
  std::string webhook_url;
  int quiet_from = -1, quiet_to = -1;   // minutes after midnight in China; equal or −1 = no quiet hours
  bool daily_digest = false;            // mail and webhook: one message a day instead of many
  static constexpr int digest_minute = 9 * 60;

  // Unknown and malformed members are taken as absent.
  static NotifyPreferences parse(const json::object& preferences);
  // Problems of a document a person sends, by field: "quiet.from" must be HH:MM …
  static std::vector<FieldProblem> check(const json::object& preferences);

  // When a message may go out: now, or the end of the quiet hours now is in.
  Timestamp earliest(Timestamp now) const;
  // The next time a digest goes out, strictly after `now`, outside the quiet hours.
  Timestamp next_digest(Timestamp now) const;
};

// "07:30" → 450
std::optional<int> parse_minute_of_day(std::string_view text);

}  // namespace lp::service
